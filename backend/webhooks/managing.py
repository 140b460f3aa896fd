"""Addresses of a client: adding, proving, pausing, new secrets, sending again. Nothing here commits."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from backend.audit.service import record
from backend.clients.models import ApiClient
from backend.db.types import new_id
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from backend.web.limits import count_try
from backend.webhooks import signing
from backend.webhooks.addresses import Address
from backend.webhooks.events import CHALLENGE, EVENTS
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import Standing, endpoints_of, is_entitled, standing_of, waiting_for
from backend.webhooks.service import add_message, put_into_outbox
from backend.webhooks.settling import prove
from rules.faults import Fault
from rules.text import Text

MOST_ENDPOINTS = 5
OLD_SECRET_LASTS = timedelta(hours=24)
TOKEN_LASTS = timedelta(hours=24)
HOUR = timedelta(hours=1)
CHALLENGES_OF_CLIENT, CHALLENGES_OF_HOST = 10, 10  # an hour


def add_endpoint(
    session: Session, actor: Actor, client: ApiClient, address: Address, events: Sequence[str], now: datetime
) -> WebhookEndpoint:
    """Return a new address, which is asked to prove itself at once. The caller has looked where it leads.

    Raises:
        Invalid: no event, or one there is not.
        Conflict: the client may not be told of anything, has too many addresses, or this one already.
        TooMany: too many proofs were asked for in this hour.
    """
    _refuse_events(events)
    _refuse_client(session, client, now)
    known = endpoints_of(session, client.id)
    if len(known) >= MOST_ENDPOINTS:
        raise Conflict(
            Text(f"Адресов уже {MOST_ENDPOINTS}, больше не держим.", f"There are {MOST_ENDPOINTS} addresses already."),
            Text("Удалите лишний.", "Remove one that is not needed."),
        )
    if any(one.address == address.text for one in known):
        raise Conflict(
            Text("Этот адрес у программы уже есть.", "The client has this address already."),
            Text("Измените его события или удалите его.", "Change its events, or remove it."),
        )
    endpoint = WebhookEndpoint(
        client_id=client.id,
        address=address.text,
        events=sorted(set(events)),
        secret_salt=signing.new_salt(),
        challenge_salt=signing.new_salt(),
        created_at=now,
    )
    session.add(endpoint)
    session.flush()
    _note(session, actor, "add", endpoint, now)
    challenge(session, actor, client, endpoint, now)
    return endpoint


def challenge(session: Session, actor: Actor, client: ApiClient, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Ask an address to prove itself, with a new word; the words before hold no more.

    Raises:
        Conflict: the client may not be told of anything, or the address is proven already.
        TooMany: too many proofs were asked for in this hour, by the client or from this server.
    """
    _refuse_client(session, client, now)
    if standing_of(endpoint) not in {Standing.UNPROVEN, Standing.OFF}:
        raise Conflict(*_PROVEN)
    host = urlsplit(endpoint.address).hostname or ""
    count_try(session, "webhook challenge client", client.id, CHALLENGES_OF_CLIENT, HOUR, now)
    count_try(session, "webhook challenge host", host, CHALLENGES_OF_HOST, HOUR, now)
    for message in waiting_for(session, endpoint.id):
        message.state, message.ended_at, message.next_at = DeliveryState.DROPPED, now, None
        session.add(message)
    endpoint.challenge_salt, endpoint.challenged_at = signing.new_salt(), now
    session.add(endpoint)
    path = f"/clients/{client.id}/webhooks/{endpoint.id}"
    add_message(session, endpoint, CHALLENGE, new_id(), endpoint.id, path, now)
    _note(session, actor, "challenge", endpoint, now)


def confirm(session: Session, actor: Actor, endpoint: WebhookEndpoint, server: str, token: str, now: datetime) -> None:
    """Take the word that the receiver got, typed in by whoever looks after it.

    Raises:
        Conflict: the address is proven already, or the word is older than a day.
        Invalid: another word.
    """
    if standing_of(endpoint) not in {Standing.UNPROVEN, Standing.OFF}:
        raise Conflict(*_PROVEN)
    if endpoint.challenged_at is None or now - endpoint.challenged_at > TOKEN_LASTS:
        raise Conflict(
            Text("Слово действует сутки, они прошли.", "The word lasts for a day, which is over."),
            Text("Попросите прислать новое.", "Ask for a new one."),
        )
    if not hmac.compare_digest(token.strip().encode(), signing.token_of(server, endpoint.challenge_salt).encode()):
        raise Invalid([Fault("token_wrong", "token", *_WRONG_TOKEN)])
    prove(session, endpoint, now)
    _note(session, actor, "prove", endpoint, now)


def change_events(
    session: Session, actor: Actor, endpoint: WebhookEndpoint, events: Sequence[str], now: datetime
) -> None:
    """Choose what an address is told of from now on.

    Raises:
        Invalid: no event, or one there is not.
    """
    _refuse_events(events)
    endpoint.events = sorted(set(events))
    session.add(endpoint)
    _note(session, actor, "change", endpoint, now)


