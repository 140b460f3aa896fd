"""What people and programs give and get about webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from backend.web.forms import Input
from backend.webhooks.addresses import LONGEST
from backend.webhooks.managing import old_secret_lasts
from backend.webhooks.models import DeliveryState, Off, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import Standing, standing_of

Event = Annotated[str, StringConstraints(max_length=60)]


class NewWebhook(Input):
    """An address and what it is to be told of."""

    address: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(
        description="https, a public server, no password, no #", examples=["https://hooks.kafe.ru/yasno"]
    )
    events: list[Event] = Field(max_length=20, examples=[["release.published", "answer.published"]])


class WebhookEvents(Input):
    """What an address is to be told of from now on."""

    events: list[Event] = Field(max_length=20, examples=[["release.published"]])


class WebhookToken(Input):
    """The word of the last `endpoint.challenge`."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class WebhookOut(BaseModel):
    """An address of the client."""

    id: str
    address: str = Field(examples=["https://hooks.kafe.ru/yasno"])
    events: list[str]
    state: Standing
    off: Off = Field(description="Why it was switched off; empty otherwise")
    created_at: datetime
    challenged_at: datetime | None
    proven_at: datetime | None
    paused_at: datetime | None
    off_at: datetime | None
    failing_since: datetime | None = Field(description="Since when no try arrived; five days switch it off")
    last_taken_at: datetime | None
    old_secret_until: datetime | None = Field(description="Until when the secret before signs too")


class WebhooksOut(BaseModel):
    """The addresses of the client."""

    items: list[WebhookOut]


class MadeWebhookOut(WebhookOut):
    """A new address with its secret, which is told this once."""

    secret: str = Field(examples=["whsec_…"])


class WebhookDeliveryOut(BaseModel):
    """A message to an address. Of answers nothing is kept but the last status and the number of bytes read."""

    id: str = Field(description="The `webhook-id`")
    event: str
    subject_id: str
    path: str
    occurred_at: datetime
    state: DeliveryState
    attempts: int
    tried_at: datetime | None
    next_at: datetime | None
    ended_at: datetime | None
    status: int | None
    size: int
    failure: str = Field(description="Code of what happened on the way; empty where an answer came")


class WebhookDeliveriesPage(BaseModel):
    """Messages, the latest first."""

    items: list[WebhookDeliveryOut]
    next: str | None


def endpoint_document(endpoint: WebhookEndpoint, now: datetime) -> dict[str, Any]:
    """Return an address as programs see it, without its secret."""
    return {
        "id": endpoint.id,
        "address": endpoint.address,
        "events": endpoint.events,
        "state": standing_of(endpoint).value,
        "off": endpoint.off.value,
        "created_at": endpoint.created_at,
        "challenged_at": endpoint.challenged_at,
        "proven_at": endpoint.proven_at,
        "paused_at": endpoint.paused_at,
        "off_at": endpoint.off_at,
        "failing_since": endpoint.failing_since,
        "last_taken_at": endpoint.last_taken_at,
        "old_secret_until": endpoint.old_until if old_secret_lasts(endpoint, now) else None,
    }


def delivery_document(message: WebhookDelivery) -> dict[str, Any]:
    """Return a message as programs see it."""
    return {
        "id": message.id,
        "event": message.event,
        "subject_id": message.subject_id,
        "path": message.path,
        "occurred_at": message.occurred_at,
        "state": message.state.value,
        "attempts": message.attempts,
        "tried_at": message.tried_at,
        "next_at": message.next_at,
        "ended_at": message.ended_at,
        "status": message.status,
        "size": message.size,
        "failure": message.failure,
    }
