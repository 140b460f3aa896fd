"""Machine clients: asked for, approved, with a secret, as a program has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import Response

from backend.db.types import new_id
from tests.people import Browser

SCOPES = ["statistics:read", "webhooks:manage"]
SECRET = re.compile(r"ycs_[A-Za-z0-9_-]{43}")
TOKEN = "/api/v1/oauth/token"
PUBLIC_CALL = "/api/v1/registry/edition"


@dataclass
class Client:
    """A client as its owner and its program know it."""

    id: str
    owner: Browser
    program: Any
    secret: str = ""

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"/clients/{self.id}"

    def version(self) -> str:
        """What version its page shows."""
        return re.search(r'name="version" value="(\d+)"', self.owner.get(f"{self.page}/end").text).group(1)

    def new_secret(self, days: str = "90") -> str:
        """Make a secret; return it as the page shows it, once."""
        answer = self.owner.post_form(f"{self.page}/secrets", {"days": days, "version": self.version()})
        assert answer.status_code == 200, answer.text
        self.secret = SECRET.search(answer.text).group()
        return self.secret

    def ask(self, secret: str | None = None, **fields: str) -> Response:
        """Ask for a token with a secret, the last one unless another is given."""
        data = {"grant_type": "client_credentials", **fields}
        return self.program.post(TOKEN, data=data, auth=(self.id, secret or self.secret))

    def token(self, **fields: str) -> str:
        """Return a token."""
        answer = self.ask(**fields)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def call(self, token: str, path: str = PUBLIC_CALL) -> Response:
        """Call with a token."""
        return self.program.get(path, headers={"Authorization": f"Bearer {token}"})


def ask_for(browser: Browser, of: str, scopes: Any = SCOPES, name: str = "склад") -> Response:
    """Send the form of a new client."""
    about = {"name": name, "purpose": "Показать оценки в своей отчётности.", "of": of, "ref": new_id()}
    return browser.post_form("/clients/new", {**about, "scopes": scopes})


def made(browser: Browser, of: str, person: Any, scopes: Any = SCOPES) -> Client:
    """Return a client that waits."""
    answer = ask_for(browser, of, scopes)
    assert answer.status_code == 303, answer.text
    return Client(answer.headers["location"].rpartition("/")[2], browser, person.browser())


def decide(admin: Browser, client: Client, answer: str = "approve") -> Response:
    """Decide on a client."""
    page = f"/admin/clients/{client.id}"
    version = re.search(r'name="version" value="(\d+)"', admin.get(page).text).group(1)
    return admin.post_form(page, {"answer": answer, "reason": "Звонили владельцу.", "version": version})


@pytest.fixture
def waiting(owner, person) -> Client:
    """A client of the café that nobody has decided on."""
    return made(owner, f"business:{owner.business.id}", person)


@pytest.fixture
def client(waiting, admin) -> Client:
    """A client of the café, approved, with a secret."""
    assert decide(admin, waiting).status_code == 303
    waiting.new_secret()
    return waiting


@pytest.fixture
def of_authority(regulator, admin, person) -> Client:
    """A client of Роспотребнадзор in Moscow, approved, with a secret."""
    found = made(regulator, "office:rospotrebnadzor:77", person)
    assert decide(admin, found).status_code == 303
    found.new_secret()
    return found


@pytest.fixture
def contents(engine):
    """Tells every row the database holds."""

    def dump() -> list[Any]:
        with engine.connect() as connection:
            names = sorted(sa.inspect(connection).get_table_names())
            return [(name, connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall()) for name in names]

    return dump
