"""Telling clients of events. Nothing here commits: a message exists if, and only if, what it tells of does."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.db.types import new_id
from backend.jobs.service import enqueue
from backend.webhooks.events import EVENTS
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import receivers

DELIVER = "webhooks.deliver"


def announce(
    session: Session, event: str, subject_id: str, address: str, now: datetime, business_id: str | None = None
) -> list[str]:
    """Put a message to everybody who asked for this event into the outbox; return the messages' ids.

    `address` is the permanent path of the thing, from its slash. With `business_id` the event is that business's own:
    only its own clients are told.

    Raises:
        ValueError: no such event, or no path of this site.
    """
    if event not in EVENTS:
        raise ValueError(f"no event «{event}»; known: {', '.join(sorted(EVENTS))}")
    if not address.startswith("/") or address.startswith("//"):
        raise ValueError(f"«{address}» is no path of this site")
    event_id = new_id()
    told = [
        add_message(session, endpoint, event, event_id, subject_id, address, now)
        for endpoint in receivers(session, event, business_id, now)
    ]
    return [message.id for message in told]


def add_message(
    session: Session,
    endpoint: WebhookEndpoint,
    event: str,
    event_id: str,
    subject_id: str,
    path: str,
    now: datetime,
) -> WebhookDelivery:
    """Return a new message to one address, due at once."""
    message = WebhookDelivery(
        endpoint_id=endpoint.id, event=event, event_id=event_id, subject_id=subject_id, path=path, occurred_at=now
    )
    put_into_outbox(session, message, now)
    return message


def put_into_outbox(session: Session, message: WebhookDelivery, due_at: datetime) -> None:
    """Begin another turn of a message. Work of the turns before finds that it is not theirs any more."""
    message.turn += 1
    message.state, message.next_at, message.ended_at = DeliveryState.WAITING, due_at, None
    session.add(message)
    session.flush()
    payload = {"delivery": message.id, "turn": message.turn}
    enqueue(session, DELIVER, payload, due_at=due_at, key=f"webhook:{message.id}:{message.turn}")
