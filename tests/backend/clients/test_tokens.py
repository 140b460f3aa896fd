"""A token for fifteen minutes: who gets one, what it opens, what ends it at once."""

from __future__ import annotations

import base64

import pytest
from sqlmodel import select

from backend.clients.models import ApiClient, ClientToken
from backend.db.engine import open_session
from tests.backend.clients.conftest import PUBLIC_CALL, TOKEN, decide

REVOKE = "/api/v1/oauth/revoke"


def test_a_token_comes_with_its_scopes_and_is_never_stored(client, engine):
    answer = client.ask(scope="statistics:read")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body == {
        "access_token": body["access_token"],
        "token_type": "Bearer",
        "expires_in": 900,
        "scope": "statistics:read",
    }
    assert body["access_token"].startswith("yct_")
    assert client.call(body["access_token"]).status_code == 200


def test_without_a_scope_all_of_the_clients_own_are_granted(client):
    assert client.ask().json()["scope"] == "statistics:read webhooks:manage"


def test_the_secret_may_come_in_the_form_too(client):
    form = {"grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret}
    assert client.program.post(TOKEN, data=form).status_code == 200


def test_a_token_of_a_minute_ago_and_one_of_a_quarter_of_an_hour_ago(client, clock):
    token = client.token()
    clock.forward(minutes=14, seconds=59)
    assert client.call(token).status_code == 200
    clock.forward(seconds=1)
    refused = client.call(token)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    assert refused.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_a_client_that_is_ended_is_refused_on_the_very_next_call(client, owner):
    token = client.token()
    assert client.call(token).status_code == 200
    owner.post_form(f"{client.page}/end", {"version": client.version()})
    assert client.call(token).status_code == 401
    assert client.ask().json()["error"] == "invalid_client"


def test_an_admin_ends_a_client_as_well(client, admin):
    token, page = client.token(), f"/admin/clients/{client.id}/end"
    assert admin.get(page).status_code == 200
    assert admin.post_form(page, {"version": client.version()}).status_code == 303
    assert client.call(token).status_code == 401


def test_two_secrets_work_until_the_first_is_ended_and_its_tokens_with_it(client, owner, clock):
    first, old = client.secret, client.token()
    clock.forward(minutes=1)
    second = client.new_secret()
    new = client.token()
    assert {client.call(one).status_code for one in (old, new)} == {200}
    assert client.ask(first).status_code == 200
    page = owner.get(client.page).text
    end = [one for one in page.split('"') if one.startswith(f"{client.page}/secrets/") and one.endswith("/end")][-1]
    assert "Токены, взятые по нему" in owner.get(end).text
    assert owner.post_form(end, {"version": client.version()}).status_code == 303
    assert client.call(old).status_code == 401
    assert client.call(new).status_code == 200
    assert client.ask(first).status_code == 401
    assert client.ask(second).status_code == 200
    assert owner.get(end).status_code == 404


def test_a_secret_that_has_run_out_gives_and_keeps_no_token(client, clock):
    clock.forward(days=89, hours=23, minutes=55)
    token = client.token()
    clock.forward(minutes=5)
    assert client.call(token).status_code == 401
    assert client.ask().status_code == 401


def test_every_refusal_of_a_client_says_the_same(client, waiting, owner, admin, person):
    wrong = [
        client.program.post(TOKEN, data={"grant_type": "client_credentials"}, auth=auth)
        for auth in [
            (client.id, "ycs_wrong"),
            ("no-such-client-x", client.secret),
            ("короткий", client.secret),
            ("a\x00b", client.secret),
            (client.id, ""),
        ]
    ]
    owner.post_form(f"{client.page}/end", {"version": client.version()})
    wrong.append(client.ask())
    assert {one.status_code for one in wrong} == {401}
    assert len({one.content for one in wrong}) == 1
    assert {one.headers["www-authenticate"] for one in wrong} == {'Basic realm="yasno", charset="UTF-8"'}


def test_a_client_nobody_has_approved_gets_no_token(waiting):
    assert waiting.ask("ycs_whatever").json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"scope": "business:read"}, "invalid_scope"),
        ({"scope": "statistics:read business:read"}, "invalid_scope"),
        ({"scope": "я" * 500}, "invalid_scope"),
        ({"scope": "a\x00b"}, "invalid_request"),
        ({"scope": "я" * 5000}, "invalid_request"),
        ({"x" * 20000: "y"}, "invalid_request"),
        ({f"field{number}": "y" for number in range(30)}, "invalid_request"),
    ],
)
def test_wrong_requests_are_named_as_the_rfc_names_them(client, contents, fields, error):
    before = contents()
    answer = client.ask(**fields)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["error_description"].isascii()
    assert contents() == before


def test_a_missing_grant_type_is_named(client):
    answer = client.program.post(TOKEN, data={"scope": "statistics:read"}, auth=(client.id, client.secret))
    assert answer.json()["error_description"].startswith("The parameter grant_type is missing")


