"""Browsers of signed-in people: `owner.get("/list")`, `owner.post_form("/businesses", {"name": "Кафе"})`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import Engine

from backend.accounts import service
from backend.accounts.models import Business, MemberKind, Person
from backend.accounts.passwords import hash_password
from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES, Scope
from rules.roles import Role

OFFICES = {Role.REGULATOR: ("rospotrebnadzor", "77")}
ACCOUNTANT = frozenset({Scope.READ, Scope.ANSWER})


class Browser(TestClient[Any]):
    """A browser; `person` and `business` are those of whoever signed in with it, None for a visitor."""

    person: Person
    business: Business

    def post_form(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool = False,
    ) -> Response:
        """Send a form as a page would, with its token against forgery; a value may be a list."""
        name = "__Host-csrf" if str(self.base_url).startswith("https") else "csrf"
        if name not in self.cookies:
            self.get("/sign-in")
        fields = {"_csrf_token": self.cookies[name], **(data or {})}
        return self.post(path, data=fields, files=files, headers=headers, follow_redirects=follow_redirects)


@dataclass
class People:
    """Makes people with accounts and signs them in, each with a browser of their own."""

    app: Any
    settings: Settings
    engine: Engine
    clock: FixedClock
    stack: ExitStack

    def __call__(
        self,
        email: str,
        *roles: Role,
        name: str = "",
        business: Business | str | None = None,
        scopes: frozenset[Scope] = ALL_SCOPES,
        kind: MemberKind = MemberKind.OWNER,
        ends_at: Any = None,
        password: str | None = None,
        office: tuple[str, str] | None = None,
    ) -> Browser:
        """Return the browser of a new person.

        `business`: a name makes a business of theirs; a Business makes them part of it with `scopes`.
        `office`: (authority, region) of a regulator. Without `password` nobody can sign in again with one.
        """
        now, browser = self.clock.now(), self.browser()
        with open_session(self.engine, write=True) as session:
            hashed = hash_password(password) if password else None
            person = Person(email=email, name=name or email.partition("@")[0], password=hashed, created_at=now)
            session.add(person)
            session.flush()
            for role in roles:
                authority, region = office or OFFICES.get(role, ("", ""))
                service.grant_role(session, person.id, role, now, authority=authority, region=region)
            if isinstance(business, str):
                browser.business = service.found_business(session, person.id, business, now)
            elif business is not None:
                service.add_member(session, person.id, business.id, kind, scopes, now, ends_at=ends_at)
                browser.business = business
            token = service.open_session(session, person, now)
            session.commit()
        browser.person = person
        browser.cookies.set(self.settings.cookie("session"), token, domain="127.0.0.1")
        return browser

    def browser(self) -> Browser:
        """Return a browser nobody has signed in with."""
        return self.stack.enter_context(Browser(self.app, base_url=self.settings.public_url))
