"""When a business is erased, its own notes of objects go with it; an authority's rows stay the authority's."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete

from backend.risk.models import ControlObject, Source


def after_erasure(session: Session, now: datetime) -> None:
    """Delete own notes that belong to nobody any more."""
    session.flush()
    orphans = col(ControlObject.source) == Source.BUSINESS, col(ControlObject.business_id).is_(None)
    session.execute(delete(ControlObject).where(*orphans))
