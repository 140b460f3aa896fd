"""«Число верное?»: asked once of a number near a place where the list changes; never in the way."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from backend.law import current_law
from backend.profiles.models import FactRecord, Origin
from backend.profiles.service import record_facts
from tests.backend.profiles.test_interview_pages import asked, begin, place_of, run_of

# Near 36 employees the list changes whatever else a business does.
NEAR, FAR, THRESHOLD = "35", "20", "36"
QUESTION = "Число верное?"


def plain(page) -> str:
    """Return the words of a page with usual spaces."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page.text.replace("\xa0", " ")))


def say(browser, page, number: str):
    """Answer the number of employees, whatever the page asks."""
    data = {"place": place_of(page), "fact": "employees", "employees": number}
    return browser.post_form("/questions", data, follow_redirects=True)


def test_the_next_page_asks_and_leaves_the_way_on_free(visitor):
    page = say(visitor, begin(visitor), NEAR)
    assert page.status_code == 200
    assert asked(page)
    words = plain(page)
    assert QUESTION in words
    assert re.search(rf"{NEAR}\. С {THRESHOLD} добав\w+ \d+ требовани", words)
    assert f'href="/answers/employees?place={place_of(page)}"' in page.text
    assert f"={NEAR}" not in str(page.url)


def test_a_number_far_from_any_threshold_asks_nothing(visitor):
    assert QUESTION not in say(visitor, begin(visitor), FAR).text


def test_the_threshold_itself_is_asked_about_too(visitor):
    assert "Это ровно порог." in say(visitor, begin(visitor), THRESHOLD).text


def test_the_same_number_is_asked_about_once(visitor):
    first = say(visitor, begin(visitor), NEAR)
    assert QUESTION in first.text
    assert QUESTION not in say(visitor, first, NEAR).text
    assert QUESTION not in say(visitor, say(visitor, first, FAR), NEAR).text
    assert QUESTION in say(visitor, first, "34").text


def test_a_changed_answer_is_asked_about_beside_what_it_changed(visitor):
    say(visitor, begin(visitor), FAR)
    page = visitor.get("/answers/employees")
    others = {f"{code}_unknown": "1" for code in asked(page) if code != "employees"}
    data = {"place": place_of(page), "employees": NEAR, **others}
    page = visitor.post_form("/answers/employees", data, follow_redirects=True)
    assert page.url.path == "/answers"
    assert QUESTION in page.text
    assert "Сохранено." in page.text


def test_english_says_the_same(visitor):
    visitor.get("/language/en")
    words = plain(say(visitor, begin(visitor), NEAR))
    assert "Is the number right?" in words
    assert re.search(rf"From {THRESHOLD} on, \d+ requirements? (is|are) added", words)


def test_after_the_last_question_the_number_is_asked_about_before_the_list(visitor, session, clock):
    page = begin(visitor)
    run = run_of(session)
    for row in session.exec(select(FactRecord).where(FactRecord.business_id == run.id)):
        row.origin = Origin.ANSWER
        session.add(row)
    facts = current_law().vocabulary.facts
    left = {code: None for code in facts if code not in {"okved", "activities", "premises_type"}}
    record_facts(session, run.id, run.id, left, Origin.ANSWER, clock.now())
    session.commit()
    last = say(visitor, page, NEAR)
    assert last.url.path == "/questions"
    assert QUESTION in last.text
    assert asked(last) == []
    assert 'href="/list"' in last.text
    assert say(visitor, page, NEAR).url.path == "/list"


def test_an_address_cannot_put_a_question_there_that_is_none(visitor):
    begin(visitor)
    for code in ("employees", "no_such_fact", "legal_form"):
        assert QUESTION not in visitor.get(f"/questions?near={code}").text


@pytest.mark.parametrize("number", [NEAR, FAR])
def test_what_is_kept_is_the_number_as_it_was_said(visitor, session, number):
    say(visitor, begin(visitor), number)
    kept = session.exec(select(FactRecord).where(FactRecord.fact == "employees")).one()
    assert Decimal(kept.value["value"]) == Decimal(number)
