"""Terms of a case: which run in its present state, until when, and the moments at which people are reminded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.jobs.service import enqueue
from backend.procedures.bindings import Binding, Subject
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import entered, open_deadlines
from calculators.calendar import WorkCalendar
from calculators.deadlines import due_date, term_on
from rules.procedures import Step
from rules.reading_terms import read_deadlines
from rules.terms import Term

TIMER = "procedures.timer"
WARNINGS = (50, 80, 100)
# The last moment is still in time; the term is over after it.
AFTER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Running:
    """A term that runs: its key, the state it is counted from, and since when."""

    key: str
    state: str
    since: datetime
    term: Term


def key_of(step: Step) -> str:
    """Return the key of a step's term; a term outside deadlines.yaml goes by the step's name."""
    return (step.term.key if step.term else None) or step.action


def running(session: Session, binding: Binding, subject: Subject) -> Iterator[Running]:
    """Yield the terms of the steps that are open now, each once."""
    seen: set[tuple[str, str]] = set()
    for step in binding.table.steps_from(subject.state):
        state = step.term_from or subject.state
        if step.term is None or (key_of(step), state) in seen or not holds(session, binding, step, subject):
            continue
        seen.add((key_of(step), state))
        since = entered(session, binding.procedure, subject.id, state)
        if since is not None:
            yield Running(key_of(step), state, since, _in_force(step.term, since))


def holds(session: Session, binding: Binding, step: Step, subject: Subject) -> bool:
    """Return whether a row exists for this case."""
    return step.only_if is None or binding.conditions[step.only_if](session, subject)


def _in_force(term: Term, since: datetime) -> Term:
    """The edition of the day from which the term runs: a law may change it from a date."""
    known = read_deadlines().get(term.key or "")
    return term_on(known, since.astimezone(MOSCOW).date()) if known and known.editions else term


def set_deadlines(session: Session, binding: Binding, subject: Subject, now: datetime, days_off: WorkCalendar) -> None:
    """Make the rows of the terms that run now; close those that do not run any more."""
    wanted = {(one.key, one.since): one for one in running(session, binding, subject)}
    for row in open_deadlines(session, binding.procedure, subject.id):
        if wanted.pop((row.key, row.started_at), None) is None:
            row.closed_at = now
            session.add(row)
    for one in wanted.values():
        due = due_date(one.since, one.term, days_off).last_moment
        _open(session, binding, subject, one, due, now)


def _open(session: Session, binding: Binding, subject: Subject, one: Running, due: datetime, now: datetime) -> None:
    row = DeadlineRow(
        procedure=binding.procedure,
        subject_id=subject.id,
        key=one.key,
        state=one.state,
        started_at=one.since,
        due_at=due,
    )
    session.add(row)
    session.flush()
    for percent in WARNINGS:
        at = moment_of(row, percent)
        # A term taken up again late: what should have been said long ago is not said any more, but its end is.
        if at > now or percent == WARNINGS[-1]:
            payload = {"deadline": row.id, "percent": percent}
            enqueue(session, TIMER, payload, due_at=at, key=f"deadline:{row.id}:{percent}")


def moment_of(row: DeadlineRow, percent: int) -> datetime:
    """Return when `percent` of a term have run."""
    if percent == WARNINGS[-1]:
        return row.due_at + AFTER
    return row.started_at + (row.due_at - row.started_at) * percent / 100
