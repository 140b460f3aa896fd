"""Which files the cases of control hold."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, select

from backend.control.models import EventFile
from backend.control.models.room import Side


def hashes(session: Session) -> Iterable[str]:
    """Return the hashes of files that some case has."""
    return session.exec(select(EventFile.sha256).distinct()).all()


def size_of(session: Session, business_id: str) -> int:
    """Return how many bytes a business keeps in its cases."""
    mine = EventFile.business_id == business_id, EventFile.side == Side.BUSINESS
    return session.exec(select(func.coalesce(func.sum(EventFile.size), 0)).where(*mine)).one()
