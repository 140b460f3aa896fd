"""Files of disputes that are in use, for the room of papers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from backend.requirements.models import Dispute, DisputeFile


def hashes(session: Session) -> Iterable[str]:
    """Return the hashes of files handed over in disputes."""
    return session.exec(select(DisputeFile.sha256).distinct())


def size_of(session: Session, business_id: str) -> int:
    """Return how many bytes they have for one business."""
    own = select(func.sum(DisputeFile.size)).join(Dispute, col(Dispute.id) == col(DisputeFile.dispute_id))
    return session.exec(own.where(Dispute.business_id == business_id)).one() or 0
