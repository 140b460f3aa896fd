"""Webhooks that routes name by an id: an address of the café's client, and a message to it that was given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlmodel import select

from backend.clients.models import ApiClient
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint

if TYPE_CHECKING:
    from tests.layout.objects import World


def webhook(world: World) -> str:
    """A proven address of the café's approved client."""
    now = world.clock.now()
    client = world.session.exec(select(ApiClient).where(ApiClient.approved_at.is_not(None))).one()
    about = {"client_id": client.id, "address": "https://hooks.kafe.ru/yasno", "events": ["answer.published"]}
    salts = {"secret_salt": "of the tests", "challenge_salt": "of the tests too"}
    return world.keep(WebhookEndpoint(created_at=now, proven_at=now, **about, **salts))


def delivery(world: World) -> str:
    """A message that was given up."""
    now, endpoint = world.clock.now(), world.session.exec(select(WebhookEndpoint)).one()
    about = {"event": "answer.published", "event_id": "one", "subject_id": "1", "path": "/statements/1"}
    ended = {"state": DeliveryState.DEAD, "attempts": 12, "ended_at": now, "failure": "timeout"}
    return world.keep(WebhookDelivery(endpoint_id=endpoint.id, occurred_at=now, **about, **ended))


OWNED: Mapping[str, Callable[[World], str]] = {"webhook_id": webhook, "delivery_id": delivery}
