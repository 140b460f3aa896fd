"""Owners ask, an admin decides, owners make secrets and end them; nobody else sees anything of it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.clients.models import ApiClient, ClientSecret
from backend.db.engine import open_session
from backend.db.types import new_id
from backend.notifications.models import Notice
from tests.backend.clients.conftest import SECRET, ask_for, decide, made


def actions(engine):
    with open_session(engine) as session:
        return [row.action for row in session.exec(select(AuditRow).order_by(AuditRow.seq)) if "client" in row.action]


def told(engine, browser):
    with open_session(engine) as session:
        kinds = session.exec(select(Notice.kind).where(Notice.person_id == browser.person.id)).all()
    return sorted(kind for kind in kinds if kind.startswith("clients."))


def test_a_client_goes_from_a_request_to_its_secret_and_its_end(owner, admin, waiting, engine):
    assert "ждёт решения" in owner.get(waiting.page).text
    assert 'name="days"' not in owner.get(waiting.page).text
    listed = admin.get("/admin/clients").text
    assert "склад" in listed
    assert "Кафе «Лён»" in listed
    assert decide(admin, waiting).status_code == 303
    assert "Звонили владельцу." in owner.get(waiting.page).text
    secret = waiting.new_secret()
    assert secret not in owner.get(waiting.page).text
    assert waiting.token()
    ending = owner.get(f"{waiting.page}/end")
    assert "Отключить: склад?" in ending.text
    assert owner.post_form(f"{waiting.page}/end", {"version": waiting.version()}).status_code == 303
    assert "отключено" in owner.get(waiting.page).text
    assert actions(engine) == ["client.ask", "client.approve", "client.make_secret", "client.end"]
    assert told(engine, admin) == ["clients.asked", "clients.ended"]
    assert set(told(engine, owner)) == {"clients.approved", "clients.secret_made", "clients.ended"}


def test_the_same_form_sent_twice_makes_one_client(owner, engine):
    about = {"name": "склад", "purpose": "Отчёты.", "of": f"business:{owner.business.id}", "ref": new_id()}
    form = {**about, "scopes": ["statistics:read"]}
    first, second = owner.post_form("/clients/new", form), owner.post_form("/clients/new", form)
    assert first.headers["location"] == second.headers["location"]
    with open_session(engine) as session:
        assert len(session.exec(select(ApiClient)).all()) == 1


def test_somebody_elses_reference_opens_nothing(owner, stranger, waiting):
    about = {"name": "x", "purpose": "x", "of": f"business:{stranger.business.id}", "ref": waiting.id}
    assert stranger.post_form("/clients/new", {**about, "scopes": ["statistics:read"]}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "я" * 101),
        ("name", "a\u0000b"),
        ("name", "a\u2028b"),
        ("purpose", ""),
        ("purpose", "я" * 501),
        ("of", ""),
        ("of", "x" * 61),
        ("ref", ""),
        ("ref", "короткий"),
        ("scopes", "business:read"),
        ("scopes", ""),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(owner, engine, field, value):
    form = {"name": "склад", "purpose": "Отчёты.", "of": f"business:{owner.business.id}", "ref": new_id()}
    answer = owner.post_form("/clients/new", {**form, "scopes": "statistics:read", field: value})
    assert answer.status_code == 422
    with open_session(engine) as session:
        assert session.exec(select(ApiClient)).all() == []


def test_an_organisation_that_is_not_ones_own_gets_no_client(owner, stranger, regulator, accountant):
    assert ask_for(stranger, f"business:{owner.business.id}").status_code == 404
    assert ask_for(accountant, f"business:{owner.business.id}").status_code == 404
    assert ask_for(regulator, "office:mchs:77").status_code == 404
    assert ask_for(regulator, "office:rospotrebnadzor:78").status_code == 404
    assert "владелец" in accountant.get("/clients").text
    assert accountant.get("/clients/new").status_code == 404


def test_a_head_asks_for_the_authority_and_a_regulator_of_the_same_place_keeps_it(head, person):
    from rules.roles import Role

    client = made(head, "office:mchs:77", person)
    here = person("here@mchs.example", Role.REGULATOR, office=("mchs", "77"))
    there = person("there@mchs.example", Role.REGULATOR, office=("mchs", "78"))
    assert here.get(client.page).status_code == 200
    assert there.get(client.page).status_code == 404


def test_others_find_no_page_of_it(client, stranger, accountant, regulator, inspector, admin, visitor):
    with_secret = f"{client.page}/secrets"
    for browser in (stranger, accountant, regulator, inspector, admin):
        assert browser.get(client.page).status_code == 404
        assert browser.get(f"{client.page}/end").status_code == 404
        assert browser.post_form(with_secret, {"days": "90", "version": "3"}).status_code == 404
        assert browser.post_form(f"{client.page}/end", {"version": "3"}).status_code == 404
    for browser in (stranger, accountant, regulator, inspector):
        assert browser.get(f"/admin/clients/{client.id}").status_code == 404
        assert browser.get("/admin/clients").status_code == 404
    assert visitor.get(client.page, follow_redirects=False).headers["location"].startswith("/sign-in")


def test_a_refused_client_never_gets_a_secret(owner, admin, waiting):
    assert decide(admin, waiting, "refuse").status_code == 303
    assert "отказано" in owner.get(waiting.page).text
    assert owner.post_form(f"{waiting.page}/secrets", {"days": "90", "version": "2"}).status_code == 409
    form = {"answer": "approve", "reason": "x", "version": "2"}
    assert admin.post_form(f"/admin/clients/{waiting.id}", form).status_code == 409


def test_a_decision_needs_an_answer_and_a_reason(admin, waiting, engine):
    page = f"/admin/clients/{waiting.id}"
    for form in (
        {"answer": "approve"},
        {"reason": "x"},
        {"answer": "maybe", "reason": "x"},
        {"answer": "approve", "reason": "я" * 501},
    ):
        assert admin.post_form(page, {**form, "version": "1"}).status_code == 422
    assert admin.post_form(page, {"answer": "approve", "reason": "x", "version": "9"}).status_code == 412
    assert admin.post_form(page, {"answer": "approve", "reason": "x"}).status_code == 412
    with open_session(engine) as session:
        assert session.exec(select(ApiClient)).one().approved_at is None


def test_two_secrets_and_no_third(client, owner):
    first, second = client.secret, client.new_secret()
    assert first != second
    page = owner.get(client.page).text
    assert 'name="days"' not in page
    assert owner.post_form(f"{client.page}/secrets", {"days": "90", "version": client.version()}).status_code == 409


def test_a_secret_made_by_an_old_form_is_not_made_twice(waiting, owner, admin, engine):
    decide(admin, waiting)
    form = {"days": "90", "version": waiting.version()}
    assert SECRET.search(owner.post_form(f"{waiting.page}/secrets", form).text)
    assert owner.post_form(f"{waiting.page}/secrets", form).status_code == 412
    with open_session(engine) as session:
        assert len(session.exec(select(ClientSecret)).all()) == 1


@pytest.mark.parametrize("days", ["", "0", "366", "9999", "сто", "90 "])
def test_a_secret_lasts_as_long_as_the_list_says(waiting, owner, admin, days):
    decide(admin, waiting)
    answer = owner.post_form(f"{waiting.page}/secrets", {"days": days, "version": waiting.version()})
    assert answer.status_code == (200 if days == "90 " else 422)


def test_ten_clients_are_enough(owner):
    of = f"business:{owner.business.id}"
    assert {ask_for(owner, of).status_code for _ in range(10)} == {303}
    assert ask_for(owner, of).status_code == 409


def test_the_audit_log_says_it_in_words(client, admin):
    page = admin.get("/audit").text
    for words in ("Попросили подключить программу", "Одобрили подключение программы", "Создали секрет программы"):
        assert words in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_pages_come_in_both_languages(client, owner, admin, language):
    for browser in (owner, admin):
        browser.cookies.set("language", language, domain="127.0.0.1")
    addresses = ["/clients", "/clients/new", client.page, f"{client.page}/end"]
    for browser, address in [(owner, one) for one in addresses] + [(admin, f"/admin/clients/{client.id}")]:
        page = browser.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text
