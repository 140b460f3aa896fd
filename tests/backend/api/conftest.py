"""Programs with keys, and a real server to call."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.testing import TestClient
from sqlmodel import select

from backend.accounts.keys import make_key
from backend.accounts.models import Business, Membership, Person
from backend.accounts.schemas import NewKey
from backend.assessments import flags, papers
from backend.assessments.schemas import FlagInput
from backend.db.engine import open_session
from backend.papers.files import check_file
from backend.permissions import ALL_SCOPES, Actor
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from backend.requirements.queries import find_requirement
from tests.layout import objects_appeals, objects_control, objects_feedback, objects_statistics
from tests.layout.objects import World
from tests.people import People

CAFE: dict[str, Any] = {
    "legal_form": "ooo",
    "okved": ("56.10",),
    "region": "77",
    "employees": Decimal(12),
    "activities": ("serves_food",),
    "premises": ("kitchen", "dining_hall"),
    "seats": Decimal(40),
}
DATED = "fire.alarm_maintenance"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCOPES = ("read", "answer", "dispute", "control")


class Program(TestClient[Any]):
    """A program with a key; `home` is the address of its business, `place` the id of its place."""

    business: Business
    home: str
    place: str
    key: str

    def at(self, path: str) -> str:
        """Return an address inside its business."""
        return f"{self.home}/{path}" if path else self.home


def make_program(people: People, browser: Any, scopes: tuple[str, ...] = SCOPES, facts: Any = None) -> Program:
    """Return a program with a key to the browser's business, whose facts become known."""
    made = people.stack.enter_context(Program(people.app, base_url=people.settings.public_url))
    made.business, made.home = browser.business, f"/api/v1/businesses/{browser.business.id}"
    scoped = {browser.business.id: ALL_SCOPES}
    actor = Actor(browser.person.id, browser.person.name, scopes=scoped, business_id=browser.business.id)
    now = people.clock.now()
    with open_session(people.engine, write=True) as session:
        data = NewKey(name="касса", days="90", business_id=browser.business.id)
        made.key = make_key(session, actor, data, scopes, now)
        made.place = list_places(session, browser.business.id)[0].id
        record_facts(session, browser.business.id, made.place, facts or CAFE, Origin.ANSWER, now)
        session.commit()
    made.headers["Authorization"] = f"Bearer {made.key}"
    return made


@pytest.fixture
def program_of(person) -> Callable[..., Program]:
    """Makes programs: `program_of(owner)` is one with a key to the owner's business, its facts known."""
    return partial(make_program, person)


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


@pytest.fixture
def things(program, engine, settings, clock) -> dict[str, str]:
    """One of everything the café has, by the name it has in addresses."""
    made = program.post(
        program.at("disputes"),
        json={"requirement": _disputable(program), "ground": "other", "text": "Это не про нас."},
    )
    assert made.status_code == 201, made.text
    dispute = made.json()["id"]
    share = program.post(program.at("shares"), json={"days": 7}).json()["id"]
    handed = program.post(program.at(f"disputes/{dispute}/files"), files={"file": ("план.pdf", PDF)})
    with open_session(engine, write=True) as session:
        entry, now = find_requirement(DATED), clock.now()
        file = check_file("акт.pdf", PDF)
        paper = papers.keep_paper(session, settings.data, program.business.id, entry, file, now, expires_on=date.max)
        data = FlagInput(kind="duplicate", other="labour.contract_written", text="То же.")
        flag = flags.keep_flag(session, program.business.id, entry, data, now, join=False)
        room = control_things(session, settings, clock, program)
        session.commit()
        return {
            **room,
            "business_id": program.business.id,
            "place_id": program.place,
            "requirement_id": DATED,
            "dispute_id": dispute,
            "file_id": handed.json()["id"],
            "evidence_id": paper.id,
            "flag_id": flag.id,
            "share_id": share,
        }


def control_things(session: Any, settings: Any, clock: Any, program: Program) -> dict[str, str]:
    """An event that the program's business and the fire service share, and what lies in its room."""
    person = session.get_one(Person, session.exec(select(Membership.person_id)).first())
    world = World(session, settings, clock, session.get_one(Business, program.business.id), person)
    names = ("event_id", "case_id", "event_file_id", "slot_id", "consent_id", "plan_id", "entry_id", "consultation_id")
    made = {name: objects_control.OWNED[name](world) for name in (*names, "risk_object_id", "measure_id")}
    made["appeal_id"] = objects_appeals.OWNED["appeal_id"](world)
    made["release_id"] = objects_statistics.OTHERS["release_id"](world)
    made["own_feedback_id"] = objects_feedback.OWNED["own_feedback_id"](world)
    # A warning has no thread, so nothing in it is found.
    words = {
        "thread_file_id": "none",
        "procedure": "warning",
        "part": "event",
        "paper": "notice",
        "file_name": "register.xml",
    }
    return made | words | {"import_id": objects_control.OTHERS["import_id"](world)}


def _disputable(program) -> str:
    return program.get(program.at("list"), params={"limit": 1}).json()["items"][0]["id"]


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
