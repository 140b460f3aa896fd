"""Clients that others wrote, Authlib's own, against a server that runs: tokens, calls, and the refusals."""

from __future__ import annotations

import time

import httpx
import pytest
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.integrations.requests_client import OAuth2Session
from sqlalchemy import func
from sqlmodel import select

from backend.clients.models import ClientUse
from backend.db.engine import open_session
from tests.backend.api.conftest import lift_limits, serving
from tests.backend.clients.conftest import PUBLIC_CALL, TOKEN

RELEASES = "/api/v1/statistics/releases"
METHODS = ["client_secret_basic", "client_secret_post"]


@pytest.fixture
def address(app):
    """The address of a real server."""
    lift_limits(app)
    with serving(app) as found:
        yield found


@pytest.mark.parametrize("method", METHODS)
def test_authlibs_client_for_httpx_gets_a_token_and_calls(client, address, method):
    about = {"token_endpoint_auth_method": method, "token_endpoint": f"{address}{TOKEN}", "scope": "statistics:read"}
    with OAuth2Client(client.id, client.secret, **about) as program:
        token = program.fetch_token(f"{address}{TOKEN}", grant_type="client_credentials")
        assert token["expires_in"] == 900
        assert token["scope"] == "statistics:read"
        assert program.get(f"{address}{PUBLIC_CALL}").status_code == 200
        assert program.get(f"{address}{RELEASES}").status_code == 200
        revoked = program.revoke_token(f"{address}/api/v1/oauth/revoke", token=token["access_token"])
        assert revoked.status_code == 200
        assert program.get(f"{address}{PUBLIC_CALL}").status_code == 401


def test_authlibs_client_for_requests_finds_the_address_in_the_metadata(client, address, settings):
    told = requests.get(f"{address}/.well-known/oauth-authorization-server", timeout=30).json()
    endpoint = told["token_endpoint"].replace(settings.public_url, address)
    program = OAuth2Session(
        client.id, client.secret, token_endpoint_auth_method=told["token_endpoint_auth_methods_supported"][0]
    )
    program.fetch_token(endpoint, grant_type="client_credentials")
    assert program.get(f"{address}{PUBLIC_CALL}", timeout=30).status_code == 200


def test_authlibs_client_understands_a_refusal(client, address):
    with OAuth2Client(client.id, "ycs_wrong") as program, pytest.raises(OAuthError) as refusal:
        program.fetch_token(f"{address}{TOKEN}", grant_type="client_credentials")
    assert refusal.value.error == "invalid_client"
    with OAuth2Client(client.id, client.secret, scope="business:read") as program, pytest.raises(OAuthError) as refusal:
        program.fetch_token(f"{address}{TOKEN}", grant_type="client_credentials")
    assert refusal.value.error == "invalid_scope"


def test_a_client_without_the_scope_of_releases_reads_none(client, address):
    asked = {"grant_type": "client_credentials", "scope": "webhooks:manage"}
    token = httpx.post(f"{address}{TOKEN}", data=asked, auth=(client.id, client.secret)).json()["access_token"]
    answer = httpx.get(f"{address}{RELEASES}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404
    assert httpx.get(f"{address}{RELEASES}").status_code == 401


def test_a_client_that_is_ended_is_cut_off_a_running_connection(client, owner, address):
    with OAuth2Client(client.id, client.secret) as program:
        program.fetch_token(f"{address}{TOKEN}", grant_type="client_credentials")
        assert program.get(f"{address}{PUBLIC_CALL}").status_code == 200
        owner.post_form(f"{client.page}/end", {"version": client.version()})
        assert program.get(f"{address}{PUBLIC_CALL}").status_code == 401


def test_a_call_is_counted_though_the_program_hangs_up_at_once(client, address, engine):
    token = httpx.post(f"{address}{TOKEN}", data={"grant_type": "client_credentials"}, auth=(client.id, client.secret))
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    for _ in range(5):
        assert httpx.get(f"{address}{PUBLIC_CALL}", headers=headers).status_code == 200
    deadline = time.monotonic() + 60
    while counted(engine) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert counted(engine) == 5


def counted(engine) -> int:
    """Return how many calls of the client are counted."""
    with open_session(engine) as session:
        return session.exec(
            select(func.coalesce(func.sum(ClientUse.calls), 0)).where(ClientUse.route == PUBLIC_CALL)
        ).one()
