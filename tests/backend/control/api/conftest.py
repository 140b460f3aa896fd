"""Programs of every side: a business, an inspector, a head, a prosecutor, the ombudsman; near and far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import Session, select

from backend.accounts.models import ApiKey, MemberKind, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.control.models import ControlEvent, RoomConsent
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.permissions import ALL_SCOPES, Scope
from backend.risk.models import Source
from rules.roles import Role
from tests.backend.api.conftest import lift_limits, serving
from tests.backend.control.desk.conftest import Fire
from tests.people import People

EVENTS = "/api/v1/control-events"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Steps:
    """What a program does with cases, whichever way it reaches the house."""

    post: Any
    get: Any
    people: People

    def take(self, procedure: str, case_id: str, action: str, fields: Any = None, **more: Any) -> Any:
        """Take a step, once all has happened that it tells of; return the case after it."""
        self.people.wait_for(fields or {})
        address = f"/api/v1/cases/{procedure}/{case_id}/steps/{action}"
        answer = self.post(address, json={"fields": fields or {}, **more})
        assert answer.status_code == 200, (action, answer.text)
        return answer.json()

    def begin(self, procedure: str, fields: Any) -> Any:
        """Begin a case that stands by itself."""
        answer = self.post(f"/api/v1/cases/{procedure}", json={"fields": fields})
        assert answer.status_code == 201, (procedure, answer.text)
        return answer.json()

    def open(self, event_id: str, procedure: str, fields: Any, **more: Any) -> Any:
        """Open a case in a room by its first step."""
        answer = self.post(f"{EVENTS}/{event_id}/cases/{procedure}", json={"fields": fields, **more})
        assert answer.status_code == 201, (procedure, answer.text)
        return answer.json()

    def actions(self, procedure: str, case_id: str) -> set[str]:
        """Return the steps this key is offered now."""
        return {step["action"] for step in self.get(f"/api/v1/cases/{procedure}/{case_id}").json()["steps"]}


class Program(Steps, TestClient[Any]):
    """A program with a key."""


class Caller(Steps, httpx.Client):
    """A program with a key that calls a real server."""


@pytest.fixture
def fire(engine, clock) -> Fire:
    """The fire service of Moscow."""
    return Fire(engine, clock.now())


@pytest.fixture
def program_of(person, engine, clock, app, settings) -> Callable[..., Program]:
    """Makes a program for whoever's browser: with a key of their business if they have one, else of their office."""

    def make(browser: Any, scopes: Any = None) -> Program:
        token = f"yasno_key_of_{browser.person.email}_{len(scopes or ())}"
        about = {"person_id": browser.person.id, "key_hash": hash_of(token), "name": "тест"}
        days = {"expires_at": clock.now() + timedelta(days=360), "created_at": clock.now()}
        with open_session(engine, write=True) as session:
            mine = select(RoleGrant).where(RoleGrant.person_id == browser.person.id)
            grant = session.exec(mine).first()
            if grant is None:
                own = {"business_id": browser.business.id, "scopes": sorted(scopes or ALL_SCOPES)}
            else:
                office = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
                own = office | {"scopes": list(scopes or OFFICE_SCOPES)}
            session.add(ApiKey(**about, **days, **own))
            session.commit()
        made = person.stack.enter_context(Program(app, base_url=settings.public_url))
        made.headers["Authorization"], made.people = f"Bearer {token}", person
        return made

    return make


@pytest.fixture
def calling(app, program_of, person) -> Iterator[Callable[..., Caller]]:
    """Makes programs that call a real server, each with the key of somebody's browser."""
    lift_limits(app)
    with serving(app) as address:

        def make(browser: Any) -> Caller:
            headers = {"Authorization": program_of(browser).headers["Authorization"]}
            caller = person.stack.enter_context(Caller(base_url=address, headers=headers, timeout=30))
            caller.people = person
            return caller

        yield make


@pytest.fixture
def work(settings, engine, clock) -> Callable[[], None]:
    """Do everything that is due in the outbox."""

    def work_off() -> None:
        while run_due(Hands(settings, engine, clock)):
            pass

    return work_off


@pytest.fixture
def sides(program_of, person, owner, stranger, inspector, head, prosecutor, ombudsman) -> dict[str, Program]:
    """A program of everybody who may have to do with a room, and of those in the same posts elsewhere."""
    far = {
        "inspector of another service": (Role.INSPECTOR, ("rospotrebnadzor", "77")),
        "inspector of another region": (Role.INSPECTOR, ("mchs", "78")),
        "head of another region": (Role.AUTHORITY_HEAD, ("mchs", "78")),
        "prosecutor of another region": (Role.PROSECUTOR, ("", "78")),
        "ombudsman of another region": (Role.OMBUDSMAN, ("", "78")),
    }
    near = {"owner": owner, "stranger": stranger, "inspector": inspector, "head": head}
    near |= {"prosecutor": prosecutor, "ombudsman": ombudsman}
    found = {name: program_of(browser) for name, browser in near.items()}
    found["member without control"] = program_of(owner, ("read", "answer", "dispute"))
    for number, (name, (role, office)) in enumerate(far.items()):
        found[name] = program_of(person(f"far{number}@example.ru", role, office=office))
    return found


@pytest.fixture
def attorneys(program_of, person, owner, stranger) -> dict[str, Program]:
    """Programs of those who act by power of attorney: for the business, and for another one."""
    part = {"kind": MemberKind.REPRESENTATIVE, "scopes": frozenset({Scope.CONTROL})}
    return {
        name: program_of(person(f"attorney.{of.person.email}", business=of.business, **part), ("control",))
        for name, of in {"representative": owner, "representative of another": stranger}.items()
    }


def make_event(session: Session, body_id: str, business_id: str, now: datetime, **changes: Any) -> ControlEvent:
    """Return an event of the fire service at a business."""
    said: dict[str, Any] = {
        "number": 1,
        "source": Source.AUTHORITY,
        "business_id": business_id,
        "business_name": "Кафе «Лён»",
        "person_type": "entrepreneur",
        "region": "77",
        "body_id": body_id,
        "authority": "mchs",
        "control_type": "fire",
        "kind": "ON_SITE",
        "ground": "RISK_INDICATOR",
        "planned": False,
        "approval": "given",
        "approval_sent_on": date(2026, 11, 20),
        "registry_number": "77260041000100000001",
        "planned_start": date(2026, 12, 7),
        "start_at": datetime(2026, 12, 7, 7, 0, tzinfo=UTC),
        "planned_end": date(2026, 12, 9),
        "state": "SCHEDULED",
        "created_at": now,
    }
    row = ControlEvent(**(said | changes))
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def event_id(fire, engine, clock, owner) -> str:
    """An event that the café and the fire service share."""
    with open_session(engine, write=True) as session:
        row = make_event(session, fire.body_id, owner.business.id, clock.now())
        session.commit()
        return row.id


def let_in(session: Session, event_id: str, parts: list[str], now: datetime, person_id: str = "p") -> None:
    """Let the ombudsman see parts of a room."""
    about = {"event_id": event_id, "parts": parts, "until": date(2027, 3, 1), "wording": "первая"}
    session.add(RoomConsent(given_by=person_id, given_at=now, **about))


@pytest.fixture
def contents(engine) -> Callable[[], dict[str, list[Any]]]:
    """Tells everything the database holds."""

    def dump() -> dict[str, list[Any]]:
        with engine.connect() as connection:
            names = sorted(sa.inspect(connection).get_table_names())
            return {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in names}

    return dump
