"""What time does to cases: reminders at 50 and 80 % of a term, and the steps that go by time at its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.jobs.registry import job
from backend.notifications.service import notify
from backend.procedures.bindings import Binding, Subject, bindings
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import marks
from backend.procedures.runner import SYSTEM, take_step
from backend.procedures.terms import TIMER, WARNINGS, key_of, moment_of
from calculators.deadlines import LAST_SECOND
from rules.procedures import Step
from rules.reading_terms import read_deadlines
from rules.text import Text


@job(TIMER)
def watch(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remind of a term that still runs, or, when it is over, take the steps that go by time."""
    row, percent = session.get(DeadlineRow, payload["deadline"]), int(payload["percent"])
    if row is None or row.closed_at is not None or row.warned >= percent:
        return
    binding = bindings()[row.procedure]
    subject = binding.find(session, row.subject_id)
    row.warned = percent
    if subject is None:
        row.closed_at = now
    session.add(row)
    if subject is None or _said_later(row, percent, now):
        return
    steps = [step for step in binding.table.steps_from(subject.state) if key_of(step) == row.key]
    if percent == WARNINGS[-1] and (by_time := _by_time(session, binding, subject, steps)):
        for step in by_time:
            take_step(session, row.procedure, subject, step.action, None, SYSTEM, now)
        return
    _remind(session, binding, subject, row, steps, now)


def _said_later(row: DeadlineRow, percent: int, now: datetime) -> bool:
    """Whether the next warning is due already: the house was asleep, and only the last word counts."""
    return any(moment_of(row, later) <= now for later in WARNINGS if later > percent)


def _by_time(session: Session, binding: Binding, subject: Subject, steps: list[Step]) -> list[Step]:
    raised = marks(session, binding.procedure, [subject.id]).get(subject.id, frozenset())
    return [step for step in steps if step.by_time and step.overlay not in raised][:1]


def _said_end(due: datetime) -> datetime | date:
    """A term in days ends with its day, one in hours at a moment."""
    local = due.astimezone(MOSCOW)
    return local.date() if local.time() == LAST_SECOND else due


def _remind(
    session: Session, binding: Binding, subject: Subject, row: DeadlineRow, steps: list[Step], now: datetime
) -> None:
    """Tell those whose step it is."""
    known = read_deadlines().get(row.key)
    what = known.title if known else next((step.name for step in steps if step.name), Text("Срок", "Term"))
    params = {**binding.about(session, subject), "what": what, "due": _said_end(row.due_at)}
    roles = dict.fromkeys(actor for step in steps if not step.by_time for actor in step.actors)
    told: set[str] = set()
    for role in roles:
        people = [one for one in binding.recipients(session, subject, role) if one not in told]
        told.update(people)
        notify(session, people, f"term.{row.warned}", params, binding.link(subject, role), now)
