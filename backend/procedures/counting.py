"""Counting one term of a case: from which date, by which term and calendar, to which last moment; all of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from backend.procedures.bindings import Binding, Subject, anchor_of
from backend.procedures.models import DeadlineRow
from backend.procedures.timers import plan_timers, zone_of_row
from calculators.calendar import WorkCalendar, calendar_version, version_of, work_calendar, zone_of
from calculators.deadlines import term_for
from calculators.procedure_clocks import Counted, Standstill, count, term_version, with_cap
from rules.faults import InputError
from rules.terms import Term


@dataclass(frozen=True, slots=True)
class Case:
    """A case as terms are counted for it."""

    session: Session
    binding: Binding
    subject: Subject
    now: datetime
    calendar: WorkCalendar
    version: str
    region: str | None

    @staticmethod
    def of(
        session: Session, binding: Binding, subject: Subject, now: datetime, calendar: WorkCalendar | None = None
    ) -> Case:
        """Return the case with the calendar of its region."""
        region = binding.region(session, subject)
        version = version_of(calendar) if calendar else calendar_version(region)
        return Case(session, binding, subject, now, calendar or work_calendar(region), version, region)

    def anchor(self, name: str) -> date | datetime | None:
        """Return a date of the case, None while it is not known."""
        return anchor_of(self.session, self.binding, self.subject, name)


def recount(case: Case, row: DeadlineRow, own: Term | None = None) -> bool:
    """Count a term anew and keep what it was counted by; return whether its last moment changed.

    `own` is a term that stands in the row of the table itself, not under a key.
    """
    zone, before = zone_of(case.region), row.due_at
    anchor = case.anchor(row.anchor) if row.anchor else row.started_at
    day = anchor or case.now
    term = _term(case, row, day.astimezone(zone).date() if isinstance(day, datetime) else day, own)
    found = count(anchor, term, case.calendar, zone, _standstills(case, row))
    row.zone, row.computed_at = zone.key, case.now
    row.anchor_value = anchor.isoformat() if anchor else None
    _keep_term(row, term)
    _keep_count(row, found, case)
    changed = row.due_at != before
    if changed and before is not None:
        row.revision, row.warned, row.reminded = row.revision + 1, 0, None
    case.session.add(row)
    case.session.flush()
    if changed:
        plan_timers(case.session, case.binding, row, case.now)
    return changed


def _term(case: Case, row: DeadlineRow, day: date, own: Term | None) -> Term | None:
    """Return the term: what the case says itself, else the act on the type of control, else the statute."""
    if own is not None and own.key is None:
        return own
    said = case.binding.own_term(case.session, case.subject, row.key)
    key = case.binding.term_key(case.session, case.subject, row.key)
    if said is None and key is None:
        return None
    try:
        control_type = case.binding.control_type(case.session, case.subject)
        return with_cap(said or term_for(key or row.key, day, control_type), row.cap)
    except InputError:
        return None


def _keep_term(row: DeadlineRow, term: Term | None) -> None:
    row.term_amount, row.term_unit = (term.amount, term.unit.value) if term else (None, None)
    row.basis, row.term_version = (term.source, term_version(term)) if term else (None, None)


def _keep_count(row: DeadlineRow, found: Counted, case: Case) -> None:
    row.standing, row.due_at = found.standing.value, found.due
    row.calendar_version, row.calendar_status = case.version, found.calendar or None
    if found.begins is not None and row.anchor:
        row.started_at = found.begins


def _standstills(case: Case, row: DeadlineRow) -> list[Standstill]:
    """Return when a clock stood. A standstill whose first day is not known yet lets it run: the real term does."""
    found = []
    for pause in row.pauses:
        if pause["since"]:
            until = date.fromisoformat(pause["until"]) if pause["until"] else None
            found.append(Standstill(date.fromisoformat(pause["since"]), until))
    return found


def pause(case: Case, row: DeadlineRow, anchor: str | None, cap: int | None) -> None:
    """Let a clock stand from a date of the case; one that stands already goes on standing."""
    if row.pauses and not row.pauses[-1]["ended"]:
        return
    since = _day_of(case, row, anchor)
    row.pauses = [
        *row.pauses,
        {"since": since, "from_anchor": anchor, "until": None, "until_anchor": None, "ended": False},
    ]
    row.cap = cap if cap is not None else row.cap


def run_on(case: Case, row: DeadlineRow, anchor: str | None) -> None:
    """Let a clock that stands run again from a date of the case."""
    if not row.pauses or row.pauses[-1]["ended"]:
        return
    ended = {**row.pauses[-1], "until": _day_of(case, row, anchor), "until_anchor": anchor, "ended": True}
    row.pauses = [*row.pauses[:-1], ended]


def refresh_pauses(case: Case, row: DeadlineRow) -> None:
    """Read the dates of the last standstill anew: they may have become known, or been corrected."""
    if not row.pauses:
        return
    last = dict(row.pauses[-1])
    last["since"] = _day_of(case, row, last["from_anchor"])
    if last["ended"]:
        last["until"] = _day_of(case, row, last["until_anchor"])
    row.pauses = [*row.pauses[:-1], last]


def _day_of(case: Case, row: DeadlineRow, anchor: str | None) -> str | None:
    found = case.anchor(anchor) if anchor else None
    if isinstance(found, datetime):
        found = found.astimezone(zone_of_row(row)).date()
    return found.isoformat() if found else None
