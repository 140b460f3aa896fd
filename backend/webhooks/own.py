"""What a page of webhooks is about: who asks, the client and the address that its own address names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import Controller
from litestar.di import Provide
from sqlmodel import Session

from backend.clients.models import ApiClient
from backend.clients.queries import find_own
from backend.clock import Clock
from backend.permissions import Actor
from backend.web.context import AnyRequest
from backend.webhooks import queries
from backend.webhooks.models import WebhookEndpoint


@dataclass(frozen=True, slots=True)
class Own:
    """A request about a client's addresses. Nothing is looked up before it is asked for."""

    request: AnyRequest
    session: Session
    actor: Actor
    now: datetime
    client_id: str
    webhook_id: str

    def client(self) -> ApiClient:
        """Return the client.

        Raises:
            NotFound: no such client, or another keeper's.
        """
        return find_own(self.session, self.actor, self.client_id, self.now)

    def find(self) -> tuple[ApiClient, WebhookEndpoint]:
        """Return the client and the address to look at.

        Raises:
            NotFound: no such client or address, or another keeper's.
        """
        client = self.client()
        return client, queries.find_endpoint(self.session, client.id, self.webhook_id)

    def take(self) -> tuple[ApiClient, WebhookEndpoint]:
        """Return both to change the address; nobody else changes it meanwhile.

        Raises:
            NotFound: no such client or address, or another keeper's.
        """
        client = self.client()
        return client, queries.find_endpoint(self.session, client.id, self.webhook_id, write=True)


def provide_own(request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Own:
    """Return what a handler calls `own`."""
    names = request.path_params
    return Own(request, session, actor, clock.now(), names["client_id"], names.get("webhook_id", ""))


class OwnPages(Controller):
    """Pages of a client's addresses: `own` finds or takes what they are about."""

    dependencies = {"own": Provide(provide_own, sync_to_thread=False)}
