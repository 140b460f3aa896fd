"""One turn of a message: look whether it is to be sent, send it without holding the database, note what came.

Killed between the sending and the note, the turn is done again: the receiver gets the same message under the same
`webhook-id` and drops it, as the specification asks of it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session

from backend.clients.models import ApiClient
from backend.config import Settings
from backend.db.engine import open_session
from backend.errors import Invalid
from backend.jobs.service import settings_of
from backend.webhooks import signing
from backend.webhooks.addresses import read_address
from backend.webhooks.events import CHALLENGE, body_of
from backend.webhooks.managing import old_secret_lasts
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import Standing, is_entitled, standing_of
from backend.webhooks.schedule import BUSY
from backend.webhooks.sending import Outcome, Sender
from backend.webhooks.service import put_into_outbox
from backend.webhooks.settling import end, settle

# Of the worker's threads so many may wait for other people's servers; letters go by the rest.
LANES = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, ready and signed; `token` is the word a challenge asks for."""

    address: str
    headers: Mapping[str, str]
    body: bytes
    token: str | None


def deliver(session: Session, payload: Mapping[str, Any], now: datetime, sender: Sender) -> None:
    """Do one turn of a message. A turn that is not its present one is left alone."""
    engine, settings = cast(Engine, session.get_bind()), settings_of(session)
    found = _find(session, payload)
    if found is None:
        return
    endpoint, delivery = found
    entitled = is_entitled(session, session.get(ApiClient, endpoint.client_id), now)
    message = _message(settings, endpoint, delivery, now) if entitled and _goes(endpoint, delivery) else None
    session.rollback()
    if not entitled:
        _note(engine, payload, lambda writing, _, row: end(writing, row, DeliveryState.DROPPED, now))
    elif message is not None and not LANES.acquire(blocking=False):
        _note(engine, payload, lambda writing, _, row: put_into_outbox(writing, row, now + BUSY))
    elif message is not None:
        try:
            outcome = _send(sender, message)
        finally:
            LANES.release()
        _note(engine, payload, lambda writing, to, row: settle(writing, to, row, outcome, message.token, now))


def _find(
    session: Session, payload: Mapping[str, Any], *, write: bool = False
) -> tuple[WebhookEndpoint, WebhookDelivery] | None:
    """Return a message whose turn this is, and its address; the address is locked first by all who move messages."""
    delivery = session.get(WebhookDelivery, payload["delivery"])
    if delivery is None:
        return None
    endpoint = session.get(WebhookEndpoint, delivery.endpoint_id, with_for_update=write)
    if write:
        session.refresh(delivery)
    if endpoint is None or delivery.state is not DeliveryState.WAITING or delivery.turn != payload["turn"]:
        return None
    return endpoint, delivery


def _goes(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> bool:
    """Whether it is sent now: events to an address that is proven and not paused, challenges to one that is not."""
    standing = standing_of(endpoint)
    if delivery.event == CHALLENGE:
        return standing in {Standing.UNPROVEN, Standing.OFF}
    return standing is Standing.ACTIVE


def _message(settings: Settings, endpoint: WebhookEndpoint, delivery: WebhookDelivery, now: datetime) -> Message:
    salts = [endpoint.secret_salt]
    if old_secret_lasts(endpoint, now) and endpoint.old_secret_salt is not None:
        salts.append(endpoint.old_secret_salt)
    asks = delivery.event == CHALLENGE
    token = signing.token_of(settings.secret, endpoint.challenge_salt) if asks else None
    body = body_of(settings, delivery, token)
    headers = signing.headers_of(delivery.id, body, now, [signing.secret_of(settings.secret, salt) for salt in salts])
    return Message(endpoint.address, headers, body, token)


def _send(sender: Sender, message: Message) -> Outcome:
    try:
        address = read_address(message.address)
    except Invalid:
        # Taken under older rules: what an address may be is asked at each sending, not only when it is added.
        return Outcome(failure="address_wrong")
    return sender.send(address, message.headers, message.body)


def _note(engine: Engine, payload: Mapping[str, Any], note: Any) -> None:
    with open_session(engine, write=True) as session:
        found = _find(session, payload, write=True)
        if found is not None:
            note(session, *found)
            session.commit()
