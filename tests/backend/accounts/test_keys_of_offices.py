"""Keys of people in office: one office, two rights, an end; they end with the role, the block, the reset."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from backend.accounts import administration, second_factor
from backend.accounts.models import ApiKey, Person, RoleGrant
from backend.accounts.tokens import hash_of
from backend.audit.models import AuditRow
from backend.db.engine import open_session
from rules.roles import Role

BOTH = ("control:read", "control:write")


@pytest.fixture
def grant_of(engine):
    """Returns the grant of somebody's role."""

    def find(browser) -> RoleGrant:
        with open_session(engine) as session:
            return session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).one()

    return find


@pytest.fixture
def make_key(grant_of):
    """Makes a key of somebody's office; returns what the page showed."""

    def make(browser, *, days="90", scopes=BOTH, office=None):
        form = {"name": "надзор", "office": office or grant_of(browser).id, "days": days, "scopes": list(scopes)}
        page = browser.post_form("/account/keys/office", form).text
        return page.split('<code class="code">')[1].split("<")[0] if "yasno_" in page else page

    return make


def ask(browser, key, method="GET", path="/api/v1/control-events"):
    """Ask with a key."""
    return browser.request(method, path, headers={"Authorization": f"Bearer {key}"})


def change(engine, browser, act):
    """Do something with the person of a browser, as an admin at the terminal."""
    with open_session(engine, write=True) as session:
        act(session, session.get_one(Person, browser.person.id))
        session.commit()


def test_a_key_of_an_office_is_shown_once_kept_as_a_hash_and_recorded(inspector, make_key, engine):
    key = make_key(inspector)
    assert key.startswith("yasno_")
    assert key not in inspector.get("/account/keys").text
    assert "инспектор" in inspector.get("/account/keys").text
    with open_session(engine) as session:
        row = session.exec(select(ApiKey)).one()
        assert (row.key_hash, row.role, row.authority, row.region) == (hash_of(key), "inspector", "mchs", "77")
        made = session.exec(select(AuditRow).where(AuditRow.action == "key.make")).one()
        assert made.object_id == row.id


def test_it_opens_control_events_and_no_business(inspector, make_key, visitor, owner):
    key = make_key(inspector)
    assert ask(visitor, key).status_code == 200
    assert ask(visitor, key, path="/api/v1/businesses").status_code == 404
    assert ask(visitor, key, path=f"/api/v1/businesses/{owner.business.id}").status_code == 404


def test_a_key_that_may_only_read_writes_nothing(inspector, make_key, visitor):
    key = make_key(inspector, scopes=("control:read",))
    assert ask(visitor, key).status_code == 200
    assert ask(visitor, key, "POST").status_code == 404


def test_nobody_makes_a_key_of_a_foreign_office_or_of_none(inspector, prosecutor, owner, regulator, person, grant_of):
    form = {"name": "надзор", "office": grant_of(prosecutor).id, "days": "90", "scopes": "control:read"}
    for browser in (inspector, owner, regulator):
        assert browser.post_form("/account/keys/office", form).status_code == 404
    drafter = person("drafter@example.ru", Role.DRAFTER)
    own = {**form, "office": grant_of(drafter).id}
    assert drafter.post_form("/account/keys/office", own).status_code == 404
    assert owner.get("/account/keys/office").status_code == 404


def test_a_key_of_who_answers_or_imports_opens_nothing_of_control(regulator, admin, make_key, visitor):
    own = {regulator: "/api/v1/consultations", admin: "/api/v1/erknm-imports"}
    for browser, address in own.items():
        headers = {"Authorization": f"Bearer {make_key(browser)}"}
        assert visitor.get(address, headers=headers).status_code == 200
        names = ("control-events", "control-plans", "control-objects", "inspector-absences", "control-desk/workload")
        books = {f"/api/v1/{name}" for name in names}
        others = {*own.values(), *books} - {address}
        assert {visitor.get(one, headers=headers).status_code for one in others} == {404}


@pytest.mark.parametrize("scopes", [(), ("read",), ("control:read", "manage")])
def test_it_has_rights_of_its_own_kind_only(inspector, make_key, scopes):
    assert "хотя бы одно право" in make_key(inspector, scopes=scopes)


@pytest.mark.parametrize("days", ["366", "0", ""])
def test_it_lasts_a_year_at_most(inspector, grant_of, days):
    form = {"name": "надзор", "office": grant_of(inspector).id, "days": days, "scopes": "control:read"}
    assert inspector.post_form("/account/keys/office", form).status_code == 422


def test_it_ends_on_its_day_and_when_its_person_ends_it(inspector, make_key, visitor, clock, engine):
    first, second = make_key(inspector, days="30"), make_key(inspector)
    with open_session(engine) as session:
        row = session.exec(select(ApiKey).where(ApiKey.key_hash == hash_of(second))).one()
    inspector.post_form(f"/account/keys/{row.id}/end")
    assert [ask(visitor, key).status_code for key in (first, second)] == [200, 401]
    clock.forward(days=30)
    assert ask(visitor, first).status_code == 401


def test_it_ends_with_the_role_and_does_not_come_back_with_it(inspector, make_key, visitor, engine, grant_of, clock):
    key, grant = make_key(inspector), grant_of(inspector)

    def take_and_give_back(session: Session, person: Person) -> None:
        administration.revoke(session, None, person, grant.id, clock.now())
        session.add(RoleGrant(person_id=person.id, role=Role.INSPECTOR, authority="mchs", region="77", granted_at=now))

    now = clock.now()
    change(engine, inspector, take_and_give_back)
    assert ask(visitor, key).status_code == 401


def test_a_role_that_only_went_away_ends_it_too(inspector, make_key, visitor, engine, grant_of):
    key, grant = make_key(inspector), grant_of(inspector)
    change(engine, inspector, lambda session, person: session.delete(session.get_one(RoleGrant, grant.id)))
    assert ask(visitor, key).status_code == 401


def test_a_block_ends_it_for_good(inspector, make_key, visitor, engine, clock):
    key = make_key(inspector)

    def block_and_unblock(session: Session, person: Person) -> None:
        administration.block(session, None, person, clock.now())
        administration.unblock(session, None, person, clock.now() + timedelta(minutes=1))

    change(engine, inspector, block_and_unblock)
    assert ask(visitor, key).status_code == 401


def test_a_reset_of_the_second_factor_ends_it_for_good(inspector, make_key, visitor, engine, clock):
    key = make_key(inspector)
    change(engine, inspector, lambda session, person: second_factor.reset(session, None, person, clock.now()))
    assert ask(visitor, key).status_code == 401


def test_without_a_second_factor_there_is_no_key(person, grant_of):
    bare = person("new@mchs.example", Role.INSPECTOR, with_app=False)
    form = {"name": "надзор", "office": grant_of(bare).id, "days": "90", "scopes": "control:read"}
    answer = bare.post_form("/account/keys/office", form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/account/second-factor"


def test_a_key_of_one_office_does_not_act_in_another_of_the_same_person(person, make_key, visitor, engine, clock):
    two = person("two@mchs.example", Role.INSPECTOR, Role.PROSECUTOR)
    with open_session(engine) as session:
        mine = select(RoleGrant).where(RoleGrant.person_id == two.person.id, RoleGrant.role == Role.PROSECUTOR)
        office = session.exec(mine).one().id
    key = make_key(two, office=office)
    with open_session(engine) as session:
        assert session.exec(select(ApiKey).where(ApiKey.key_hash == hash_of(key))).one().role == "prosecutor"
