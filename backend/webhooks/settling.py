"""What follows from an answer: done, tried again, given up, the address switched off. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.audit.service import record
from backend.clients.models import ApiClient
from backend.clients.organisations import keepers_of, name_of, organisation_of
from backend.notifications.service import notify
from backend.webhooks import signing
from backend.webhooks.events import CHALLENGE
from backend.webhooks.models import DeliveryState, Off, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import waiting_for
from backend.webhooks.schedule import OFF_AFTER, next_try
from backend.webhooks.sending import Outcome
from backend.webhooks.service import put_into_outbox

GONE = 410
NO_TOKEN = "no_token"  # noqa: S105 (a code)


def settle(
    session: Session,
    endpoint: WebhookEndpoint,
    message: WebhookDelivery,
    outcome: Outcome,
    token: str | None,
    now: datetime,
) -> None:
    """Note what came of one try, and what is next. Of the answer only status and size stay."""
    message.attempts += 1
    message.tried_at, message.next_at = now, None
    message.status, message.size, message.failure = outcome.status, outcome.size, outcome.failure
    session.add(message)
    if message.event == CHALLENGE:
        _settle_challenge(session, endpoint, message, outcome, token, now)
    elif outcome.taken:
        end(session, message, DeliveryState.DELIVERED, now)
        endpoint.failing_since, endpoint.last_taken_at = None, now
        session.add(endpoint)
    else:
        _settle_failure(session, endpoint, message, outcome, now)


def prove(session: Session, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Begin to send to an address, or begin anew to one that was switched off."""
    endpoint.proven_at, endpoint.off, endpoint.off_at, endpoint.failing_since = now, Off.NO, None, None
    session.add(endpoint)
    session.flush()


def end(session: Session, message: WebhookDelivery, state: DeliveryState, now: datetime) -> None:
    """Note that nothing more is done about a message by itself."""
    message.state, message.ended_at, message.next_at = state, now, None
    session.add(message)
    session.flush()


def _settle_challenge(
    session: Session,
    endpoint: WebhookEndpoint,
    message: WebhookDelivery,
    outcome: Outcome,
    token: str | None,
    now: datetime,
) -> None:
    """A challenge is sent once. A receiver that takes it without the word leaves the proof to its owner's hand."""
    end(session, message, DeliveryState.DELIVERED if outcome.taken else DeliveryState.DEAD, now)
    if outcome.taken and token is not None and signing.says_token(outcome.read, token):
        prove(session, endpoint, now)
        record(session, None, "webhook.prove", "webhook_endpoint", endpoint.id, None, now)
    elif outcome.taken:
        message.failure = NO_TOKEN


def _settle_failure(
    session: Session, endpoint: WebhookEndpoint, message: WebhookDelivery, outcome: Outcome, now: datetime
) -> None:
    endpoint.failing_since = endpoint.failing_since or now
    session.add(endpoint)
    if outcome.status == GONE:
        switch_off(session, endpoint, Off.GONE, now)
    elif now - endpoint.failing_since >= OFF_AFTER:
        switch_off(session, endpoint, Off.FAILING, now)
    elif due := next_try(message.attempts, now, outcome.status, outcome.retry_after):
        put_into_outbox(session, message, due)
    else:
        end(session, message, DeliveryState.DEAD, now)


def switch_off(session: Session, endpoint: WebhookEndpoint, why: Off, now: datetime) -> None:
    """Send nothing there any more, give up what is on its way, and tell those who keep the client."""
    endpoint.off, endpoint.off_at = why, now
    session.add(endpoint)
    for message in waiting_for(session, endpoint.id):
        end(session, message, DeliveryState.DEAD, now)
    record(session, None, "webhook.switch_off", "webhook_endpoint", endpoint.id, {"why": why.value}, now)
    client = session.get_one(ApiClient, endpoint.client_id)
    params = {"name": client.name, "organisation": name_of(session, organisation_of(client))}
    link = f"/clients/{client.id}/webhooks/{endpoint.id}"
    notify(session, keepers_of(session, client, now), f"webhooks.{why.value}", params, link, now)