def test_a_refused_scope_is_answered_with_the_clients_own(client, engine):
    with open_session(engine, write=True) as session:
        session.get_one(ApiClient, client.id).scopes = ["statistics:read"]
        session.commit()
    for scope in ("webhooks:manage", "no:such"):
        answer = client.ask(scope=scope).json()
        assert answer["error"] == "invalid_scope"
        assert answer["error_description"].endswith("they are: statistics:read.")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"grant_type=client_credentials&grant_type=client_credentials", {}),
        (b"grant_type=client_credentials&scope=statistics%3Aread&scope=statistics%3Aread", {}),
        (b"grant_type=%ff", {}),
        (b"\xff\xfe", {}),
        (b"", {}),
        (b'{"grant_type": "client_credentials"}', {"Content-Type": "application/json"}),
        (b"grant_type=client_credentials", {"Content-Type": "text/plain"}),
        (b"grant_type=client_credentials", {"Content-Type": ""}),
        (b"grant_type=client_credentials&client_secret=twice", {}),
    ],
)
def test_what_cannot_be_read_is_an_invalid_request(client, contents, body, headers):
    basic = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {basic}", **headers}
    before = contents()
    answer = client.program.post(TOKEN, content=body, headers=sent)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert contents() == before


@pytest.mark.parametrize(
    "authorization",
    ["Basic", "Basic ", "Basic !!!", "Basic //8=", "Basic YWJj", "Digest x", "Bearer yasno_x", "Basic " + "QQ==" * 9],
)
def test_an_authorization_that_cannot_be_read_is_an_invalid_client(client, authorization):
    data = {"grant_type": "client_credentials"}
    answer = client.program.post(TOKEN, data=data, headers={"Authorization": authorization})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_other_methods_and_huge_forms_are_refused(client):
    assert client.program.get(TOKEN).status_code == 405
    assert client.program.put(TOKEN).status_code == 405
    assert client.program.post(TOKEN, data={"x": "y" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("name", ["access_token", "client_secret", "token"])
def test_no_secret_belongs_in_an_address(client, name):
    token = client.token()
    for method, path in (("GET", PUBLIC_CALL), ("POST", TOKEN), ("GET", "/api/v1/no-such")):
        answer = client.program.request(method, path, params={name: token})
        assert answer.status_code == (404 if path.endswith("such") else 400), path
        if answer.status_code == 400:
            assert "адрес" in answer.text
            assert token not in answer.text


def test_any_parameter_in_the_address_of_the_token_is_refused(client):
    data = {"grant_type": "client_credentials"}
    answer = client.program.post(f"{TOKEN}?scope=statistics:read", data=data, auth=(client.id, client.secret))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_is_given_back(client, of_authority):
    token, other = client.token(), of_authority.token()
    for given in (token, token, other, "yct_none"):
        answer = client.program.post(REVOKE, data={"token": given}, auth=(client.id, client.secret))
        assert (answer.status_code, answer.json()) == (200, {})
    assert client.call(token).status_code == 401
    assert of_authority.call(other).status_code == 200
    assert client.program.post(REVOKE, data={}, auth=(client.id, client.secret)).json()["error"] == "invalid_request"
    assert client.program.post(REVOKE, data={"token": token}).json()["error"] == "invalid_client"
    odd = {"token": token, "token_type_hint": "id_token"}
    assert client.program.post(REVOKE, data=odd, auth=(client.id, client.secret)).status_code == 400


@pytest.mark.parametrize("token", ["yct_", "yct_invented", "yct_" + "я" * 20, "yct_" + "x" * 5000])
def test_a_token_that_is_none_is_refused_everywhere_alike(client, token):
    for path in (PUBLIC_CALL, "/api/v1/businesses", TOKEN):
        header = {"Authorization": f"Bearer {token}".encode()}
        answer = client.program.request("POST" if path == TOKEN else "GET", path, headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_a_secret_is_no_token(client):
    assert client.call(client.secret).json()["code"] == "invalid_token"


def test_a_token_opens_nothing_of_people_or_businesses(client, owner):
    token = client.token()
    for path in ("/api/v1/businesses", f"/api/v1/businesses/{owner.business.id}", "/api/v1/notices"):
        assert client.call(token, path).status_code == 404
    assert client.call(token, "/list").status_code in {200, 404}
    assert client.program.get("/clients", headers={"Authorization": f"Bearer {token}"}).status_code in {200, 303}


def test_tokens_that_have_run_out_do_not_pile_up(client, clock, engine):
    for _ in range(3):
        client.token()
        clock.forward(minutes=16)
    client.token()
    with open_session(engine) as session:
        assert len(session.exec(select(ClientToken)).all()) == 1


def test_a_client_asks_for_thirty_tokens_a_minute_and_no_more(client, clock):
    assert {client.ask().status_code for _ in range(30)} == {200}
    refused = client.ask()
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    clock.forward(seconds=int(refused.headers["Retry-After"]))
    assert client.ask().status_code == 200


def test_a_client_calls_six_hundred_times_a_minute(client, of_authority):
    token, other = client.token(), of_authority.token()
    assert {client.call(token).status_code for _ in range(600)} == {200}
    refused = client.call(token)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert of_authority.call(other).status_code == 200


def test_metadata_tells_where_tokens_are_given(visitor):
    told = visitor.get("/.well-known/oauth-authorization-server").json()
    assert told["token_endpoint"] == "http://127.0.0.1:8000/api/v1/oauth/token"
    assert told["grant_types_supported"] == ["client_credentials"]
    assert told["scopes_supported"] == ["statistics:read", "webhooks:manage"]


def test_a_decision_comes_before_the_first_token(waiting, admin):
    assert waiting.ask("ycs_x").status_code == 401
    decide(admin, waiting)
    waiting.new_secret()
    assert waiting.ask().status_code == 200
