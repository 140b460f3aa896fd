"""The risk of a business on pages: objects, answers, what-if without keeping, what authorities hold, foreign things."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.assessments.models import Answer, AnswerValue
from backend.db.engine import open_session
from backend.risk.models import ControlObject, Source

PROBABILITY = (
    "founded_complaint_last_year",
    "penalty_in_three_years",
    "accreditation_monitoring_failed",
    "system_monitoring_missed",
)
GOOD_FAITH = (
    "no_breaches_in_three_years",
    "accreditation_monitoring_met",
    "data_submitted_in_time",
    "system_monitoring_met",
)
ALL_NO = dict.fromkeys((*PROBABILITY, *GOOD_FAITH), "no")


@pytest.fixture
def session(engine):
    """A session that only looks; `rollback` makes it look anew."""
    with open_session(engine) as opened:
        yield opened


def add(browser, **fields):
    answer = browser.post_form("/risk/objects/new", {"control_type": "education", **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def keep(engine, row):
    with open_session(engine, write=True) as session:
        session.add(row)
        session.commit()
        return row.id


def authority_row(business, **more):
    return ControlObject(
        source=Source.AUTHORITY,
        business_id=business.id,
        control_type="education",
        business_name=business.name,
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        **more,
    )


def main_of(page):
    """Return what a page shows, without what differs at every look."""
    return re.sub(r'name="_csrf_token" value="[^"]*"', "", page[page.index("<main") : page.index("</main>")])


def rows(session):
    session.rollback()
    return session.exec(select(ControlObject)).all()


def test_an_unassigned_object_is_low_by_law(owner):
    page = owner.get(add(owner, control_type="fire"))
    assert "Категорию не присвоили, поэтому закон считает риск низким." in page.text
    assert "248-ФЗ, ст.\u00a024\u00a0ч.\u00a04" in page.text
    assert "закон считает риск низким: 248-ФЗ, ст.\u00a024\u00a0ч.\u00a04" in owner.get("/risk").text


def test_what_is_missing_is_asked_and_answers_settle_the_category(owner, session):
    address = add(owner)
    page = owner.get(address).text
    assert "Не хватает 8 ответов." in page
    assert "обоснованная жалоба" in page
    owner.post_form(f"{address}/facts", {**ALL_NO, "penalty_in_three_years": "yes"})
    page = owner.get(address).text
    assert "По критериям выходит средний риск." in page
    assert "Если этого нет: Вступившее в силу административное наказание за 3 года. Тогда выйдет низкий риск." in page
    assert "не оценено" in page
    assert rows(session)[0].facts["penalty_in_three_years"] is True


def test_what_if_shows_both_sides_and_keeps_nothing(owner, session):
    address = add(owner)
    owner.post_form(f"{address}/facts", ALL_NO)
    two = {"founded_complaint_last_year": "yes", "penalty_in_three_years": "yes"}
    page = owner.post_form(f"{address}/what-if", {**ALL_NO, **two})
    assert page.status_code == 200
    assert "Что будет с другими ответами" in page.text
    assert 'data-label="После изменений">высокий риск' in page.text
    assert 'data-label="Сейчас">низкий риск' in page.text
    assert rows(session)[0].facts["penalty_in_three_years"] is False


def test_an_assigned_category_stands_and_the_difference_is_said(owner):
    address = add(owner, category="HIGH", assigned_on="2025-03-10", decision="№ 14 от 10.03.2025")
    owner.post_form(f"{address}/facts", ALL_NO)
    page = owner.get(address).text
    assert "Орган присвоил категорию: высокий риск с 10.03.2025." in page
    assert "По вашим ответам выходит низкий риск." in page
    assert "Срок истекает 10.03.2027." in page
    assert "сверьте с актом" in page  # the moratorium is a reference


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"control_type": ""}, "не заполнено. Заполните его."),
        ({"control_type": "astrology"}, "Такого вида контроля здесь нет"),
        ({"control_type": "tax"}, "действует другой закон"),
        ({"category": "EXTREME"}, "такой категории нет"),
        ({"category": "HIGH", "assigned_on": "2026-11-29"}, "ещё не наступил"),
        ({"assigned_on": "2025-01-01"}, "нет категории"),
        ({"assigned_on": "2025-02-30", "category": "HIGH"}, "нет в календаре"),
        ({"place_id": "nowhere"}, "Такого адреса у вас нет"),
        ({"source": "authority"}, "Такого поля нет"),
        ({"kind": "х" * 121}, "длиннее"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(owner, session, fields, words):
    answer = owner.post_form("/risk/objects/new", {"control_type": "education", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert rows(session) == []


def test_the_same_object_is_not_written_down_twice(owner):
    add(owner)
    assert "уже записан" in owner.post_form("/risk/objects/new", {"control_type": "education"}).text


@pytest.mark.parametrize("value", ["maybe", "1", "\u0663"])
def test_a_wrong_answer_is_refused_at_its_question(owner, session, value):
    address = add(owner)
    for action in ("facts", "what-if"):
        answer = owner.post_form(f"{address}/{action}", {"penalty_in_three_years": value})
        assert answer.status_code == 422
        assert 'id="e-penalty_in_three_years"' in answer.text
    assert rows(session)[0].facts == {}


def test_a_number_is_kept_with_every_digit(owner, session):
    address = add(owner, control_type="labour")
    owner.post_form(f"{address}/facts", {"labour_potential_risk": "0,750000001"})
    assert rows(session)[0].facts == {"labour_potential_risk": "0.750000001"}
    assert 'value="0.750000001"' in owner.get(address).text
    assert "Как критерии складываются в категорию, мы не прочитали" in owner.get(address).text


def test_an_authoritys_object_shows_category_and_dates_and_none_of_its_facts(owner, engine):
    held = {"penalty_in_three_years": True, "founded_complaint_last_year": True}
    row = authority_row(owner.business, category="MEDIUM", assigned_on=date(2026, 5, 4), decision="№ 7", facts=held)
    address = f"/risk/objects/{keep(engine, row)}"
    page = owner.get(address).text
    assert "Орган присвоил категорию: средний риск с 04.05.2026." in page
    assert "данные органа" in page
    assert "Не хватает 8 ответов." in page
    assert "<b>да</b>: Вступившее" not in page
    assert owner.post_form(f"{address}/facts", ALL_NO).status_code == 404
    assert owner.post_form(f"{address}/remove").status_code == 404
    assert owner.get(f"{address}/edit").status_code == 404


def test_ones_own_answers_stand_beside_the_authoritys_category(owner, engine):
    owner.post_form(f"{add(owner)}/facts", ALL_NO)
    row_id = keep(engine, authority_row(owner.business, category="MEDIUM"))
    assert "По вашим ответам выходит низкий риск." in owner.get(f"/risk/objects/{row_id}").text


def test_objects_of_others_do_not_exist(owner, stranger, inspector, engine):
    address = add(owner)
    theirs = f"/risk/objects/{keep(engine, authority_row(owner.business))}"
    for path in (address, theirs):
        assert stranger.get(path).status_code == 404
        assert stranger.post_form(f"{path}/what-if", ALL_NO).status_code == 404
        assert inspector.get(path).status_code == 404
    assert owner.post_form(f"{address}/remove").status_code == 303
    assert owner.get(address).status_code == 404


def test_a_visitor_has_no_such_page(visitor):
    assert visitor.get("/risk", follow_redirects=False).status_code == 303


def test_an_accountant_without_the_right_to_control_sees_none_of_it(owner, accountant):
    assert accountant.get(add(owner)).status_code == 404


def test_an_object_is_changed_and_keeps_its_answers(owner, session):
    address = add(owner)
    owner.post_form(f"{address}/facts", ALL_NO)
    assert owner.post_form(f"{address}/edit", {"kind": "школа", "category": "MEDIUM"}).status_code == 303
    [row] = rows(session)
    assert (row.kind, row.category, row.control_type) == ("школа", "MEDIUM", "education")
    assert row.facts["penalty_in_three_years"] is False


def test_types_whose_authority_stands_in_the_list_are_suggested_with_their_number(cafe):
    page = cafe.get("/risk").text
    assert "Кто ещё может прийти" in page
    assert "/risk/objects/new?type=sanitary" in page
    add(cafe, control_type="sanitary")
    assert "/risk/objects/new?type=sanitary" not in cafe.get("/risk").text


def test_an_answer_of_the_self_check_moves_no_category(cafe, engine, clock):
    address = add(cafe)
    cafe.get(address)  # the word that it was kept is said once
    before = main_of(cafe.get(address).text)
    with open_session(engine, write=True) as session:
        row = Answer(business_id=cafe.business.id, requirement="fire.report", requirement_version="x", at=clock.now())
        row.value = AnswerValue.NO
        session.add(row)
        session.commit()
    assert main_of(cafe.get(address).text) == before
