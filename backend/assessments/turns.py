"""One change of a business's assessment at a time: a double tap is two answers, not a broken page."""

from __future__ import annotations

from sqlmodel import Session, select

from backend.accounts.models import Business


def take_turn(session: Session, business_id: str) -> None:
    """Wait until nobody else writes for this business; on SQLite there is one writer anyway."""
    session.exec(select(Business.id).where(Business.id == business_id).with_for_update()).first()
