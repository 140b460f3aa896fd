"""What is done does not come first again, until its paper has ended or its next term is near."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from backend.assessments.models import Answer, ChosenDate, Evidence
from backend.law import current_law
from backend.profiles.queries import load_profile
from backend.reports.dossier import gather
from backend.requirements.filtering import FIRST
from backend.requirements.listing import personal_list
from tests.backend.assessments.samples import PDF

# Due on the 28th of every month; the 28th of November 2026 moves to the 30th.
TAX = "tax.enp_payment"
LAB_TESTS = "food.lab_tests"


def listed(browser, how_many=None):
    """The ids of the list as its page shows them, in order."""
    return re.findall(r'class="item__title"><a href="/requirements/([^"]+)"', browser.get("/list").text)[:how_many]


def first_of_dossier(session, browser, on):
    session.rollback()
    return [entry.id for entry in gather(session, browser.business, on).first]


def answer(browser, requirement, value="yes", files=None, **fields):
    told = browser.post_form(f"/check/{requirement}", {"answer": value, "note": "", **fields}, files=files)
    assert told.status_code == 303


def test_what_is_done_leaves_the_first_and_stays_on_the_list(cafe, session, clock):
    before = listed(cafe)
    assert TAX in before[:FIRST]
    answer(cafe, TAX, "partly")
    assert TAX in listed(cafe, FIRST)
    answer(cafe, TAX)
    after = listed(cafe)
    assert TAX not in after[:FIRST]
    assert after[:FIRST] == [id_ for id_ in before if id_ != TAX][:FIRST]
    assert sorted(after) == sorted(before)
    assert TAX not in first_of_dossier(session, cafe, clock.today())


def test_what_was_done_for_the_last_term_comes_first_when_the_next_is_near(cafe, session, clock, alter):
    answer(cafe, TAX)
    alter(Answer, at=datetime(2026, 10, 29, 9, 0, tzinfo=UTC))
    assert TAX not in listed(cafe, FIRST)
    alter(Answer, at=datetime(2026, 10, 28, 9, 0, tzinfo=UTC))
    assert TAX in listed(cafe, FIRST)
    assert TAX in first_of_dossier(session, cafe, clock.today())
    answer(cafe, TAX)
    assert TAX not in listed(cafe, FIRST)


def test_what_is_done_comes_first_again_when_its_only_paper_has_ended(cafe, session, clock, alter):
    other = next(id_ for id_ in listed(cafe, FIRST) if id_ != TAX)
    answer(cafe, other, files={"file": ("акт.pdf", PDF)}, expires_on="2027-05-01")
    for ends, first in ((clock.today() - timedelta(days=1), True), (clock.today(), False), (None, False)):
        alter(Evidence, expires_on=ends)
        assert (other in listed(cafe, FIRST)) is first
        assert (other in first_of_dossier(session, cafe, clock.today())) is first


def test_what_is_done_every_so_often_without_a_day_in_law_is_done_for_that_long(cafe, session, clock, alter):
    assert current_law().edition.requirements[LAB_TESTS].recurrence.times_per_year == 2
    answer(cafe, LAB_TESTS)
    for days, done in ((0, True), (180, True), (183, False), (800, False)):
        alter(Answer, at=clock.now() - timedelta(days=days))
        session.rollback()
        items = personal_list(session, load_profile(session, cafe.business), clock.today()).items
        assert [item.done for item in items if item.id == LAB_TESTS] == [done], days


def week(browser):
    """The titles of what the first page counts as things of this week, and how many it counts."""
    shown = browser.get("/home").text
    return re.search(r"На этой неделе ([0-9]+) дел|На этой неделе дел нет", shown)[1], f'"/requirements/{TAX}"' in shown


def test_what_is_done_for_this_term_is_no_thing_of_this_week(cafe, session, clock):
    before, there = week(cafe)
    assert there
    answer(cafe, TAX)
    after, _ = week(cafe)
    assert int(after) == int(before) - 1
    shown = cafe.get("/home").text.replace("\u00a0", " ")
    assert "28 декабря" in shown  # the next term is still among those of the month


def choose(browser, day, requirement=LAB_TESTS):
    told = browser.post_form(f"/calendar/{requirement}", {"first_on": day.isoformat()})
    assert told.status_code == 303


def test_a_day_one_chose_comes_back_when_it_is_near_although_the_duty_was_done_before(cafe, session, clock):
    day = clock.today() + timedelta(days=12)
    answer(cafe, LAB_TESTS)
    clock.forward(minutes=5)
    choose(cafe, day)
    assert LAB_TESTS in listed(cafe, FIRST)
    shown = cafe.get("/list").text.replace("\u00a0", " ")
    assert "Ваша дата: 10 декабря" in shown
    assert "Пора снова" in shown
    clock.forward(minutes=5)
    answer(cafe, LAB_TESTS)
    assert LAB_TESTS not in listed(cafe, FIRST)
    assert "Пора снова" not in cafe.get("/list").text


def test_what_was_done_for_one_chosen_day_comes_back_for_the_next(cafe, session, clock):
    choose(cafe, clock.today())
    answer(cafe, LAB_TESTS)
    for day, done in ((date(2027, 4, 20), True), (date(2027, 5, 28), False), (date(2027, 6, 3), False)):
        session.rollback()
        item = personal_list(session, load_profile(session, cafe.business), day).by_id[LAB_TESTS]
        assert (item.own_due, item.done) == (date(2027, 5, 28), done)


def test_a_chosen_day_is_late_at_home_only_where_nothing_was_done_for_it(cafe, session, clock, alter):
    choose(cafe, clock.today() - timedelta(days=2))  # when it was last done
    assert "Просрочено" not in cafe.get("/home").text
    alter(ChosenDate, changed_at=clock.now() - timedelta(days=9))
    assert "Просрочено" in cafe.get("/home").text
    assert "Ваша дата прошла: 26 ноября" in cafe.get("/list").text.replace("\u00a0", " ")
    answer(cafe, LAB_TESTS)
    assert "Просрочено" not in cafe.get("/home").text


def test_a_chosen_day_is_among_the_terms_of_the_list(cafe, clock):
    choose(cafe, clock.today() + timedelta(days=12))
    shown = cafe.get("/list?by=date").text
    assert shown.index(f"/requirements/{LAB_TESTS}") < shown.index("День в законе не назван")
