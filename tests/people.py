"""Browsers of signed-in people: `owner.get("/list")`, `owner.post_form("/businesses", {"name": "Кафе"})`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import Engine, update
from sqlmodel import Session

from backend.accounts import second_factor, service
from backend.accounts.models import Business, MemberKind, Person, PersonSession
from backend.accounts.passwords import hash_password
from backend.clock import MOSCOW, FixedClock
from backend.config import Settings
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES, SECOND_FACTOR, Scope
from rules.roles import Role

OFFICES = {
    Role.REGULATOR: ("rospotrebnadzor", "77"),
    Role.INSPECTOR: ("mchs", "77"),
    Role.AUTHORITY_HEAD: ("mchs", "77"),
    Role.PROSECUTOR: ("", "77"),
    Role.APPEAL_BODY: ("mchs", "77"),
    Role.OMBUDSMAN: ("", "77"),
}
# Days and moments of what has happened, by the fields that tell them.
ACTS = frozenset(
    {"noticed_at", "started_at", "ended_at", "act_date", "act_delivered_on", "impossible_on", "approval_decided_on"}
    | {"issued_on", "received_on", "reported_on", "decided_on", "supplied_on", "papers_asked_on", "resumed_on"}
)
ACCOUNTANT = frozenset({Scope.READ, Scope.ANSWER})


class Browser(TestClient[Any]):
    """A browser; `person` and `business` are those of whoever signed in with it, None for a visitor."""

    person: Person
    business: Business
    # The secret in their phone's app, and the recovery codes they keep; only who has a second factor.
    seed: str
    recovery_codes: list[str]
    people: People

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
        with_app: bool | None = None,
    ) -> Browser:
        """Return the browser of a new person; staff have set their second factor up and shown its code.

        `business`: a name makes a business of theirs; a Business makes them part of it with `scopes`.
        `office`: (authority, region) of a regulator. Without `password` nobody can sign in again with one.
        `with_app`: whether they have an app with codes, if not as their roles need.
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
            by_code = bool(SECOND_FACTOR & set(roles)) if with_app is None else with_app
            if by_code:
                self._set_app_up(session, browser, person)
            token = service.open_session(session, person, now, by_code=by_code)
            session.commit()
        browser.person = person
        browser.cookies.set(self.settings.cookie("session"), token, domain="127.0.0.1")
        return browser

    def _set_app_up(self, session: Session, browser: Browser, person: Person) -> None:
        now, secret = self.clock.now(), self.settings.secret
        browser.seed = second_factor.seed_of(secret, second_factor.offer(session, person.id, now))
        # The code of the step before: the present one is left for the test to sign in with.
        code = pyotp.TOTP(browser.seed).at(now, counter_offset=-1)
        browser.recovery_codes = second_factor.confirm(session, secret, person, code, now, None)

    def set_app_up(self, browser: Browser, password: str) -> Response:
        """Set an app up as its pages ask; return the page with the recovery codes."""
        browser.post_form("/account/second-factor", {"answer": "app", "current": password})
        browser.seed = _codes(browser.get("/account/second-factor/new").text)[0].replace(" ", "")
        answer = browser.post_form("/account/second-factor/new", {"code": self.code_of(browser)})
        browser.recovery_codes = _codes(answer.text)
        return answer

    def code_of(self, browser: Browser, steps: int = 0) -> str:
        """Return what the app of a browser's person shows now, or so many steps of 30 seconds later."""
        return pyotp.TOTP(browser.seed).at(self.clock.now(), counter_offset=steps)

    def browser(self) -> Browser:
        """Return a browser nobody has signed in with."""
        browser = self.stack.enter_context(Browser(self.app, base_url=self.settings.public_url))
        browser.people = self
        return browser

    def wait_until(self, moment: datetime | str) -> None:
        """Let time pass up to a moment (a text is of Moscow); whoever was signed in has signed in anew by then."""
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.clock.moment = max(self.clock.moment, when if when.tzinfo else when.replace(tzinfo=MOSCOW))
        with open_session(self.engine, write=True) as session:
            now = {"created_at": self.clock.now(), "seen_at": self.clock.now()}
            session.execute(update(PersonSession).where(PersonSession.ended_at.is_(None)).values(**now))
            session.commit()

    def wait_for(self, values: Mapping[str, Any]) -> None:
        """Let time pass until everything has happened that a form tells of; plans and terms are not waited for."""
        told = [str(value) for name, value in values.items() if name in ACTS and value]
        for day in told:
            self.wait_until(day if "T" in day else f"{day}T23:00")


def _codes(page: str) -> list[str]:
    return re.findall(r'<code class="code">([A-Za-z2-7 -]+)</code>', page)
