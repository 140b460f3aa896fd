"""What the outbox holds, for those who run the installation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.jobs.models import OutboxRow
from backend.jobs.work import waiting

SHOWN = 50


def count_due(session: Session, now: datetime) -> int:
    """Return how many rows are due and not done."""
    query = select(func.count()).select_from(OutboxRow)
    return session.exec(query.where(*waiting(), col(OutboxRow.due_at) <= now)).one()


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Return since when the oldest row that is due waits, or None."""
    return session.exec(select(func.min(OutboxRow.due_at)).where(*waiting(), col(OutboxRow.due_at) <= now)).one()


def count_given_up(session: Session) -> int:
    """Return how many rows were given up."""
    return session.exec(select(func.count()).where(col(OutboxRow.failed_at).is_not(None))).one()


def given_up(session: Session) -> Sequence[OutboxRow]:
    """Return the rows given up last."""
    query = select(OutboxRow).where(col(OutboxRow.failed_at).is_not(None))
    return session.exec(query.order_by(col(OutboxRow.failed_at).desc()).limit(SHOWN)).all()
