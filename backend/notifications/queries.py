"""What a person has been told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.notifications.models import Notice

PAGE = 50


def count_unread(session: Session, person_id: str) -> int:
    """Return how many notices the person has not read."""
    query = select(func.count()).where(col(Notice.person_id) == person_id, col(Notice.read_at).is_(None))
    return session.exec(query.select_from(Notice)).one()


def list_notices(
    session: Session, person_id: str, *, before: tuple[datetime, str] | None = None, limit: int = PAGE
) -> Sequence[Notice]:
    """Return a page of a person's notices, newest first, from the notice (created_at, id) `before` on."""
    query = select(Notice).where(col(Notice.person_id) == person_id)
    if before is not None:
        at, last = before
        older = col(Notice.created_at) < at
        query = query.where(older | ((col(Notice.created_at) == at) & (col(Notice.id) < last)))
    return session.exec(query.order_by(col(Notice.created_at).desc(), col(Notice.id).desc()).limit(limit)).all()


def place_of(session: Session, person_id: str, notice_id: str) -> tuple[datetime, str] | None:
    """Return where a page after this notice begins; None (the first page) where it is not the person's."""
    notice = session.get(Notice, notice_id) if notice_id else None
    return (notice.created_at, notice.id) if notice is not None and notice.person_id == person_id else None
