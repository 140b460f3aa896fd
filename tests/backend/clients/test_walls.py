"""What a client leaves behind: no secret anywhere, no contents of calls; and what becomes of it without its people."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import select

from backend.accounts import administration, erasing
from backend.accounts.models import MemberKind, Person, RoleGrant
from backend.app import create_app
from backend.clients.jobs import tidy
from backend.clients.models import ApiClient, ClientSecret, ClientToken, ClientUse
from backend.clients.queries import state_of
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.permissions import ALL_SCOPES, NOBODY, Actor, Permission
from tests.backend.clients.conftest import PUBLIC_CALL, TOKEN, decide, made


def rows(engine, table):
    with open_session(engine) as session:
        return session.exec(select(table)).all()


def test_no_secret_and_no_token_lies_in_the_database_or_any_file(client, settings, engine, clock):
    first = client.secret
    words = [first, client.new_secret(), client.token()]
    client.call(words[-1])
    run_due(Hands(settings, engine, clock))
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            told = repr(connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall())
            assert [word for word in words if word in told or word[4:] in told] == [], name
    held = {path: path.read_bytes() for path in Path(settings.data).rglob("*") if path.is_file()}
    assert [path for path, bytes_ in held.items() for word in words if word[4:].encode() in bytes_] == []


def test_uses_tell_which_calls_and_when_never_what_was_asked(client, owner, admin, engine, clock):
    token = client.token()
    client.call(token, "/api/v1/requirements?q=тайное")
    client.call(token)
    clock.forward(minutes=1)
    client.call(token)
    client.call(token, "/api/v1/businesses")
    uses = {(one.method, one.route, one.status): one for one in rows(engine, ClientUse)}
    assert uses[("GET", PUBLIC_CALL, 200)].calls == 2
    assert uses[("GET", PUBLIC_CALL, 200)].last_at == clock.now()
    assert uses[("GET", "/api/v1/businesses", 404)].calls == 1
    assert uses[("POST", TOKEN, 200)].calls == 1
    assert "тайное" not in repr(uses)
    for page in (owner.get(client.page).text, admin.get(f"/admin/clients/{client.id}").text):
        assert f"GET {PUBLIC_CALL}" in page
        assert "тайное" not in page
        assert "/api/v1/businesses" in page


def test_uses_are_kept_for_thirty_days(client, owner, engine, clock, person):
    client.call(client.token())
    clock.forward(days=31)
    person.wait_until(clock.now())
    assert "ещё не обращалась" in owner.get(client.page).text
    with open_session(engine, write=True) as session:
        tidy(session, {}, clock.now())
        session.commit()
    assert rows(engine, ClientUse) == []
    assert rows(engine, ClientToken) == []


def test_the_owners_are_told_once_fourteen_days_before_a_secret_ends(client, engine, clock):
    def warned():
        with open_session(engine, write=True) as session:
            tidy(session, {}, clock.now())
            session.commit()
        return len([one for one in rows(engine, Notice) if one.kind == "clients.secret_ends"])

    clock.forward(days=75)
    assert warned() == 0
    clock.forward(days=1, minutes=1)
    assert warned() == 1
    clock.forward(days=1)
    assert warned() == 1


def test_a_client_stays_with_the_other_owner(client, owner, person, engine, clock):
    other = person("second@example.ru", business=owner.business, kind=MemberKind.OWNER, scopes=ALL_SCOPES)
    token = client.token()
    owner.post_form(f"/businesses/{owner.business.id}/leave")
    assert owner.get(client.page).status_code == 404
    assert other.get(client.page).status_code == 200
    assert client.call(token).status_code == 200


def test_a_client_whose_last_owner_has_run_out_answers_no_more_and_ends(owner, person, admin, engine, clock):
    ends = clock.now() + timedelta(days=2)
    other = person("until@example.ru", name="До завтра", business=owner.business, ends_at=ends)
    client = made(other, f"business:{owner.business.id}", person)
    decide(admin, client)
    client.new_secret()
    owner.post_form(f"/businesses/{owner.business.id}/leave")
    token = client.token()
    clock.forward(days=2)
    assert client.ask().status_code == 401
    assert client.call(token).status_code == 401
    with open_session(engine, write=True) as session:
        tidy(session, {}, clock.now())
        session.commit()
    assert [state_of(one).value for one in rows(engine, ApiClient)] == ["ended"]


def test_a_client_of_an_authority_ends_with_its_last_person(of_authority, regulator, engine, clock):
    token = of_authority.token()
    assert of_authority.call(token).status_code == 200
    with open_session(engine, write=True) as session:
        given = session.exec(select(RoleGrant).where(RoleGrant.person_id == regulator.person.id)).one()
        administration.revoke(session, None, session.get_one(Person, regulator.person.id), given.id, clock.now())
        session.commit()
    assert of_authority.call(token).status_code == 401
    assert of_authority.ask().status_code == 401


def test_a_blocked_owner_keeps_no_client(client, owner, engine, clock):
    token = client.token()
    with open_session(engine, write=True) as session:
        administration.block(session, None, session.get_one(Person, owner.person.id), clock.now())
        session.commit()
    assert client.call(token).status_code == 401


@pytest.mark.parametrize("whole", ["business", "person"])
def test_an_erased_business_takes_its_clients_along(client, of_authority, owner, engine, clock, whole):
    token = client.token()
    client.call(token)
    actor = Actor(owner.person.id, scopes={owner.business.id: ALL_SCOPES}, business_id=owner.business.id)
    with open_session(engine, write=True) as session:
        if whole == "business":
            erasing.erase_business(session, actor, owner.business.id, clock.now())
        else:
            erasing.erase_person(session, actor, session.get_one(Person, owner.person.id), clock.now())
        session.commit()
    assert client.call(token).status_code == 401
    assert [one.id for one in rows(engine, ApiClient)] == [of_authority.id]
    assert {one.client_id for one in rows(engine, ClientSecret)} == {of_authority.id}
    assert rows(engine, ClientUse) == []


def test_an_owner_takes_the_clients_along_without_hashes(client, owner):
    client.token()
    answer = owner.get("/account/data.zip")
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    told = {name: found.read(name).decode() for name in found.namelist()}
    assert "склад" in told["tables/api_client.json"]
    assert "secret_hash" not in told["tables/client_secret.json"]
    assert "token_hash" not in told["tables/client_token.json"]


def test_a_machine_client_may_what_its_scopes_say_and_nothing_else():
    reader = Actor(
        client_id="c", client_scopes=frozenset({"statistics:read"}), allowed=frozenset({Permission.STATISTICS_READ})
    )
    assert {one for one in Permission if reader.may(one)} == {Permission.PUBLIC, Permission.STATISTICS_READ}
    assert NOBODY.may(Permission.OWN_BUSINESS)
    assert not reader.may(Permission.OWN_BUSINESS)


def served(settings, engine, clock, **changes):
    """A site of its own address."""
    return create_app(dataclasses.replace(settings, **changes), clock=clock, engine=engine)


@pytest.mark.parametrize(
    ("proxies", "said", "let_in"),
    [
        ((), None, False),
        ((), "https", False),
        (("testclient",), None, True),
        (("testclient",), "https", True),
        (("testclient",), "http", False),
        (("testclient",), "https, http", False),
    ],
)
def test_on_the_net_secrets_and_tokens_come_by_https_only(client, settings, engine, clock, proxies, said, let_in):
    token = client.token()
    app = served(settings, engine, clock, public_url="https://yasno.example", trusted_proxies=proxies)
    headers = {"X-Forwarded-Proto": said} if said else {}
    with TestClient(app, base_url="http://yasno.example") as program:
        data, auth = {"grant_type": "client_credentials"}, (client.id, client.secret)
        asked = program.post(TOKEN, data=data, auth=auth, headers=headers)
        called = program.get(PUBLIC_CALL, headers={**headers, "Authorization": f"Bearer {token}"})
    assert (asked.status_code, called.status_code) == ((200, 200) if let_in else (400, 400))
    if not let_in:
        assert asked.json()["error"] == "invalid_request"
        assert "https" in called.text


PROGRAM = """
import sys, os, pathlib, tempfile
os.environ["YASNO_DATA"] = tempfile.mkdtemp()
from litestar.testing import TestClient
from backend.app import create_app
from backend.config import read_settings
from backend.db.engine import make_engine
from backend.schema import upgrade
from backend.web.logs import configure
configure()
import logging
logging.getLogger("authlib").setLevel(logging.DEBUG)
settings = read_settings()
upgrade(make_engine(settings.database_url))
secret = sys.argv[1]
with TestClient(create_app(settings), base_url=settings.public_url, raise_server_exceptions=False) as program:
    form = {"grant_type": "client_credentials", "client_id": "x" * 16, "client_secret": secret}
    assert program.post("/api/v1/oauth/token", data=form).status_code == 401
    assert program.post("/api/v1/oauth/token", data={"grant_type": secret}, auth=("x" * 16, secret)).status_code == 400
    assert program.post("/api/v1/oauth/revoke", data={"token": secret}, auth=("x" * 16, secret)).status_code == 401
    for name in ("access_token", "client_secret"):
        assert program.get("/api/v1/registry/edition", params={name: secret}).status_code == 400
    assert program.get("/api/v1/registry/edition", headers={"Authorization": "Bearer yct_" + secret}).status_code == 401
    logging.getLogger("authlib.test").warning("shown")
"""


def test_logs_hold_no_secret_even_where_authlib_talks():
    done = subprocess.run([sys.executable, "-c", PROGRAM, "canary-secret"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "authlib" in done.stderr
    assert "canary-secret" not in done.stderr + done.stdout
