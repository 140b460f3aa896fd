"""Similar cases: by what they share and by text, never by what was not shown or is not shown any more."""

from datetime import date

import pytest
from sqlmodel import select

from backend.appeals.models import Appeal, AppealGround
from backend.control.models import Violation
from backend.db.engine import open_session
from calculators.appeal import Subject
from tests.backend.ombudsman.cases import NEW, draft, shared_event, walk


@pytest.fixture
def two(engine, owner, stranger, inspector, ombudsman):
    made = []
    for browser, number, words in ((owner, 1, "Не дали вывеску повесить"), (stranger, 2, "Гардероб признали лишним")):
        event = shared_event(engine, browser.business, number, subject="Тайный-предмет", address="Тайный-адрес")
        id_ = draft(browser, event, request=words, parts=["terms"], until="2026-12-20")
        walk(browser, id_, "submit")
        walk(ombudsman, id_, "accept", ground="no_notice")
        made.append(id_)
    return made


def found(ombudsman, **asked):
    page = ombudsman.get("/desk/ombudsman/similar", params=asked)
    assert page.status_code == 200, page.text[-1500:]
    return page.text


def test_a_case_finds_those_that_share_its_ground_type_and_authority(ombudsman, two):
    page = ombudsman.get(f"/desk/ombudsman/cases/{two[0]}/similar").text
    assert f"/desk/ombudsman/cases/{two[1]}" in page
    assert "тот же довод" in page
    assert "тот же орган" in page


def test_words_are_looked_for_in_what_is_shown_and_nowhere_else(ombudsman, two):
    page = found(ombudsman, q="гардероб")
    assert two[1] in page
    assert two[0] not in page
    for secret in ("Тайный-предмет", "Тайный-адрес"):
        page = found(ombudsman, q=secret)
        assert two[0] not in page
        assert two[1] not in page


def test_what_is_not_shown_any_more_is_found_by_nobodys_words_but_ones_own(stranger, ombudsman, two):
    walk(ombudsman, two[1], "issue_position", position="Раздевалка обязательна не всегда.")
    walk(stranger, two[1], "end_consent")
    assert two[1] not in found(ombudsman, q="гардероб")
    page = found(ombudsman, q="раздевалка")
    assert f"/desk/ombudsman/kept/{two[1]}" in page
    assert f"/desk/ombudsman/cases/{two[1]}" not in page


def test_a_search_for_words_is_a_look_that_the_client_whose_words_were_found_reads_of(owner, stranger, ombudsman, two):
    found(ombudsman, q="гардероб")
    assert "Ольга Мирная,нашёл дело поиском" in stranger.get(f"/ombudsman/{two[1]}/views.csv").text.replace(";", ",")
    assert "поиском" not in owner.get(f"/ombudsman/{two[0]}/views.csv").text


DRILL = "fire.evacuation_drill"


def inspected(engine, business, number):
    days = {"act_number": str(number), "act_date": date(2026, 11, 20), "act_delivered_on": date(2026, 11, 20)}
    event = shared_event(engine, business, number, state="VIOLATIONS_FOUND", **days)
    with open_session(engine, write=True) as session, session.begin():
        session.add(Violation(event_id=event, requirement=DRILL, act="ППР", unit="п. 9", text="Учений не было"))
    return event


def taken_up(browser, ombudsman, id_, field="event_id", **shown):
    case = draft(browser, id_, field, **shown)
    walk(browser, case, "submit")
    walk(ombudsman, case, "accept")
    return case


def similar(ombudsman, case):
    return ombudsman.get(f"/desk/ombudsman/cases/{case}/similar").text


def test_a_requirement_comes_from_the_act_that_is_shown_and_goes_with_the_consent(engine, owner, stranger, ombudsman):
    mine = taken_up(owner, ombudsman, inspected(engine, owner.business, 1), parts=["act"])
    shown = taken_up(stranger, ombudsman, inspected(engine, stranger.business, 2), parts=["act"])
    hidden = taken_up(stranger, ombudsman, inspected(engine, stranger.business, 3), parts=["terms"])
    page = similar(ombudsman, mine)
    assert reasons(page, shown) >= {"то же требование", "тот же орган", "тот же вид контроля"}
    assert "то же требование" not in reasons(page, hidden)
    assert shown in found(ombudsman, requirement=DRILL)
    assert hidden not in found(ombudsman, requirement=DRILL)
    walk(stranger, shown, "end_consent")
    assert "то же требование" not in reasons(similar(ombudsman, mine), shown)
    assert shown not in found(ombudsman, requirement=DRILL)


def reasons(page, case):
    """Return why a case stands on a page of similar ones."""
    entries = [part for part in page.split('href="/desk/ombudsman/') if part.split('"')[0].endswith(f"/{case}")]
    assert entries, case
    entry = " ".join(entries)
    return {one for one in ("то же требование", "тот же довод", "тот же вид контроля", "тот же орган") if one in entry}


def appealed(engine, business, code):
    with open_session(engine, write=True) as session, session.begin():
        about = {"business_id": business.id, "subject": Subject.DECISION, "control_type": "fire", "region": "77"}
        number = len(session.exec(select(Appeal)).all()) + 1
        row = Appeal(platform_number=number, created_at=NEW, **about)
        session.add(row)
        session.flush()
        session.add(AppealGround(appeal_id=row.id, n=1, code=code, text="Не уведомили"))
        return row.id


def test_a_ground_comes_from_the_appeal_that_is_shown_without_being_typed(engine, owner, stranger, ombudsman):
    named = {"parts": ["appeal_grounds"]}
    mine = taken_up(owner, ombudsman, appealed(engine, owner.business, "notice"), "appeal_id", **named)
    same = taken_up(stranger, ombudsman, appealed(engine, stranger.business, "notice"), "appeal_id", **named)
    other = taken_up(stranger, ombudsman, appealed(engine, stranger.business, "approval"), "appeal_id", **named)
    page = similar(ombudsman, mine)
    assert "тот же довод" in reasons(page, same)
    assert "тот же довод" not in reasons(page, other)
    assert other not in found(ombudsman, ground="notice")


def test_what_was_compared_by_the_material_is_a_look_that_its_client_reads_of(engine, owner, stranger, ombudsman):
    mine = taken_up(owner, ombudsman, inspected(engine, owner.business, 1), parts=["act"])
    shown = taken_up(stranger, ombudsman, inspected(engine, stranger.business, 2), parts=["act"])
    hidden = taken_up(stranger, ombudsman, inspected(engine, stranger.business, 3), parts=["terms"])
    similar(ombudsman, mine)
    for browser, case, times in ((owner, mine, 1), (stranger, shown, 1), (stranger, hidden, 0)):
        assert browser.get(f"/ombudsman/{case}/views.csv").text.count("сравнил с похожими") == times


def test_the_search_is_narrowed_by_type_and_authority_in_its_form(ombudsman, two):
    page = ombudsman.get("/desk/ombudsman/similar").text
    assert 'name="control_type"' in page
    assert ">МЧС по Москве</option>" in page
    assert two[0] not in found(ombudsman, control_type="sanitary")
    assert two[0] in found(ombudsman, control_type="fire")
