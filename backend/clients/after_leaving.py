"""When an owner leaves, clients stay with the other owners; where nobody is left they end at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from backend.clients.models import ApiClient
from backend.clients.organisations import keepers_of
from backend.clients.service import end_client


def after_leaving(session: Session, person_id: str, business_id: str, now: datetime) -> None:
    """End the clients of a business that no other owner keeps. The part that ends may stand in its table still."""
    query = select(ApiClient).where(ApiClient.business_id == business_id, col(ApiClient.ended_at).is_(None))
    for client in session.exec(query).all():
        if not set(keepers_of(session, client, now)) - {person_id}:
            end_client(session, None, client, None, now)
