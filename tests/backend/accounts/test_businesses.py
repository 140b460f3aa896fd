"""Businesses and the people in them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey, Business, MemberKind, Membership
from backend.accounts.queries import belongs
from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.permissions import Scope
from tests.people import ACCOUNTANT

COMPANY = {"inn": "7707083893", "ogrn": "1027700132195"}


def members(engine, business):
    with open_session(engine) as session:
        return session.exec(select(Membership).where(Membership.business_id == business.id)).all()


def test_a_business_needs_only_a_name_and_is_worked_with_at_once(owner):
    assert owner.post_form("/businesses", {"name": "Пекарня"}).headers["location"] == "/businesses"
    page = owner.get("/businesses").text
    assert page.index("Пекарня") < page.index("Вы работаете с ним")
    assert owner.get("/list").status_code == 200


def test_numbers_are_checked_and_kept(owner):
    owner.post_form(f"/businesses/{owner.business.id}", {"name": "ООО «Лён»", **COMPANY})
    page = owner.get(f"/businesses/{owner.business.id}").text
    assert 'value="7707083893"' in page
    assert 'value="1027700132195"' in page


def test_another_number_has_yet_to_be_proven(owner, engine):
    address = f"/businesses/{owner.business.id}"
    owner.post_form(address, {"name": "ООО «Лён»", **COMPANY})
    with open_session(engine, write=True) as session:
        session.get_one(Business, owner.business.id).proven_by = "papers"
        session.commit()
    owner.post_form(address, {"name": "ООО «Лён и ко»", **COMPANY})
    with open_session(engine) as session:
        assert session.get_one(Business, owner.business.id).proven_by == "papers"
    owner.post_form(address, {"name": "ООО «Лён и ко»", "inn": "500100732259"})
    with open_session(engine) as session:
        assert session.get_one(Business, owner.business.id).proven_by is None
        assert session.exec(select(AuditRow).where(AuditRow.action == "business.unprove")).one()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"inn": "77070838931"}, "В ИНН 11 цифр, бывает 10 или 12."),
        ({"inn": "7707083890"}, "не сходится контрольная цифра"),
        ({"inn": "0000000000"}, "не сходится контрольная цифра"),
        ({"inn": "770708389²"}, "только цифры 0–9"),
        ({"inn": "٧٧٠٧٠٨٣٨٩٣"}, "только цифры 0–9"),
        ({"ogrn": "1027700132194"}, "не сходится контрольная цифра"),
        ({"inn": "500100732259", "ogrn": "1027700132195"}, "от разных форм"),
        ({"name": ""}, "» не заполнено. Заполните его."),
        ({"name": "я" * 301}, "Текст длиннее, чем 300"),
        ({"name": "Кафе\u200b"}, "Запись не того вида."),
    ],
)
def test_wrong_numbers_and_names_change_nothing(owner, numbers, said):
    for path in ("/businesses", f"/businesses/{owner.business.id}"):
        page = owner.post_form(path, {"name": "Другое", **numbers})
        assert page.status_code == 422
        assert said in page.text
    assert "Кафе «Лён»" in owner.get(f"/businesses/{owner.business.id}").text


def test_a_foreign_business_does_not_exist(owner, stranger):
    foreign = f"/businesses/{stranger.business.id}"
    assert owner.get(foreign).status_code == 404
    assert owner.get(f"{foreign}/invitations").status_code == 404
    assert owner.get(f"{foreign}/erase").status_code == 404
    for path in (foreign, f"{foreign}/invitations", f"{foreign}/leave", f"{foreign}/erase"):
        assert owner.post_form(path, {"name": "Моё", "email": "a@example.ru", "kind": "member"}).status_code == 404
    assert owner.post_form("/businesses/current", {"business_id": stranger.business.id}).status_code == 404
    assert owner.get("/businesses/nothing").status_code == 404


def test_a_member_of_another_business_cannot_be_touched_through_one_s_own(owner, stranger, engine):
    foreign = members(engine, stranger.business)[0].id
    for step in ("remove", "owner"):
        assert owner.post_form(f"/businesses/{owner.business.id}/members/{foreign}/{step}").status_code == 404


def test_an_accountant_sees_the_people_but_manages_nothing(owner, accountant):
    path = f"/businesses/{owner.business.id}"
    assert "Анна Соколова" in accountant.get(path).text
    assert accountant.post_form(path, {"name": "Моё"}).status_code == 404
    assert accountant.get(f"{path}/invitations").status_code == 404
    assert accountant.post_form(f"{path}/erase", {"sure": "1"}).status_code == 404


def test_when_a_power_of_attorney_ends_so_does_everything(owner, accountant, clock, engine):
    """No job runs and nobody signs out: the right is worked out at each request."""
    path = f"/businesses/{owner.business.id}"
    accountant.post_form(
        "/account/keys", {"name": "1С", "business_id": owner.business.id, "scopes": "read", "days": "365"}
    )
    ends = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
    clock.moment = ends - timedelta(seconds=1)
    accountant = renewed(accountant, engine, clock)
    assert accountant.get(path).status_code == 200
    with open_session(engine) as session:
        assert belongs(session, accountant.person.id, owner.business.id, clock.now(), Scope.ANSWER)
    clock.moment = ends
    assert accountant.get(path).status_code == 404
    assert owner.business.name not in accountant.get("/account").text
    with open_session(engine) as session:
        assert not belongs(session, accountant.person.id, owner.business.id, clock.now())


def renewed(browser, engine, clock):
    """The same person signed in again, so that only the power of attorney can end."""
    from backend.accounts.sessions import open_session as open_person_session

    with open_session(engine, write=True) as session:
        token = open_person_session(session, browser.person, clock.now())
        session.commit()
    browser.cookies.set("session", token, domain="127.0.0.1")
    return browser


def test_closing_access_works_at_the_next_request_and_ends_the_keys(owner, accountant, engine):
    accountant.post_form(
        "/account/keys", {"name": "1С", "business_id": owner.business.id, "scopes": "read", "days": "30"}
    )
    theirs = next(one for one in members(engine, owner.business) if one.kind is MemberKind.REPRESENTATIVE)
    assert owner.post_form(f"/businesses/{owner.business.id}/members/{theirs.id}/remove").status_code == 303
    assert accountant.get(f"/businesses/{owner.business.id}").status_code == 404
    with open_session(engine) as session:
        assert all(key.ended_at is not None for key in session.exec(select(ApiKey)))


def test_a_person_leaves_but_the_only_owner_stays(owner, accountant, engine):
    path = f"/businesses/{owner.business.id}"
    assert accountant.post_form(f"{path}/leave").headers["location"] == "/businesses"
    refused = owner.post_form(f"{path}/leave")
    assert refused.status_code == 409
    assert "Вы единственный владелец" in refused.text
    assert len(members(engine, owner.business)) == 1


def test_a_member_made_owner_lets_the_first_one_leave(owner, person, engine):
    member = person("m@example.ru", business=owner.business, kind=MemberKind.MEMBER, scopes=ACCOUNTANT)
    path = f"/businesses/{owner.business.id}"
    theirs = next(one for one in members(engine, owner.business) if one.person_id == member.person.id)
    assert member.post_form(f"{path}/members/{theirs.id}/owner").status_code == 404
    assert owner.post_form(f"{path}/members/{theirs.id}/owner").status_code == 303
    assert owner.post_form(f"{path}/leave").status_code == 303
    assert member.get(f"{path}/invitations").status_code == 200


def test_an_owner_is_not_taken_out_by_another(owner, person, engine):
    second = person("second@example.ru", business=owner.business)
    mine = next(one for one in members(engine, owner.business) if one.person_id == owner.person.id)
    assert second.post_form(f"/businesses/{owner.business.id}/members/{mine.id}/remove").status_code == 409


def test_what_happened_stands_in_the_audit_log_without_names(owner, engine):
    owner.post_form("/businesses", {"name": "Тайная пекарня", "inn": COMPANY["inn"]})
    with open_session(engine) as session:
        rows = session.exec(select(AuditRow)).all()
    assert "business.create" in {row.action for row in rows}
    assert not any("Тайная" in str(row) or COMPANY["inn"] in str(row) for row in rows)
