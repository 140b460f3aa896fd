"""Who may do what: every route against every kind of person, with their own things and with others'."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.accounts.models import ApiKey, Business, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES, RIGHTS, Permission
from backend.profiles.service import start_run
from rules.roles import Role
from tests.layout.objects import World, make_all
from tests.layout.routes import Route, routes
from tests.people import Browser

# The house is put back by copying the database's file.
pytestmark = pytest.mark.sqlite
ACTORS: dict[str, frozenset[Role | None]] = {
    "visitor": frozenset({None}),
    "owner": frozenset({Role.BUSINESS}),
    "accountant": frozenset({Role.BUSINESS}),
    "stranger": frozenset({Role.BUSINESS}),
    "regulator": frozenset({Role.REGULATOR}),
    "editor": frozenset({Role.EDITOR}),
    "admin": frozenset({Role.ADMIN}),
    "inspector": frozenset({Role.INSPECTOR}),
    "head": frozenset({Role.AUTHORITY_HEAD}),
    "prosecutor": frozenset({Role.PROSECUTOR}),
    "ombudsman": frozenset({Role.OMBUDSMAN}),
    "appeal_body": frozenset({Role.APPEAL_BODY}),
}
# People with a key of a business, and people with a key of their office.
OF_BUSINESS = ("owner", "accountant", "stranger")
# The same offices elsewhere: another service, another region.
ELSEWHERE: dict[str, tuple[Role, tuple[str, str]]] = {
    "other": (Role.REGULATOR, ("mchs", "77")),
    "other_inspector": (Role.INSPECTOR, ("rospotrebnadzor", "77")),
    "other_head": (Role.AUTHORITY_HEAD, ("mchs", "78")),
    "other_prosecutor": (Role.PROSECUTOR, ("", "78")),
    "other_ombudsman": (Role.OMBUDSMAN, ("", "78")),
    "other_appeal_body": (Role.APPEAL_BODY, ("mchs", "78")),
}
IN_OFFICE = ("inspector", "head", "prosecutor", "ombudsman", "appeal_body", "regulator", "admin", *ELSEWHERE)
WITH_KEY = (*OF_BUSINESS, *IN_OFFICE)
# What tells nobody anything: when a session was last seen, and counted tries.
UNTOLD = {"person_session", "rate_count", "idempotency_key"}


@dataclass
class House:
    """The application with the café in it; `reset` puts everything back as it was."""

    app: Any
    engine: Engine
    file: Path
    ids: dict[str, str]
    keys: dict[str, str]
    browsers: dict[str, Browser]

    def ask(self, actor: str, route: Route, ids: dict[str, str] | None = None) -> Response:
        """Send a request as this person, without anything in it."""
        browser, address = self.browsers[actor], route.at(ids or self.ids)
        if route.for_programs:
            headers = {"Authorization": f"Bearer {self.keys[actor]}"} if actor in self.keys else {}
            body = {} if route.method in {"GET", "DELETE"} else {"json": {}}
            return browser.request(route.method, address, headers=headers, follow_redirects=False, **body)
        if route.method == "GET":
            return browser.get(address, follow_redirects=False)
        return browser.post_form(address)

    def reset(self) -> None:
        """Put the database back as it was."""
        self._close()
        for end in ("-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(".kept"), self.file)

    def keep(self) -> None:
        """Remember the database as it is."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._close()
        shutil.copy(self.file, self.file.with_suffix(".kept"))

    def _close(self) -> None:
        self.engine.dispose()
        self.app.app.state.engine.dispose()

    def contents(self) -> dict[str, list[Any]]:
        """Return every row of every table."""
        with self.engine.connect() as connection:
            names = sorted(set(sa.inspect(connection).get_table_names()) - UNTOLD)
            return {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.fixture
def house(
    app,
    engine,
    settings,
    clock,
    person,
    visitor,
    owner,
    accountant,
    stranger,
    regulator,
    editor,
    admin,
    inspector,
    head,
    prosecutor,
    ombudsman,
    appeal_body,
) -> House:
    """The café with one of everything, and all who come and go."""
    browsers = {name: value for name, value in locals().items() if name in ACTORS}
    for name, (role, office) in ELSEWHERE.items():
        browsers[name] = person(f"{name}@example.ru", role, name="Из другого места", office=office)
    with open_session(engine, write=True) as session:
        world = World(session, settings, clock, owner.business, owner.person)
        ids = make_all(world)
        businesses = {"owner": owner.business, "accountant": owner.business, "stranger": stranger.business}
        keys = {name: f"yasno_key_of_{name}" for name in WITH_KEY}
        for name in OF_BUSINESS:
            session.add(_key(browsers[name], businesses[name], keys[name], clock.now()))
        for name in IN_OFFICE:
            session.add(_office_key(session, browsers[name], keys[name], clock.now()))
        run, secret = start_run(session, clock.now())
        session.commit()
    guest = person.browser()
    guest.cookies.set(settings.cookie("run"), secret, domain="127.0.0.1")
    made = House(app, engine, settings.data / "yasno.sqlite3", ids, keys, {**browsers, "guest": guest})
    for browser in made.browsers.values():
        browser.get("/sign-in")
    made.keep()
    return made


def _key(browser: Browser, business: Business, token: str, now: Any) -> ApiKey:
    scopes, ends = sorted(ALL_SCOPES), now + timedelta(days=9)
    ids = {"person_id": browser.person.id, "business_id": business.id, "key_hash": hash_of(token)}
    return ApiKey(name="тест", scopes=scopes, expires_at=ends, created_at=now, **ids)


def _office_key(session: Session, browser: Browser, token: str, now: Any) -> ApiKey:
    grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).one()
    office = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
    about = {"person_id": browser.person.id, "key_hash": hash_of(token), "expires_at": now + timedelta(days=9)}
    return ApiKey(name="тест", scopes=list(OFFICE_SCOPES), created_at=now, **office, **about)


