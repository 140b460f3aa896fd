"""Which files threads hold."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.threads.hosts import ThreadSide
from backend.threads.models import Thread, ThreadFile, ThreadMessage


def hashes(session: Session) -> Iterable[str]:
    """Return the hashes of files that some message has."""
    return session.exec(select(ThreadFile.sha256).distinct()).all()


def size_of(session: Session, business_id: str) -> int:
    """Return how many bytes a business sent in its threads."""
    query = (
        select(func.coalesce(func.sum(ThreadFile.size), 0))
        .join(ThreadMessage, col(ThreadMessage.id) == col(ThreadFile.message_id))
        .join(Thread, col(Thread.id) == col(ThreadMessage.thread_id))
        .where(Thread.business_id == business_id, ThreadMessage.side == ThreadSide.BUSINESS)
    )
    return session.exec(query).one()
