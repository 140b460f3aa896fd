"""Webhooks for machine clients: each manages its own addresses, with the scope `webhooks:manage`."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath
from sqlmodel import Session

from backend.clients.models import ApiClient
from backend.clients.queries import find_client
from backend.clock import Clock
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, changes, deletes, hands_out, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from backend.webhooks import managing, queries, signing
from backend.webhooks.checking import check_new
from backend.webhooks.models import WebhookEndpoint
from backend.webhooks.schemas import (
    MadeWebhookOut,
    NewWebhook,
    WebhookDeliveriesPage,
    WebhookDeliveryOut,
    WebhookEvents,
    WebhookOut,
    WebhooksOut,
    WebhookToken,
    delivery_document,
    endpoint_document,
)

MANAGE = Permission.WEBHOOKS_MANAGE
HOME = f"{BASE}/webhooks"
ONE = f"{HOME}/{{webhook_id:str}}"
TAGS = ["webhooks"]
WORD = {"token": "4f0c2d9e6b1a4f0c2d9e6b1a4f0c2d9e6b1a4f0c"}
EXAMPLE = {"address": "https://hooks.kafe.ru/yasno", "events": ["release.published"]}


class Webhooks(Api):
    """Addresses of the client."""

    path, tags = HOME, TAGS

    @get(**reads(MANAGE, "Your addresses", WebhooksOut, tagged=True))
    def list_webhooks(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return them, the oldest first."""
        found = queries.endpoints_of(session, _own(actor))
        return shown(request, {"items": [endpoint_document(one, clock.now()) for one in found]})

    @post(**hands_out("Add an address", NewWebhook, MadeWebhookOut, MANAGE, conflicts=True, example=EXAMPLE))
    def add_webhook(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Return it with its secret, which is told this once. Nothing is sent there until it has proven itself."""
        data = read_body(NewWebhook, document, ("address", "events"))
        address = check_new(request, data.address, data.events, _own(actor))
        now, client = clock.now(), _client(session, actor)
        made = managing.add_endpoint(session, actor, client, address, data.events, now)
        secret = signing.secret_of(settings_of(request).secret, made.secret_salt)
        return answer({**endpoint_document(made, now), "secret": secret}, 201)


class OneWebhook(Api):
    """One address."""

    path, tags = ONE, TAGS

    @get(**reads(MANAGE, "One address", WebhookOut, tagged=True))
    def show_webhook(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it."""
        return shown(request, endpoint_document(queries.find_endpoint(session, _own(actor), webhook_id), clock.now()))

    @put(**writes("Choose events", WebhookEvents, WebhookOut, MANAGE, example={"events": ["answer.published"]}))
    def change_webhook(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        webhook_id: FromPath[str],
    ) -> Response[bytes]:
        """Choose what it is told of from now on. Another address is another webhook: add it, then remove this one."""
        endpoint, now = _mine(session, actor, webhook_id), clock.now()
        data = read_body(WebhookEvents, document, ("events",))
        refuse_if_changed(request, endpoint_document(endpoint, now))
        managing.change_events(session, actor, endpoint, data.events, now)
        return shown(request, endpoint_document(endpoint, now))

    @delete(**deletes("Remove an address", MANAGE))
    def remove_webhook(self, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]) -> None:
        """Take it away with every message to it."""
        managing.remove_endpoint(session, actor, _mine(session, actor, webhook_id), clock.now())


class Challenge(Api):
    """The proof of an address."""

    path, tags = f"{ONE}/challenge", TAGS

    @post(**changes(MANAGE, "Ask the address to prove itself", WebhookOut, conflicts=True))
    def challenge_webhook(
        self, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]
    ) -> Response[bytes]:
        """Send `endpoint.challenge` with a new word. The receiver answers 2xx with the word alone in the body."""
        endpoint = _mine(session, actor, webhook_id)
        managing.challenge(session, actor, _client(session, actor), endpoint, clock.now())
        return answer(endpoint_document(endpoint, clock.now()))


