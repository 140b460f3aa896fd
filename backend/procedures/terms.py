"""Terms of a case: which run in its present state and by which clocks, and what changes when its dates do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.procedures.bindings import Binding, Subject
from backend.procedures.counting import Case, pause, recount, refresh_pauses, run_on
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import entered, marks, open_terms
from backend.procedures.timers import END, WARNINGS, plan_timers
from calculators.calendar import WorkCalendar
from rules.procedures import Clock, Procedure, Step
from rules.terms import Term


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term that should run: its key, the date or the state it is counted from, since when, and its row's own term."""

    key: str
    anchor: str | None
    state: str
    since: datetime
    own: Term | None

    @property
    def identity(self) -> tuple[str, str | None, datetime | None]:
        """Return what tells it from other terms of the case."""
        return self.key, self.anchor, None if self.anchor else self.since


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether a row of the table exists for a case now: its marks, and its terms that are over."""

    session: Session
    binding: Binding
    subject: Subject
    marks: frozenset[str]

    def holds(self, step: Step) -> bool:
        """Return whether a row exists: its condition holds, its mark is not raised yet, the one it lowers is."""
        if step.overlay in self.marks or (step.unless and step.unless in self.marks):
            return False
        if step.lowers and step.lowers not in self.marks:
            return False
        return self.applies(step)

    def applies(self, step: Step) -> bool:
        """Return whether a row concerns this case at all."""
        return step.only_if is None or self.binding.conditions[step.only_if](self.session, self.subject)


def situation(session: Session, binding: Binding, subject: Subject) -> Situation:
    """Return what decides which rows exist for a case."""
    raised = marks(session, binding.procedure, [subject.id]).get(subject.id, frozenset())
    return Situation(session, binding, subject, raised)


def begin_terms(session: Session, binding: Binding, subject: Subject, now: datetime) -> None:
    """Make the rows of the terms of a new case, in which nobody has taken a step yet."""
    case = Case.of(session, binding, subject, now)
    for one in wanted_terms(case, begun=now):
        recount(case, _new_row(case, one.key, one.anchor, one.since, one.state), one.own)


def wanted_terms(case: Case, begun: datetime | None = None) -> Iterator[Wanted]:
    """Yield the terms of the steps that are open now, each once; terms that a clock keeps are left out.

    `begun` is when a case began that has no step yet.
    """
    now = situation(case.session, case.binding, case.subject)
    seen: set[tuple[str, str | None, datetime | None]] = set()
    for step in case.binding.table.steps_from(case.subject.state):
        key = step.term_key
        if key is None or key in case.binding.table.clock_keys or not _runs(now, step) or not known_here(case, key):
            continue
        state = step.term_from or case.subject.state
        since = entered(case.session, case.binding.procedure, case.subject.id, state) or begun
        if since is None:
            continue
        one = Wanted(key, step.anchor, state, since, step.term if isinstance(step.term, Term) else None)
        if one.identity not in seen:
            seen.add(one.identity)
            yield one


def _runs(now: Situation, step: Step) -> bool:
    """A mark that time has raised does not end the term it was raised for."""
    return now.applies(step) if step.by_time and step.overlay in now.marks else now.holds(step)


def known_here(case: Case, key: str) -> bool:
    """Return whether a case of this kind has such a term at all."""
    return (
        case.binding.term_key(case.session, case.subject, key) is not None
        or case.binding.own_term(case.session, case.subject, key) is not None
    )


def set_deadlines(
    session: Session, binding: Binding, subject: Subject, now: datetime, days_off: WorkCalendar | None, step: Step
) -> None:
    """Make the rows of the terms that run after a step, move its clocks, close what does not run any more."""
    case = Case.of(session, binding, subject, now, days_off)
    rows = list(open_terms(session, binding.procedure, subject.id))
    rows += [row for clock in step.clocks if (row := _move_clock(case, rows, clock))]
    wanted = {one.identity: one for one in wanted_terms(case)}
    ended = binding.table.states[subject.state].terminal
    for row in rows:
        found = wanted.pop((row.key, row.anchor, None if row.anchor else row.started_at), None)
        if row.closed_at is None and (ended if row.clock else found is None):
            close(case, row)
        elif row.closed_at is None:
            recount(case, row, found.own if found else None)
            _hear_the_end(case, row)
    for one in wanted.values():
        recount(case, _new_row(case, one.key, one.anchor, one.since, one.state), one.own)


def close(case: Case, row: DeadlineRow) -> None:
    """End a term: it was met, or does not concern the case any more."""
    row.closed_at = case.now
    case.session.add(row)


def _move_clock(case: Case, rows: list[DeadlineRow], clock: Clock) -> DeadlineRow | None:
    """Start, stop or pause a clock, or let it run on; return its row if it is a new one."""
    row = next((one for one in rows if one.clock and one.key == clock.key and one.closed_at is None), None)
    if row is None:
        new = clock.does == "starts" and known_here(case, clock.key)
        return _new_row(case, clock.key, clock.anchor, case.now, case.subject.state, clock) if new else None
    if clock.does == "stops":
        close(case, row)
    elif clock.does == "pauses":
        pause(case, row, clock.anchor, clock.cap)
    else:
        run_on(case, row, clock.anchor)
    return None


def _new_row(
    case: Case, key: str, anchor: str | None, since: datetime, state: str, clock: Clock | None = None
) -> DeadlineRow:
    # A term of a date begins where the date says; until it is known, the day on which it was taken up stands for it.
    row = DeadlineRow(
        procedure=case.binding.procedure,
        subject_id=case.subject.id,
        key=key,
        state=state,
        started_at=case.now if anchor else since,
        anchor=anchor,
        clock=clock is not None,
        cap=clock.cap if clock else None,
    )
    case.session.add(row)
    return row


def _hear_the_end(case: Case, row: DeadlineRow) -> None:
    """Let a clock that ended in a state where nobody heard it act in one where time takes a step."""
    if not row.clock or row.warned < END or row.due_at is None or row.due_at >= case.now:
        return
    steps = steps_of(case.binding.table, case.subject.state, row.key)
    if any(step.by_time and not step.overlay and not step.only_tells for step in steps):
        row.revision, row.warned = row.revision + 1, WARNINGS[-2]
        case.session.add(row)
        case.session.flush()
        plan_timers(case.session, case.binding, row, case.now)


def steps_of(table: Procedure, state: str, key: str) -> list[Step]:
    """Return the rows open in a state whose term goes by this key."""
    return [step for step in table.steps_from(state) if step.term_key == key]


def count_anew(case: Case) -> list[tuple[DeadlineRow, datetime | None]]:
    """Count every open term of a case anew by its present dates; return those that moved, with what they were."""
    moved = []
    for row in open_terms(case.session, case.binding.procedure, case.subject.id):
        before = row.due_at
        refresh_pauses(case, row)
        if recount(case, row, _own_term(case, row)):
            moved.append((row, before))
    return moved


def _own_term(case: Case, row: DeadlineRow) -> Term | None:
    steps = steps_of(case.binding.table, case.subject.state, row.key)
    return next((step.term for step in steps if isinstance(step.term, Term)), None)
