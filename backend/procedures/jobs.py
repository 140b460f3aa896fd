"""What time does to cases: reminders while a term runs, the steps that go by time at its end, dates counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.jobs.registry import daily, job
from backend.jobs.service import enqueue
from backend.notifications.service import notify
from backend.procedures.bindings import Binding, Subject, bindings, whom_to_tell
from backend.procedures.models import DeadlineRow
from backend.procedures.recomputing import recompute_deadlines
from backend.procedures.runner import CLIENTS, SYSTEM, take_step
from backend.procedures.terms import Situation, situation, steps_of
from backend.procedures.timers import END, TIMER, WARNINGS, moment_before, moment_of, reminders, said
from rules.procedures import Step
from rules.reading_terms import read_deadlines
from rules.text import Text

RECOMPUTE = "procedures.recompute"


@job(RECOMPUTE, following=daily(3), at_start=True)
def recompute(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Count anew what was counted by a calendar that has changed."""
    recompute_deadlines(session, now)


@job(TIMER)
def watch(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remind of a term that still runs, or, when it is over, take the steps that go by time."""
    row = session.get(DeadlineRow, payload["deadline"])
    if row is None or row.closed_at is not None or payload.get("revision", 0) != row.revision:
        return
    moment = moment_of(row, payload["percent"]) if "percent" in payload else moment_before(row, payload["days"])
    if moment is None:
        return
    if moment > now:
        # The machine's clock was ahead when the work was claimed: the term still runs.
        enqueue(session, TIMER, payload, due_at=moment)
        return
    binding = bindings()[row.procedure]
    subject = binding.find(session, row.subject_id)
    if subject is None:
        row.closed_at = now
        session.add(row)
    elif "percent" in payload:
        _at_percent(session, binding, subject, row, int(payload["percent"]), now)
    else:
        _days_before(session, binding, subject, row, int(payload["days"]), now)


def _at_percent(
    session: Session, binding: Binding, subject: Subject, row: DeadlineRow, percent: int, now: datetime
) -> None:
    if row.warned >= percent:
        return
    row.warned = percent
    session.add(row)
    if _said_later(row, percent, now):
        return
    steps = steps_of(binding.table, subject.state, row.key)
    if percent == END and (step := _by_time(session, binding, subject, steps)):
        take_step(session, row.procedure, subject, step.action, None, SYSTEM, now)
        return
    _remind(session, binding, subject, row, f"term.{percent}", now)


def _said_later(row: DeadlineRow, percent: int, now: datetime) -> bool:
    """Whether the next warning is due already: the house was asleep, and only the last word counts."""
    later = [moment_of(row, one) for one in WARNINGS if one > percent]
    return any(moment is not None and moment <= now for moment in later)


def _by_time(session: Session, binding: Binding, subject: Subject, steps: list[Step]) -> Step | None:
    """Return the step that time takes now; one that moves the case comes before one that marks it."""
    holds = situation(session, binding, subject).holds
    open_now = [step for step in steps if step.by_time and holds(step)]
    return next(iter(sorted(open_now, key=lambda step: step.overlay is not None or step.only_tells)), None)


def _days_before(
    session: Session, binding: Binding, subject: Subject, row: DeadlineRow, days: int, now: datetime
) -> None:
    if row.reminded is not None and row.reminded <= days:
        return
    row.reminded = days
    session.add(row)
    later = [moment_before(row, one) for one in reminders(binding, row.key) if one < days]
    if row.warned >= END or any(moment is not None and moment <= now for moment in later):
        return
    _remind(session, binding, subject, row, "term.days", now, days=days)


def _remind(
    session: Session, binding: Binding, subject: Subject, row: DeadlineRow, kind: str, now: datetime, **more: Any
) -> None:
    """Tell those whose step it is."""
    if row.due_at is None:
        return
    steps = steps_of(binding.table, subject.state, row.key)
    params = {**binding.about(session, subject), "what": _what(row, steps), "due": said(row, row.due_at), **more}
    told: set[str] = set()
    for role in _whose(situation(session, binding, subject), steps):
        people = [one for one in whom_to_tell(session, binding, subject, role, now) if one not in told]
        told.update(people)
        notify(session, people, kind, params, binding.link(subject, role), now)


def _whose(now: Situation, steps: list[Step]) -> Iterable[str]:
    """Return as whom people may act in a term; the business, where a term runs on while another step is waited for."""
    open_now = [step for step in steps if now.holds(step)]
    roles = dict.fromkeys(actor for step in open_now if not step.by_time for actor in step.actors)
    return roles or dict.fromkeys(
        role for step in open_now if step.only_tells for role in step.notify if role in CLIENTS
    )


def _what(row: DeadlineRow, steps: list[Step]) -> Text:
    known = read_deadlines().get(row.key)
    return known.title if known else next((step.name for step in steps if step.name), Text("Срок", "Term"))
