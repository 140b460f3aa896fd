"""Which files the ledger of good faith holds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.risk.models import IntegrityMeasure


def hashes(session: Session) -> Iterable[str]:
    """Return the hashes of files that prove a measure."""
    query = select(IntegrityMeasure.sha256).where(col(IntegrityMeasure.sha256).is_not(None)).distinct()
    return [digest for digest in session.exec(query) if digest]


def size_of(session: Session, business_id: str) -> int:
    """Return how many bytes they have for one business."""
    query = select(func.coalesce(func.sum(IntegrityMeasure.file_size), 0))
    return session.exec(query.where(IntegrityMeasure.business_id == business_id)).one()