class Confirmation(Api):
    """The proof of an address, by hand."""

    path, tags = f"{ONE}/confirm", TAGS

    @post(**writes("Say the word of the challenge", WebhookToken, WebhookOut, MANAGE, conflicts=True, example=WORD))
    def confirm_webhook(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        webhook_id: FromPath[str],
    ) -> Response[bytes]:
        """Prove it by the word that the receiver got, for a receiver that cannot answer with it."""
        endpoint, secret = _mine(session, actor, webhook_id), settings_of(request).secret
        data = read_body(WebhookToken, document, ("token",))
        refuse_if_changed(request, endpoint_document(endpoint, clock.now()))
        managing.confirm(session, actor, endpoint, secret, data.token, clock.now())
        return shown(request, endpoint_document(endpoint, clock.now()))


class Secret(Api):
    """The secret of an address."""

    path, tags = f"{ONE}/secret", TAGS

    @post(**hands_out("Take a new secret", None, MadeWebhookOut, MANAGE, conflicts=True))
    def rotate_webhook_secret(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]
    ) -> Response[bytes]:
        """Return a new secret, this once; the one before signs beside it for a day."""
        endpoint, now = _mine(session, actor, webhook_id), clock.now()
        secret = managing.rotate_secret(session, actor, endpoint, settings_of(request).secret, now)
        return answer({**endpoint_document(endpoint, now), "secret": secret}, 201)


class OldSecret(Api):
    """The secret before."""

    path, tags = f"{ONE}/old-secret", TAGS

    @delete(**deletes("End the secret before", MANAGE))
    def end_old_webhook_secret(self, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]) -> None:
        """Sign with the new one alone from now on."""
        managing.end_old_secret(session, actor, _mine(session, actor, webhook_id), clock.now())


class Pause(Api):
    """A pause of an address."""

    path, tags = f"{ONE}/pause", TAGS

    @post(**changes(MANAGE, "Pause", WebhookOut, conflicts=True))
    def pause_webhook(self, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]) -> Response[bytes]:
        """Send nothing for now; messages wait."""
        endpoint = _mine(session, actor, webhook_id)
        managing.pause(session, actor, endpoint, clock.now())
        return answer(endpoint_document(endpoint, clock.now()))

    @delete(**deletes("End the pause", MANAGE, conflicts=True))
    def resume_webhook(self, session: Session, actor: Actor, clock: Clock, webhook_id: FromPath[str]) -> None:
        """Go on, first with what has waited."""
        managing.resume(session, actor, _mine(session, actor, webhook_id), clock.now())


class Deliveries(Api):
    """Messages to an address."""

    path, tags = f"{ONE}/deliveries", TAGS

    @get(**reads(MANAGE, "Messages to an address", WebhookDeliveriesPage, tagged=True))
    def list_deliveries(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        webhook_id: FromPath[str],
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the last 90 days, the latest first; state `dead` is what was given up."""
        endpoint = queries.find_endpoint(session, _own(actor), webhook_id)
        found = queries.deliveries_of(session, endpoint.id, None)
        part = page_of(found, lambda one: one.id, cursor, limit, ["deliveries", endpoint.id])
        return shown(request, {"items": [delivery_document(one) for one in part.items], "next": part.next})


class Again(Api):
    """A message once more."""

    path, tags = f"{ONE}/deliveries/{{delivery_id:str}}/again", TAGS

    @post(**changes(MANAGE, "Send a message again", WebhookDeliveryOut, conflicts=True))
    def send_delivery_again(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        webhook_id: FromPath[str],
        delivery_id: FromPath[str],
    ) -> Response[bytes]:
        """Send it under the same `webhook-id`."""
        endpoint = _mine(session, actor, webhook_id)
        message = queries.find_delivery(session, endpoint, delivery_id)
        managing.send_again(session, actor, _client(session, actor), endpoint, message, clock.now())
        return answer(delivery_document(message))


def _own(actor: Actor) -> str:
    """Return the client that asks; nobody else has webhooks."""
    if not actor.is_machine or actor.client_id is None:
        raise NotFound
    return actor.client_id


def _client(session: Session, actor: Actor) -> ApiClient:
    return find_client(session, _own(actor))


def _mine(session: Session, actor: Actor, endpoint_id: str) -> WebhookEndpoint:
    return queries.find_endpoint(session, _own(actor), endpoint_id, write=True)


ROUTES: list[Any] = [
    Webhooks,
    OneWebhook,
    Challenge,
    Confirmation,
    Secret,
    OldSecret,
    Pause,
    Deliveries,
    Again,
]
