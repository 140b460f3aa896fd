"""Whoever leaves a business shows its list to nobody any more, also when they come back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from backend.reports.models import ShareLink


def after_leaving(session: Session, person_id: str, business_id: str, now: datetime) -> None:
    """Delete the links that the person made for the business."""
    theirs = col(ShareLink.person_id) == person_id, col(ShareLink.business_id) == business_id
    session.execute(sa.delete(ShareLink).where(*theirs))
