"""When somebody is erased, so are their files, as soon as the erasure is committed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.jobs.service import enqueue
from backend.papers.service import AT_ONCE, SWEEP


def after_erasure(session: Session, now: datetime) -> None:
    """Have files without an owner deleted without waiting for the hour."""
    enqueue(session, SWEEP, {AT_ONCE: True}, due_at=now)
