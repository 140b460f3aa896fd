"""The weekly sending: everything sorted goes at once, in an order that does not depend on arrival. Nothing commits."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.clock import MOSCOW
from backend.errors import PlatformError
from backend.feedback.models import Feedback, FeedbackBatch
from backend.feedback.routing import NAME
from backend.procedures.models import StepRecord
from backend.procedures.runner import SYSTEM, take_step
from rules.procedures import procedures

MONDAY, HOUR = 0, 10
# A day more than a week: what was sorted before a sending that came late is told by the next one too.
WEEK = timedelta(days=8)
QUIET = tuple(step.action for step in procedures()[NAME].steps if step.quiet)


def next_monday(now: datetime) -> datetime:
    """Return the next Monday at ten in Moscow, after `now`."""
    local = now.astimezone(MOSCOW)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=(MONDAY - local.weekday()) % 7)
    return due if due > local else due + timedelta(days=7)


def send_batch(session: Session, now: datetime) -> list[Feedback]:
    """Send what is sorted, on Mondays; return it in the order of the sending. On another day nothing is sent.

    Whatever waits goes: what a batch holds says nothing of how many stood behind it or how long it waited.
    """
    today = now.astimezone(MOSCOW).date()
    if today.weekday() != MONDAY:
        return []
    rows = session.exec(select(Feedback).where(Feedback.state == "TRIAGED")).all()
    sent = []
    for row in sorted(rows, key=lambda one: place(one, today)):
        try:
            take_step(session, NAME, row, "send", None, SYSTEM, now)
        except PlatformError:
            # It has no door, which is asked before anything is written: it stays, and holds up nobody else's.
            continue
        row.batch_id = _batch(session, today).id
        session.add(row)
        sent.append(row)
    _write_down_the_quiet(session, today, now)
    return sent


def _write_down_the_quiet(session: Session, today: date, now: datetime) -> None:
    """Add one leaf a week with what the editor dismissed and merged: its hash holds the steps, its number nothing."""
    steps = select(StepRecord).where(StepRecord.procedure == NAME, col(StepRecord.action).in_(QUIET))
    week = col(StepRecord.at) > now - WEEK
    told = [[one.id, one.subject_id, one.action, one.actor] for one in session.exec(steps.where(week))]
    record(session, None, "feedback.sorted", "feedback", today.isoformat(), {"steps": sorted(told)}, now)


def place(row: Feedback, day: date) -> bytes:
    """Return what orders a sending: a hash of the day and of what is public of the item, so not of when it came."""
    said = "\n".join((day.isoformat(), row.requirement or "", row.kind, row.authority, row.region, row.statement))
    return hashlib.sha256(said.encode()).digest()


def _batch(session: Session, today: date) -> FeedbackBatch:
    found = session.exec(select(FeedbackBatch).where(col(FeedbackBatch.sent_on) == today)).first()
    if found is None:
        found = FeedbackBatch(sent_on=today)
        session.add(found)
        session.flush()
    return found
