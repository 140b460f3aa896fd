"""Keys for programs: one business, some rights, an end."""

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session


@pytest.fixture
def make_key():
    """Makes a key for the café and returns what the page showed."""

    def make(browser, business, *, days="90", scopes=("read",)):
        form = {"name": "1С", "business_id": business.id, "days": days, "scopes": list(scopes)}
        page = browser.post_form("/account/keys", form).text
        return page.split('<code class="code">yasno_')[1].split("<")[0] if "yasno_" in page else page

    return make


def ask(browser, key):
    return browser.get("/api/v1/businesses", headers={"authorization": f"Bearer yasno_{key}"})


def test_a_key_is_shown_once_and_kept_as_a_hash(owner, make_key, engine):
    key = make_key(owner, owner.business)
    assert len(key) == 43
    assert key not in owner.get("/account/keys").text
    with open_session(engine) as session:
        assert session.exec(select(ApiKey)).one().key_hash == hash_of(f"yasno_{key}")


def test_a_key_opens_one_business_with_its_rights(owner, make_key, visitor):
    owner.post_form("/businesses", {"name": "Пекарня"})
    items = ask(visitor, make_key(owner, owner.business)).json()["items"]
    assert [(one["name"], one["scopes"]) for one in items] == [("Кафе «Лён»", ["read"])]


def test_a_key_may_do_no_more_than_its_person(accountant, owner, make_key):
    assert "хотя бы одно право из ваших" in make_key(accountant, owner.business, scopes=["read", "dispute"])
    assert "хотя бы одно право из ваших" in make_key(owner, owner.business, scopes=["read", "manage"])
    assert "хотя бы одно право из ваших" in make_key(owner, owner.business, scopes=[])


def test_a_key_for_a_foreign_business_cannot_be_made(owner, stranger):
    form = {"name": "1С", "business_id": stranger.business.id, "days": "90", "scopes": "read"}
    assert owner.post_form("/account/keys", form).status_code == 404


@pytest.mark.parametrize("days", ["366", "0", "-1", "1e3", ""])
def test_a_key_lasts_a_year_at_most(owner, days):
    form = {"name": "1С", "business_id": owner.business.id, "days": days, "scopes": "read"}
    assert owner.post_form("/account/keys", form).status_code == 422


def test_a_key_ends_on_its_day(owner, make_key, visitor, clock):
    key = make_key(owner, owner.business, days="30")
    clock.forward(days=30, seconds=-1)
    assert ask(visitor, key).status_code == 200
    clock.forward(seconds=1)
    assert ask(visitor, key).status_code == 401


def test_a_key_ended_by_its_person_answers_no_more(owner, make_key, visitor, stranger, engine):
    key = make_key(owner, owner.business)
    with open_session(engine) as session:
        path = f"/account/keys/{session.exec(select(ApiKey)).one().id}/end"
    assert stranger.post_form(path).status_code == 404
    assert owner.post_form(path).status_code == 303
    assert ask(visitor, key).status_code == 401


def test_a_key_ends_with_the_power_of_attorney_and_with_the_person(accountant, owner, make_key, visitor, clock, admin):
    key, own = make_key(accountant, owner.business, days="365"), make_key(owner, owner.business)
    assert ask(visitor, key).status_code == 200
    admin.post_form(f"/admin/people/{owner.person.id}/block", {"answer": "block"})
    assert ask(visitor, own).status_code == 401
    clock.moment += timedelta(days=34)
    assert ask(visitor, key).status_code == 401


def test_a_session_is_no_key_and_a_key_is_no_session(owner, make_key, visitor):
    assert owner.get("/api/v1/businesses").status_code == 401
    key = make_key(owner, owner.business)
    page = visitor.get("/account", headers={"authorization": f"Bearer yasno_{key}"}, follow_redirects=False)
    assert page.status_code == 303