def holds(actor: str, permission: Permission) -> bool:
    """Whether a kind of person holds a permission."""
    return bool(ACTORS[actor] & RIGHTS[permission])


def asked_by(actor: str) -> Iterator[Route]:
    """Yield the routes that make sense for a person: programs' addresses only for who has a key, or for nobody's."""
    for route in routes():
        if not route.path.startswith("/health") and (not route.for_programs or actor in {"visitor", *WITH_KEY}):
            yield route


def test_every_route_has_a_permission() -> None:
    assert [str(route) for route in routes() if not isinstance(route.permission, Permission)] == []


def test_every_permission_is_given_to_somebody() -> None:
    assert set(RIGHTS) == set(Permission)


def test_every_id_in_an_address_has_a_thing_to_try_it_with() -> None:
    assert {str(route): route.unknown() for route in routes() if route.unknown()} == {}


@pytest.mark.parametrize("actor", ACTORS)
def test_without_the_permission_there_is_no_such_page(house: House, actor: str) -> None:
    let_in = []
    for route in asked_by(actor):
        if holds(actor, route.permission):
            continue
        answer = house.ask(actor, route)
        if not refused(answer, actor, route):
            let_in.append(f"{route}: {answer.status_code}")
    assert let_in == []


def refused(answer: Response, actor: str, route: Route) -> bool:
    """Whether a visitor was asked to sign in, and anybody else told that there is no such page."""
    if actor != "visitor":
        return answer.status_code == 404
    if route.for_programs:
        return answer.status_code == 401
    return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")


# The stranger has the rights of the owner, over another business.
@pytest.mark.slow
@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor != "stranger"])
def test_with_the_permission_nobody_is_turned_away(house: House, actor: str) -> None:
    wrong = []
    for route in asked_by(actor):
        if not holds(actor, route.permission):
            continue
        cookies = dict(house.browsers[actor].cookies)
        answer = house.ask(actor, route)
        if answer.status_code in {401, 403, 405, 429} or answer.status_code >= 500:
            wrong.append(f"{route}: {answer.status_code}")
        if route.method != "GET":
            house.reset()
        _give_back(house.browsers[actor], cookies)
    assert wrong == []


def _give_back(browser: Browser, cookies: dict[str, str]) -> None:
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies.set(name, value, domain="127.0.0.1")


# In the owner's event too, drafts are the authority's own; so is the plan it stands in, and the paper of a warning.
NOT_THE_OWNERS = (
    "/api/v1/control-events/{event_id:str}/draft",
    "/api/v1/control-events/{event_id:str}/prescription",
    "/api/v1/control-plans/{plan_id:str}",
    # Nor do the books of the authority show what it keeps of the café's object.
    "/api/v1/control-objects/{object_id:str}",
    "/api/v1/cases/{procedure:str}/{case_id:str}/paper",
    # What the café shows is read there by the ombudsman alone; cards are the ombudsman's own.
    "/api/v1/ombudsman-cases/{case_id:str}/shared",
    "/api/v1/ombudsman-cases/{case_id:str}/similar",
    "/api/v1/systemic-cards",
)


def test_the_owner_opens_every_page_of_their_own_things(house: House) -> None:
    own = [route for route in asked_by("owner") if route.method == "GET" and route.owned]
    own = [route for route in own if not route.path.startswith(NOT_THE_OWNERS)]
    answers = {str(route): house.ask("owner", route).status_code for route in own if holds("owner", route.permission)}
    assert {route: status for route, status in answers.items() if status not in {200, 303}} == {}


FOREIGN: dict[str, Callable[[Route], bool]] = {
    "stranger": lambda route: holds("stranger", route.permission),
    "guest": lambda route: holds("visitor", route.permission) and not route.for_programs,
    "other": lambda route: holds("regulator", route.permission),
    "other_inspector": lambda route: holds("inspector", route.permission),
    "other_head": lambda route: holds("head", route.permission),
    "other_prosecutor": lambda route: holds("prosecutor", route.permission),
    "other_ombudsman": lambda route: holds("ombudsman", route.permission),
    "other_appeal_body": lambda route: holds("appeal_body", route.permission),
}


@pytest.mark.parametrize("actor", FOREIGN)
def test_things_of_others_do_not_exist(house: House, actor: str) -> None:
    before, wrong = house.contents(), []
    for route in routes():
        # Whoever has the secret word of an address may use it.
        if route.owned and "token" not in route.ids and FOREIGN[actor](route):
            answer = house.ask(actor, route)
            wrong += [] if answer.status_code == 404 else [f"{route}: {answer.status_code}"]
    assert wrong == []
    assert house.contents() == before


def test_things_of_others_do_not_exist_under_ones_own_business_either(house: House) -> None:
    mine = {**house.ids, "business_id": house.browsers["stranger"].business.id}
    before, wrong = house.contents(), []
    for route in routes():
        if "business_id" in route.owned and len(route.owned) > 1 and holds("stranger", route.permission):
            answer = house.ask("stranger", route, mine)
            wrong += [] if answer.status_code == 404 else [f"{route}: {answer.status_code}"]
    assert wrong == []
    assert house.contents() == before
