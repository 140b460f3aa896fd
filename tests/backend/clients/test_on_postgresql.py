"""The main flow of machine clients on PostgreSQL: asked for, approved, secrets, tokens, uses, the end, the walls."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.clients.models import ApiClient, ClientSecret, ClientToken, ClientUse
from backend.db.engine import open_session
from tests.backend.clients import test_pages, test_tokens, test_walls
from tests.backend.clients.conftest import decide

pytestmark = [pytest.mark.services]


@pytest.fixture
def database(postgresql):
    """These tests are about PostgreSQL."""
    return postgresql


@pytest.fixture
def kept(engine):
    """Tells what PostgreSQL holds of a table."""

    def rows(table):
        with open_session(engine) as session:
            return session.exec(select(table)).all()

    return rows


def test_the_engine_is_postgresql(engine):
    assert engine.dialect.name == "postgresql"


def test_from_a_request_to_the_end(owner, admin, waiting, engine, kept):
    test_pages.test_a_client_goes_from_a_request_to_its_secret_and_its_end(owner, admin, waiting, engine)
    [ended] = kept(ApiClient)
    assert ended.approved_at <= ended.ended_at


def test_rotation(client, owner, clock, kept):
    test_tokens.test_two_secrets_work_until_the_first_is_ended_and_its_tokens_with_it(client, owner, clock)
    old, new = sorted(kept(ClientSecret), key=lambda one: one.created_at)
    assert (old.ended_at, new.ended_at) == (clock.now(), None)


def test_refusals(client, waiting, owner, admin, person, kept):
    test_tokens.test_every_refusal_of_a_client_says_the_same(client, waiting, owner, admin, person)
    assert kept(ClientToken) == []


def test_uses(client, owner, admin, engine, clock, kept):
    test_walls.test_uses_tell_which_calls_and_when_never_what_was_asked(client, owner, admin, engine, clock)
    assert sum(use.calls for use in kept(ClientUse) if use.method == "GET") == 4


def test_erasure(client, of_authority, owner, engine, clock, kept):
    test_walls.test_an_erased_business_takes_its_clients_along(client, of_authority, owner, engine, clock, "business")
    assert owner.business.id not in {one.id for one in kept(Business)}
    assert {token.client_id for token in kept(ClientToken)} <= {of_authority.id}


def test_old_things(client, owner, engine, clock, person, kept):
    test_walls.test_uses_are_kept_for_thirty_days(client, owner, engine, clock, person)
    assert [one.id for one in kept(ApiClient)] == [client.id]


def test_of_two_who_make_a_secret_at_the_same_moment_one_is_told_that_it_changed(waiting, owner, admin, engine):
    decide(admin, waiting)
    form = {"days": "90", "version": waiting.version()}
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda _: owner.post_form(f"{waiting.page}/secrets", form).status_code, range(2)))
    assert sorted(answers) == [200, 412]
    with open_session(engine) as session:
        assert len(session.exec(select(ClientSecret)).all()) == 1
