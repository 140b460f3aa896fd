"""A receiver of messages, and programs of the café and of others that have their addresses there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from backend.accounts.tokens import hash_of
from backend.clients.models import ApiClient, ClientSecret
from backend.clients.secrets import issue_token
from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.webhooks import outside, signing
from backend.webhooks.models import WebhookDelivery, WebhookEndpoint
from backend.webhooks.service import announce
from tests.backend.webhooks.receivers import HOST, Names, Receiver, Wire, sender_to, start

ADDRESS = f"https://{HOST}/yasno"
EVENTS = ["release.published", "answer.published"]


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """A server with https on this machine."""
    made, server = start(tmp_path)
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Post:
    """The house's way out: names, network, and what is due."""

    hands: Hands
    names: Names
    wire: Wire
    engine: Engine
    clock: FixedClock
    settings: Settings

    def run(self) -> None:
        """Send what is due now."""
        run_due(self.hands)

    def wait(self, by: timedelta) -> None:
        """Let time pass, then send what is due."""
        self.clock.moment += by
        self.run()

    def announce(self, event: str = "answer.published", subject: str = "7", business: str | None = None) -> list[str]:
        """Tell of an event in a transaction of its own; nothing is sent yet."""
        with open_session(self.engine, write=True) as session:
            told = announce(session, event, subject, f"/statements/{subject}", self.clock.now(), business)
            session.commit()
        return told

    def message(self, message_id: str) -> WebhookDelivery:
        """Return a message as it stands."""
        with open_session(self.engine) as session:
            return session.get_one(WebhookDelivery, message_id)

    def endpoint(self, endpoint_id: str) -> WebhookEndpoint:
        """Return an address as it stands."""
        with open_session(self.engine) as session:
            return session.get_one(WebhookEndpoint, endpoint_id)


@pytest.fixture
def post(settings, engine, clock, receiver, monkeypatch) -> Post:
    """The way out of the house, to the receiver."""
    names, wire = Names(), Wire(receiver.port)
    sender = sender_to(receiver, names, wire)
    monkeypatch.setattr(outside, "sender", lambda: sender)
    return Post(Hands(settings, engine, clock), names, wire, engine, clock, settings)


@dataclass
class Program:
    """A machine client with a token."""

    id: str
    browser: Any
    engine: Engine
    clock: FixedClock

    def call(self, method: str, path: str = "", headers: Mapping[str, str] | None = None, **more: Any) -> Response:
        """Call an address under `/api/v1/webhooks` with a fresh token."""
        sent = {"Authorization": f"Bearer {self.fresh_token()}", **(headers or {})}
        return self.browser.request(method, f"/api/v1/webhooks{path}", headers=sent, **more)

    def fresh_token(self) -> str:
        """Return a new token, as the client's secret gives it."""
        with open_session(self.engine, write=True) as session:
            secret = session.exec(select(ClientSecret).where(ClientSecret.client_id == self.id)).one()
            client = session.get_one(ApiClient, self.id)
            token = issue_token(session, secret, client.scopes, self.clock.now())
            session.commit()
        return token

    def add(self, address: str = ADDRESS, events: Any = EVENTS) -> dict[str, Any]:
        """Add an address; return it with its secret."""
        answer = self.call("POST", json={"address": address, "events": events})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def end(self) -> None:
        """End the client."""
        with open_session(self.engine, write=True) as session:
            client = session.get_one(ApiClient, self.id)
            client.ended_at = self.clock.now()
            session.add(client)
            session.commit()


@pytest.fixture
def program_of(person, engine, clock) -> Callable[..., Program]:
    """Makes approved clients: `program_of(business_id)`."""

    def make(business_id: str | None = None, authority: str = "", scopes: Any = ("webhooks:manage",)) -> Program:
        now = clock.now()
        with open_session(engine, write=True) as session:
            place = {"business_id": business_id, "authority": authority, "region": "77" if authority else ""}
            client = ApiClient(name="склад", scopes=list(scopes), created_at=now, approved_at=now, **place)
            session.add(client)
            session.flush()
            lasts = {"created_at": now, "expires_at": now + timedelta(days=90)}
            session.add(ClientSecret(client_id=client.id, secret_hash=hash_of(f"ycs_{client.id}"), **lasts))
            session.commit()
            return Program(client.id, person.browser(), engine, clock)

    return make


@pytest.fixture
def program(owner, program_of) -> Program:
    """A client of the café."""
    return program_of(owner.business.id)


@pytest.fixture
def proven(post, receiver, program) -> dict[str, Any]:
    """An address of the café's client that has proven itself; what came till then is forgotten."""
    return prove(post, receiver, program)


def prove(post: Post, receiver: Receiver, program: Program, address: str = ADDRESS) -> dict[str, Any]:
    """Add an address and let the receiver say the word."""
    made = program.add(address)
    with open_session(post.engine) as session:
        salt = session.get_one(WebhookEndpoint, made["id"]).challenge_salt
    kept, receiver.answers = receiver.answers, [(200, {}, signing.token_of(post.settings.secret, salt).encode())]
    post.run()
    receiver.answers = kept
    receiver.got.clear()
    assert program.call("GET", f"/{made['id']}").json()["state"] == "active"
    return made


def challenges(post: Post, endpoint_id: str) -> list[WebhookDelivery]:
    """Return the challenges an address was sent, in order."""
    with open_session(post.engine) as session:
        query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint_id)
        query = query.where(WebhookDelivery.event == "endpoint.challenge")
        return list(session.exec(query.order_by(col(WebhookDelivery.occurred_at))).all())
