"""What an admin does with people."""

import re

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.audit.models import AuditRow
from backend.db.engine import open_session
from rules.roles import Role


def path_of(browser, rest=""):
    return f"/admin/people/{browser.person.id}{rest}"


def test_people_are_found_by_name_or_address(admin, owner, stranger):
    assert "Анна Соколова" in admin.get("/admin/people", params={"q": "соколова"}).text
    found = admin.get("/admin/people", params={"q": "STRANGER@"}).text
    assert "Вера Лисина" in found
    assert "Анна Соколова" not in found
    assert "Никого с таким именем" in admin.get("/admin/people", params={"q": "%"}).text


@pytest.mark.parametrize("number", ["0", "-5", "99999999999999999999"])
def test_any_page_number_is_answered(admin, number):
    assert admin.get("/admin/people", params={"page_number": number}).status_code in (200, 400)


def test_only_an_admin_sees_people(owner, regulator, editor, visitor):
    for one in (owner, regulator, editor):
        assert one.get("/admin/people").status_code == 404
        assert one.post_form(path_of(owner, "/block"), {"answer": "block"}).status_code == 404
    assert visitor.get("/admin/people", follow_redirects=False).status_code == 303


def test_an_admin_sees_neither_businesses_nor_answers(admin, owner):
    assert "Кафе" not in admin.get("/admin/people").text
    assert "Кафе" not in admin.get(path_of(owner)).text
    assert admin.get(f"/businesses/{owner.business.id}").status_code == 404


def test_a_role_of_an_authority_needs_its_code(admin, stranger):
    refused = admin.post_form(path_of(stranger, "/roles"), {"role": "regulator"})
    assert refused.status_code == 422
    assert "Для этой роли нужен орган." in refused.text
    form = {"role": "regulator", "authority": "mchs", "region": "77"}
    assert admin.post_form(path_of(stranger, "/roles"), form).status_code == 303
    page = admin.get(path_of(stranger)).text
    assert "МЧС России" in page
    assert "регион 77" in page
    assert admin.post_form(path_of(stranger, "/roles"), form).status_code == 409


@pytest.mark.parametrize("role", ["prosecutor", "ombudsman"])
def test_prosecutors_and_ombudsmen_hold_a_region_without_an_authority(admin, stranger, role):
    assert admin.post_form(path_of(stranger, "/roles"), {"role": role, "region": "77"}).status_code == 303
    assert "регион 77" in admin.get(path_of(stranger)).text


@pytest.mark.parametrize("role", ["business", "representative", "king", ""])
def test_roles_that_are_not_given_by_hand_are_refused(admin, owner, role):
    assert admin.post_form(path_of(owner, "/roles"), {"role": role}).status_code == 422


def test_a_change_of_roles_ends_the_sessions_at_once(admin, editor):
    page = admin.get(path_of(editor)).text
    action = re.search(r'action="([^"]+/revoke)"', page).group(1)
    assert admin.post_form(action).status_code == 303
    assert editor.get("/account", follow_redirects=False).status_code == 303


def test_an_admin_takes_nothing_from_themselves_or_from_the_last_one(admin, person):
    mine = re.search(r'action="([^"]+/revoke)"', admin.get(path_of(admin)).text).group(1)
    assert admin.post_form(mine).status_code == 409
    assert admin.post_form(path_of(admin, "/block"), {"answer": "block"}).status_code == 409
    second = person("second@example.ru", Role.ADMIN)
    theirs = re.search(r'action="([^"]+/revoke)"', admin.get(path_of(second)).text).group(1)
    assert admin.post_form(theirs).status_code == 303


def test_a_blocked_person_is_let_in_again(admin, owner):
    admin.post_form(path_of(owner, "/block"), {"answer": "block"})
    assert "Вход закрыт" in admin.get(path_of(owner)).text
    admin.post_form(path_of(owner, "/block"), {"answer": "unblock"})
    assert "Вход закрыт" not in admin.get(path_of(owner)).text


def test_every_step_stands_in_the_audit_log(admin, owner, engine):
    admin.post_form(path_of(owner, "/roles"), {"role": "editor"})
    admin.post_form(path_of(owner, "/block"), {"answer": "block"})
    admin.post_form(path_of(owner, "/sessions/end"))
    with open_session(engine) as session:
        done = (AuditRow.actor == admin.person.id, AuditRow.action != "second_factor.on")
        rows = session.exec(select(AuditRow).where(*done)).all()
    assert [row.action for row in rows] == ["role.grant", "person.block", "person.end_sessions"]
    assert {row.object_id for row in rows} == {owner.person.id}


def test_a_role_is_taken_from_its_own_person_only(admin, editor, owner):
    action = re.search(r'action="([^"]+/revoke)"', admin.get(path_of(editor)).text).group(1)
    assert admin.post_form(action.replace(editor.person.id, owner.person.id)).status_code == 404


def test_nobody_is_404(admin):
    assert admin.get("/admin/people/nobody").status_code == 404
    assert admin.post_form("/admin/people/nobody/roles/nothing/revoke").status_code == 404


def test_a_tax_number_is_proven_once_and_taken_back(admin, owner, stranger, engine):
    with open_session(engine, write=True) as session:
        for one in (owner, stranger):
            session.get_one(Business, one.business.id).inn = "7707083893"
        session.commit()
    address = f"/admin/businesses/{owner.business.id}/proof"
    assert "Кафе" in admin.get("/admin/businesses").text
    assert admin.post_form(address, {"how": "papers"}).status_code == 303
    assert admin.post_form(f"/admin/businesses/{stranger.business.id}/proof", {"how": "papers"}).status_code == 409
    assert admin.post_form(address, {"how": "magic"}).status_code == 422
    assert owner.post_form(address, {"how": "papers"}).status_code == 404
    assert admin.post_form(f"{address}/back").status_code == 303
    with open_session(engine) as session:
        assert session.get_one(Business, owner.business.id).proven_by is None


def test_only_a_business_that_names_a_tax_number_can_prove_it(admin, owner):
    assert admin.post_form(f"/admin/businesses/{owner.business.id}/proof", {"how": "papers"}).status_code == 404
