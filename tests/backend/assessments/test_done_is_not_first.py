"""What is done does not come first again, until its paper has ended or its next term is near."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from backend.assessments.models import Answer, Evidence
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
