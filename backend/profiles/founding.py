"""What a new business begins with: one place of business, never mentioned while it is alone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.profiles.queries import list_places
from backend.profiles.service import add_place


def begin(session: Session, business_id: str, now: datetime) -> None:
    """Give the business its first place."""
    if not list_places(session, business_id):
        add_place(session, business_id, "", now)
