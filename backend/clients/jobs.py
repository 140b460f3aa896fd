"""What is done for machine clients every day: notices before a secret ends, ends, counts that are old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.clients.models import ApiClient, ClientSecret, ClientToken, ClientUse
from backend.clients.organisations import keepers_of, name_of, organisation_of
from backend.clients.queries import USES_KEPT
from backend.clients.service import end_client
from backend.clock import MOSCOW
from backend.jobs.registry import daily, job
from backend.notifications.service import notify

WARNED_BEFORE = timedelta(days=14)


@job("clients.tidy", following=daily(4))
def tidy(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Warn of secrets that end soon, end clients that nobody keeps, delete old counts and tokens."""
    warn_of_ends(session, now)
    end_unkept(session, now)
    oldest = now.astimezone(MOSCOW).date() - USES_KEPT
    session.execute(sa.delete(ClientUse).where(col(ClientUse.day) <= oldest))
    session.execute(sa.delete(ClientToken).where(col(ClientToken.expires_at) <= now))


def warn_of_ends(session: Session, now: datetime) -> None:
    """Tell the keepers of a client, once, that a secret of it ends within fourteen days."""
    living = (col(ClientSecret.ended_at).is_(None), col(ApiClient.ended_at).is_(None))
    soon = (col(ClientSecret.expires_at) > now, col(ClientSecret.expires_at) <= now + WARNED_BEFORE)
    query = select(ClientSecret, ApiClient).where(ClientSecret.client_id == ApiClient.id, *living, *soon)
    for secret, client in session.exec(query.where(col(ClientSecret.warned_at).is_(None))).all():
        secret.warned_at = now
        session.add(secret)
        whose = name_of(session, organisation_of(client))
        params = {"name": client.name, "organisation": whose, "day": secret.expires_at.astimezone(MOSCOW).date()}
        people = keepers_of(session, client, now)
        notify(session, people, "clients.secret_ends", params, f"/clients/{client.id}", now)


def end_unkept(session: Session, now: datetime) -> None:
    """End clients whose organisation has nobody left who may keep them; they answered no more already."""
    for client in session.exec(select(ApiClient).where(col(ApiClient.ended_at).is_(None))).all():
        if client.refused_at is None and not keepers_of(session, client, now):
            end_client(session, None, client, None, now)
