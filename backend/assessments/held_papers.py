"""Files of self-assessment that are in use, for the room of papers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, func, select

from backend.assessments.models import Evidence


def hashes(session: Session) -> Iterable[str]:
    """Return the hashes of files that confirm answers."""
    return session.exec(select(Evidence.sha256).distinct())


def size_of(session: Session, business_id: str) -> int:
    """Return how many bytes they have for one business."""
    return session.exec(select(func.sum(Evidence.size)).where(Evidence.business_id == business_id)).one() or 0
