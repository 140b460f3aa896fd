"""Where a machine client is told of events, and each message on its way: which event, how often tried, what came."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id


class DeliveryState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; may be sent again by hand
    DROPPED = "dropped"  # whoever it was for has ended


class Off(StrEnum):
    """Why an address is not sent to any more."""

    NO = ""
    FAILING = "failing"  # five days without a single answer that fits
    GONE = "gone"  # the receiver said so: 410


class WebhookEndpoint(SQLModel, table=True):
    """An address of a client. Its secret is derived from the salt and the server's own secret; two while it changes."""

    __tablename__ = "webhook_endpoint"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    client_id: str = Field(foreign_key="api_client.id", index=True, max_length=32, ondelete="CASCADE")
    address: str = Field(max_length=2000)
    events: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    secret_salt: str = Field(max_length=64)
    old_secret_salt: str | None = Field(default=None, max_length=64)
    old_until: datetime | None = Field(default=None, sa_type=Instant)
    challenge_salt: str = Field(max_length=64)
    challenged_at: datetime | None = Field(default=None, sa_type=Instant)
    proven_at: datetime | None = Field(default=None, sa_type=Instant)
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    off: Off = Field(default=Off.NO, sa_type=choice(Off, "webhook_endpoint_off"))
    off_at: datetime | None = Field(default=None, sa_type=Instant)
    failing_since: datetime | None = Field(default=None, sa_type=Instant)
    last_taken_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class WebhookDelivery(SQLModel, table=True):
    """One message to one address. Its id is the `webhook-id`, the same however often it is sent.

    `turn` counts how often it was put into the outbox: work of another turn is none of its business. Of the answers
    only the last one's status and size are kept.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (sa.UniqueConstraint("endpoint_id", "event_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    endpoint_id: str = Field(foreign_key="webhook_endpoint.id", index=True, max_length=32, ondelete="CASCADE")
    event_id: str = Field(max_length=32)
    event: str = Field(max_length=60)
    subject_id: str = Field(max_length=120)
    path: str = Field(max_length=500)
    occurred_at: datetime = Field(sa_type=Instant)
    state: DeliveryState = Field(
        default=DeliveryState.WAITING,
        sa_type=choice(DeliveryState, "webhook_delivery_state"),
    )
    turn: int = 0
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    tried_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, index=True, sa_type=Instant)
    status: int | None = None
    size: int = 0
    failure: str = Field(default="", max_length=40)
