"""What is seen without asking: three values, «не видно» by default, the later sign of the same thing counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.seen import (
    FRESH,
    SeenStatus,
    Sign,
    SignKind,
    duty_speaks,
    judge,
    paper_speaks,
    reading_speaks,
)

TODAY = date(2026, 11, 28)
SIGNS = st.lists(
    st.builds(
        Sign,
        st.sampled_from(list(SignKind)),
        st.sampled_from([True, False, None]),
        st.dates(date(2025, 1, 1), date(2027, 12, 31)),
        st.sampled_from(["a", "b"]),
    ),
    max_size=8,
)


def paper(speaks, day, about="акт"):
    return Sign(SignKind.PAPER, speaks, day, about)


def test_nothing_found_is_nothing_seen():
    assert judge([], TODAY).status is SeenStatus.NOT_SEEN


def test_what_only_is_there_is_shown_and_settles_nothing():
    found = judge([paper(None, date(2026, 5, 1))], TODAY)
    assert (found.status, found.because, len(found.others)) == (SeenStatus.NOT_SEEN, (), 1)


def test_one_sign_against_outweighs_those_in_favour():
    found = judge([paper(True, date(2026, 11, 1)), Sign(SignKind.DATE, False, date(2026, 10, 25))], TODAY)
    assert found.status is SeenStatus.NOT_KEPT
    assert [one.kind for one in found.because] == [SignKind.DATE]


def test_a_later_sign_of_the_same_thing_replaces_the_earlier():
    found = judge([paper(False, date(2026, 10, 1)), paper(True, date(2026, 11, 1))], TODAY)
    assert found.status is SeenStatus.KEPT


def test_a_sign_of_a_day_to_come_is_passed_over():
    assert judge([paper(False, TODAY + timedelta(days=1))], TODAY).status is SeenStatus.NOT_SEEN


@given(SIGNS)
def test_nobody_looks_good_or_bad_without_a_sign_that_says_so(signs):
    found = judge(signs, TODAY)
    spoken = {one.speaks for one in found.because}
    expected = {SeenStatus.KEPT: {True}, SeenStatus.NOT_KEPT: {False}, SeenStatus.NOT_SEEN: set()}
    assert spoken == expected[found.status]
    assert all(one.on <= TODAY for one in (*found.because, *found.others))


@given(SIGNS, st.randoms())
def test_the_order_of_signs_of_different_days_does_not_matter(signs, chance):
    apart = list({one.on: one for one in signs}.values())
    mixed = list(apart)
    chance.shuffle(mixed)
    assert judge(apart, TODAY) == judge(mixed, TODAY)


@pytest.mark.parametrize(("ends", "says"), [(None, None), (TODAY, True), (TODAY - timedelta(days=1), False)])
def test_a_paper_speaks_by_its_last_day(ends, says):
    assert paper_speaks(ends, TODAY) is says


LAST, BEFORE = date(2026, 10, 25), date(2026, 7, 25)


@pytest.mark.parametrize(
    ("recorded", "chosen", "says"),
    [
        ([date(2026, 10, 1)], False, True),
        ([BEFORE], False, False),
        ([], False, None),
        ([], True, False),
        ([date(2026, 11, 27)], True, True),
    ],
)
def test_a_passed_day_speaks_where_the_business_records_its_days(recorded, chosen, says):
    assert duty_speaks(LAST, BEFORE, recorded, chosen=chosen) is says


def test_a_duty_whose_first_day_is_still_to_come_says_nothing():
    assert duty_speaks(None, None, [], chosen=True) is None


def test_an_old_reading_says_nothing_of_today():
    assert reading_speaks(False, TODAY - FRESH, TODAY) is False
    assert reading_speaks(False, TODAY - FRESH - timedelta(days=1), TODAY) is None


def test_a_reading_of_the_present_period_speaks_however_old():
    assert reading_speaks(True, date(2026, 8, 1), TODAY, since=date(2026, 7, 26)) is True