def pause(session: Session, actor: Actor, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Send nothing for now; what happens meanwhile waits.

    Raises:
        Conflict: nothing is sent there anyway.
    """
    if standing_of(endpoint) is not Standing.ACTIVE:
        raise Conflict(*_NOT_ACTIVE)
    endpoint.paused_at = now
    session.add(endpoint)
    _note(session, actor, "pause", endpoint, now)


def resume(session: Session, actor: Actor, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Go on sending, first what has waited.

    Raises:
        Conflict: it is not paused.
    """
    if standing_of(endpoint) is not Standing.PAUSED:
        raise Conflict(
            Text("Адрес не на паузе.", "The address is not paused."), Text("Обновите страницу.", "Reload the page.")
        )
    endpoint.paused_at = None
    session.add(endpoint)
    for message in waiting_for(session, endpoint.id):
        put_into_outbox(session, message, now)
    _note(session, actor, "resume", endpoint, now)


def rotate_secret(session: Session, actor: Actor, endpoint: WebhookEndpoint, server: str, now: datetime) -> str:
    """Return a new secret, once. The one before signs beside it for a day.

    Raises:
        Conflict: two secrets sign already.
    """
    if old_secret_lasts(endpoint, now):
        raise Conflict(
            Text("Секрета уже два: старый ещё подписывает.", "There are two secrets: the old one signs still."),
            Text("Отключите старый или подождите сутки.", "End the old one, or wait for a day."),
        )
    endpoint.old_secret_salt, endpoint.old_until = endpoint.secret_salt, now + OLD_SECRET_LASTS
    endpoint.secret_salt = signing.new_salt()
    session.add(endpoint)
    _note(session, actor, "rotate", endpoint, now)
    return signing.secret_of(server, endpoint.secret_salt)


def end_old_secret(session: Session, actor: Actor, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Sign with the new secret alone from now on."""
    endpoint.old_secret_salt = endpoint.old_until = None
    session.add(endpoint)
    _note(session, actor, "end_old", endpoint, now)


def old_secret_lasts(endpoint: WebhookEndpoint, now: datetime) -> bool:
    """Whether the secret before still signs."""
    return endpoint.old_secret_salt is not None and endpoint.old_until is not None and now < endpoint.old_until


def remove_endpoint(session: Session, actor: Actor, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Take an address away, with every message to it."""
    _note(session, actor, "remove", endpoint, now)
    session.delete(endpoint)
    session.flush()


def send_again(
    session: Session,
    actor: Actor,
    client: ApiClient,
    endpoint: WebhookEndpoint,
    message: WebhookDelivery,
    now: datetime,
) -> None:
    """Send a message once more under its own id, with every try of a new one.

    Raises:
        Conflict: it is on its way, asks for a proof, or nothing is sent there now.
    """
    _refuse_client(session, client, now)
    if standing_of(endpoint) is not Standing.ACTIVE:
        raise Conflict(*_NOT_ACTIVE)
    if message.event == CHALLENGE or message.state is DeliveryState.WAITING:
        raise Conflict(
            Text("Это сообщение ещё в пути или проверяло адрес.", "It is on its way, or was a proof of the address."),
            Text("Повторить можно то, что дошло или не дошло.", "Send again what arrived or was given up."),
        )
    message.attempts = 0
    put_into_outbox(session, message, now)
    record(session, actor, "webhook.send_again", "webhook_delivery", message.id, {"endpoint": endpoint.id}, now)


def _refuse_client(session: Session, client: ApiClient, now: datetime) -> None:
    if not is_entitled(session, client, now):
        raise Conflict(
            Text("Программе не разрешены вебхуки.", "The client may not have webhooks."),
            Text("Нужно одобренное подключение с правом webhooks:manage.", "It must be approved for webhooks:manage."),
        )


def event_faults(events: Sequence[str]) -> list[Fault]:
    """Return what is wrong with a choice of events: none, or some there are not."""
    if events and not set(events) - set(EVENTS):
        return []
    known = ", ".join(EVENTS)
    message = Text("Событий нет, или таких не бывает.", "No event, or one there is not.")
    return [Fault("events_wrong", "events", message, Text(f"Выберите из: {known}.", f"Take of: {known}."))]


def _refuse_events(events: Sequence[str]) -> None:
    if faults := event_faults(events):
        raise Invalid(faults)


def _note(session: Session, actor: Actor, done: str, endpoint: WebhookEndpoint, now: datetime) -> None:
    told = {"client": endpoint.client_id, "address": endpoint.address, "events": endpoint.events}
    record(session, actor, f"webhook.{done}", "webhook_endpoint", endpoint.id, told, now)


_PROVEN = (
    Text("Адрес уже подтверждён.", "The address is proven already."),
    Text("Больше ничего не нужно.", "Nothing else is needed."),
)
_NOT_ACTIVE = (
    Text("На этот адрес сейчас не отправляем.", "Nothing is sent to this address now."),
    Text("Подтвердите его или снимите паузу.", "Prove it, or end the pause."),
)
_WRONG_TOKEN = (
    Text("Слово другое.", "This is another word."),
    Text("Скопируйте token из последнего сообщения endpoint.challenge.", "Copy token of the last endpoint.challenge."),
)
