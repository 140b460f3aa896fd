"""Work of webhooks: sending, forgetting what was sent long ago, finding what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from backend.jobs.registry import daily, job
from backend.webhooks import outside
from backend.webhooks.delivering import deliver
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import Standing, standing_of
from backend.webhooks.service import DELIVER, put_into_outbox

KEPT = timedelta(days=90)
OVERDUE = timedelta(hours=12)  # a turn that was due so long ago was given up by the outbox for a fault of ours


@job(DELIVER, outside=True)
def send_message(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Do one turn of a message."""
    deliver(session, payload, now, outside.sender())


@job("webhooks.tidy", following=daily(4))
def tidy(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remove messages that are 90 days old, also those that waited so long at a paused address."""
    session.execute(delete(WebhookDelivery).where(col(WebhookDelivery.occurred_at) < now - KEPT))
    _put_back(session, now)


def _put_back(session: Session, now: datetime) -> None:
    """Give messages that nobody sends any more another turn."""
    query = select(WebhookDelivery, WebhookEndpoint).where(WebhookDelivery.endpoint_id == WebhookEndpoint.id)
    lost = (WebhookDelivery.state == DeliveryState.WAITING, col(WebhookDelivery.next_at) < now - OVERDUE)
    for message, endpoint in session.exec(query.where(*lost)).all():
        if standing_of(endpoint) is Standing.ACTIVE:
            put_into_outbox(session, message, now)
