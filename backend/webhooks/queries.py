"""What a client's keepers see of its addresses and messages, and who is to be told of an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.clients.models import ApiClient
from backend.clients.secrets import in_force
from backend.errors import NotFound
from backend.webhooks.models import DeliveryState, Off, WebhookDelivery, WebhookEndpoint
from rules.text import Text

SCOPE = "webhooks:manage"
SHOWN = 100


class Standing(StrEnum):
    """How an address stands."""

    UNPROVEN = "unproven"
    ACTIVE = "active"
    PAUSED = "paused"
    OFF = "off"


STANDING_NAMES = {
    Standing.UNPROVEN: Text("не подтверждён", "not proven"),
    Standing.ACTIVE: Text("работает", "active"),
    Standing.PAUSED: Text("на паузе", "paused"),
    Standing.OFF: Text("отключён", "switched off"),
}


def standing_of(endpoint: WebhookEndpoint) -> Standing:
    """Return how an address stands."""
    if endpoint.off is not Off.NO:
        return Standing.OFF
    if endpoint.proven_at is None:
        return Standing.UNPROVEN
    return Standing.ACTIVE if endpoint.paused_at is None else Standing.PAUSED


def is_entitled(session: Session, client: ApiClient | None, now: datetime) -> bool:
    """Whether a client may be told of anything: approved, not ended, with the scope, and somebody keeps it."""
    return client is not None and SCOPE in client.scopes and in_force(session, client, now)


def endpoints_of(session: Session, client_id: str) -> Sequence[WebhookEndpoint]:
    """Return the addresses of a client, the oldest first."""
    query = select(WebhookEndpoint).where(WebhookEndpoint.client_id == client_id)
    return session.exec(query.order_by(col(WebhookEndpoint.created_at), col(WebhookEndpoint.id))).all()


def find_endpoint(session: Session, client_id: str, endpoint_id: str, *, write: bool = False) -> WebhookEndpoint:
    """Return an address of this client.

    Raises:
        NotFound: no such address, or another client's.
    """
    endpoint = session.get(WebhookEndpoint, endpoint_id, with_for_update=write)
    if endpoint is None or endpoint.client_id != client_id:
        raise NotFound
    return endpoint


def deliveries_of(session: Session, endpoint_id: str, most: int | None = SHOWN) -> Sequence[WebhookDelivery]:
    """Return the messages to an address, the latest first."""
    query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint_id)
    order = (col(WebhookDelivery.occurred_at).desc(), col(WebhookDelivery.id))
    return session.exec(query.order_by(*order).limit(most)).all()


def count_dead(session: Session, endpoint_id: str) -> int:
    """Return how many messages to an address were given up."""
    dead = (WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.state == DeliveryState.DEAD)
    return session.exec(select(func.count()).select_from(WebhookDelivery).where(*dead)).one()


def waiting_for(session: Session, endpoint_id: str) -> Sequence[WebhookDelivery]:
    """Return the messages to an address that are on their way, the oldest first."""
    query = select(WebhookDelivery).where(
        WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.state == DeliveryState.WAITING
    )
    return session.exec(query.order_by(col(WebhookDelivery.occurred_at), col(WebhookDelivery.id))).all()


def find_delivery(session: Session, endpoint: WebhookEndpoint, delivery_id: str) -> WebhookDelivery:
    """Return a message to an address; the address is locked before, so nobody else moves it.

    Raises:
        NotFound: no such message, or to another address.
    """
    delivery = session.get(WebhookDelivery, delivery_id)
    if delivery is None or delivery.endpoint_id != endpoint.id:
        raise NotFound
    return delivery


def receivers(session: Session, event: str, business_id: str | None, now: datetime) -> list[WebhookEndpoint]:
    """Return the addresses an event is sent to. What is a business's own goes to its own clients and nobody else's."""
    query = select(WebhookEndpoint, ApiClient).where(WebhookEndpoint.client_id == ApiClient.id)
    query = query.where(col(WebhookEndpoint.proven_at).is_not(None), WebhookEndpoint.off == Off.NO)
    if business_id is not None:
        query = query.where(ApiClient.business_id == business_id)
    rows = session.exec(query.order_by(col(WebhookEndpoint.created_at), col(WebhookEndpoint.id))).all()
    return [one for one, client in rows if event in one.events and is_entitled(session, client, now)]
