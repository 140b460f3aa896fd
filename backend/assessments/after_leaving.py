"""Whoever leaves a business follows its calendar no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from backend.assessments.models import CalendarFeed


def after_leaving(session: Session, person_id: str, business_id: str, now: datetime) -> None:
    """Revoke the person's feeds of the business."""
    theirs = (col(CalendarFeed.person_id) == person_id, col(CalendarFeed.business_id) == business_id)
    session.execute(update(CalendarFeed).where(*theirs, col(CalendarFeed.revoked_at).is_(None)).values(revoked_at=now))
