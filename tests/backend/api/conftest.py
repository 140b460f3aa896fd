"""Programs with keys, and a real server to call."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.testing import TestClient

from backend.accounts.keys import make_key
from backend.accounts.models import Business
from backend.accounts.schemas import NewKey
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES, Actor
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts

CAFE: dict[str, Any] = {
    "legal_form": "ooo",
    "okved": ("56.10",),
    "region": "77",
    "employees": Decimal(12),
    "activities": ("serves_food",),
    "premises": ("kitchen", "dining_hall"),
    "seats": Decimal(40),
}
SCOPES = ("read", "answer", "dispute")


class Program(TestClient[Any]):
    """A program with a key; `home` is the address of its business, `place` the id of its place."""

    business: Business
    home: str
    place: str
    key: str

    def at(self, path: str) -> str:
        """Return an address inside its business."""
        return f"{self.home}/{path}" if path else self.home


@pytest.fixture
def key_for(engine, clock) -> Callable[..., str]:
    """Makes a key: `key_for(owner, ["read"])` returns it."""

    def make(browser: Any, scopes: tuple[str, ...] = SCOPES) -> str:
        actor = Actor(
            person_id=browser.person.id,
            name=browser.person.name,
            scopes={browser.business.id: ALL_SCOPES},
            business_id=browser.business.id,
        )
        with open_session(engine, write=True) as session:
            data = NewKey(name="касса", days="90", business_id=browser.business.id)
            key = make_key(session, actor, data, scopes, clock.now())
            session.commit()
        return key

    return make


@pytest.fixture
def program_of(app, settings, engine, clock, key_for, person) -> Callable[..., Program]:
    """Makes programs: `program_of(owner)` is one with a key to the owner's business, its facts known."""

    def make(browser: Any, scopes: tuple[str, ...] = SCOPES, facts: dict[str, Any] | None = None) -> Program:
        made = person.stack.enter_context(Program(app, base_url=settings.public_url))
        made.business, made.home = browser.business, f"/api/v1/businesses/{browser.business.id}"
        made.key = key_for(browser, scopes)
        made.headers["Authorization"] = f"Bearer {made.key}"
        with open_session(engine, write=True) as session:
            place = list_places(session, browser.business.id)[0]
            made.place = place.id
            record_facts(session, browser.business.id, place.id, facts or CAFE, Origin.ANSWER, clock.now())
            session.commit()
        return made

    return make


@pytest.fixture
def program(program_of, owner) -> Program:
    """A program that may read, answer and dispute for the café."""
    return program_of(owner)


@pytest.fixture
def foreign(program_of, stranger) -> Program:
    """A program with a key to another business."""
    return program_of(stranger)


@pytest.fixture
def contents(engine) -> Callable[[], str]:
    """Tells everything the database holds, as one hash."""

    def dump() -> str:
        with engine.connect() as connection:
            names = sorted(sa.inspect(connection).get_table_names())
            rows = [(name, connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall()) for name in names]
        return hashlib.sha256(repr([(name, sorted(map(repr, found))) for name, found in rows]).encode()).hexdigest()

    return dump


@pytest.fixture
def described(app) -> dict[str, Any]:
    """The description of the API."""
    document: dict[str, Any] = app.app.openapi_schema.to_schema()
    return document


def calls_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, call) of every call described."""
    for path, item in document["paths"].items():
        for method, call in item.items():
            yield method, path, call


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve the application for real, in a thread, on a free port; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_access=False)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/health/live")
        yield address
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(timeout=20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError("the server did not answer within ten seconds")


def lift_limits(app: Any) -> None:
    """Let one address call as often as it likes; what the limits do is tested where they are meant."""
    app.app.state.call_counts = None


@pytest.fixture
def address(app) -> Iterator[str]:
    """The address of a real server without limits of calls."""
    lift_limits(app)
    with serving(app) as found:
        yield found
