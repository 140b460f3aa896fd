"""What people may see of machine clients: owners those of their organisation, an admin all of them, never a secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.clients.models import ApiClient, ClientSecret, ClientUse
from backend.clients.organisations import organisation_of, own_organisations
from backend.errors import NotFound
from backend.permissions import Actor
from rules.text import Text

USES_KEPT = timedelta(days=30)
PAGE = 50


class ClientState(StrEnum):
    """Where a client stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


STATE_NAMES = {
    ClientState.WAITING: Text("ждёт решения", "waiting for a decision"),
    ClientState.APPROVED: Text("работает", "approved"),
    ClientState.REFUSED: Text("отказано", "refused"),
    ClientState.ENDED: Text("отключено", "ended"),
}


def state_of(client: ApiClient) -> ClientState:
    """Return where a client stands."""
    if client.ended_at is not None:
        return ClientState.ENDED
    if client.refused_at is not None:
        return ClientState.REFUSED
    return ClientState.WAITING if client.approved_at is None else ClientState.APPROVED


def list_own(session: Session, actor: Actor, now: datetime) -> list[ApiClient]:
    """Return the clients of the actor's organisations, the newest first."""
    mine = own_organisations(session, actor, now)
    found: list[ApiClient] = []
    for one in mine:
        place = (ApiClient.authority == one.authority, ApiClient.region == one.region)
        query = select(ApiClient).where(ApiClient.business_id == one.business_id, *place)
        found += session.exec(query.order_by(col(ApiClient.created_at).desc(), col(ApiClient.id))).all()
    return found


def find_own(session: Session, actor: Actor, client_id: str, now: datetime, *, write: bool = False) -> ApiClient:
    """Return a client of the actor's organisation.

    Raises:
        NotFound: no such client, or another organisation's.
    """
    client = find_client(session, client_id, write=write)
    if organisation_of(client) not in own_organisations(session, actor, now):
        raise NotFound
    return client


def find_client(session: Session, client_id: str, *, write: bool = False) -> ApiClient:
    """Return any client: for admins, and for checks that come first.

    Raises:
        NotFound: no such client.
    """
    # Whoever writes waits for others and sees what they wrote, also where the row was read before.
    client = session.get(ApiClient, client_id, with_for_update=write, populate_existing=write)
    if client is None:
        raise NotFound
    return client


def list_all(session: Session, page: int) -> tuple[list[ApiClient], int]:
    """Return one page of all clients, those that wait first, and how many there are."""
    decided = col(ApiClient.approved_at).is_not(None) | col(ApiClient.refused_at).is_not(None)
    order = (decided | col(ApiClient.ended_at).is_not(None), col(ApiClient.created_at).desc(), col(ApiClient.id))
    query = select(ApiClient).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    total = session.exec(select(func.count()).select_from(ApiClient)).one()
    return list(session.exec(query).all()), total


def secrets_of(session: Session, client_id: str) -> Sequence[ClientSecret]:
    """Return every secret of a client, the newest first."""
    query = select(ClientSecret).where(ClientSecret.client_id == client_id)
    return session.exec(query.order_by(col(ClientSecret.created_at).desc(), col(ClientSecret.id))).all()


def valid_secrets(session: Session, client_id: str, now: datetime) -> list[ClientSecret]:
    """Return the secrets of a client that open something now: two at most."""
    found = secrets_of(session, client_id)
    return [one for one in found if one.ended_at is None and one.created_at <= now < one.expires_at]


def uses_of(session: Session, client_id: str, today: date) -> Sequence[ClientUse]:
    """Return how a client was used in the last thirty days, the latest first: calls, never contents."""
    recent = (ClientUse.client_id == client_id, col(ClientUse.day) > today - USES_KEPT)
    return session.exec(select(ClientUse).where(*recent).order_by(col(ClientUse.last_at).desc())).all()


def calls_by_day(uses: Sequence[ClientUse]) -> list[tuple[date, int, int]]:
    """Return (day, calls, refused ones) of each day with calls, the latest first."""
    days = sorted({one.day for one in uses}, reverse=True)
    return [
        (
            day,
            sum(one.calls for one in uses if one.day == day),
            sum(one.calls for one in uses if one.day == day and one.status >= 400),
        )
        for day in days
    ]
