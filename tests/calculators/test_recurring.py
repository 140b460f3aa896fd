"""When recurring duties come due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.recurring import due_text, next_occurrence, occurrences, own_term
from rules.reading_terms import day_off_rule
from rules.requirements import Due, Recurrence
from rules.sources import Act

TAX = day_off_rule(Act("Федеральный закон", "146-ФЗ", date(1998, 7, 31)))
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def days(recurrence, first=YEAR[0], last=YEAR[1], chosen=None, times=None) -> list[str]:
    return [one.day.isoformat() for one in occurrences(recurrence, first, last, chosen, times)]


def test_after_a_quarter_is_the_day_of_the_month_that_follows():
    assert days(Recurrence("recurring", Fraction(4), (Due(25, after="quarter"),))) == [
        "2027-01-25",
        "2027-04-25",
        "2027-07-25",
        "2027-10-25",
    ]


def test_after_a_month_on_the_thirtieth_is_the_last_day_of_february():
    found = days(Recurrence("recurring", Fraction(12), (Due(30, after="month"),)))
    assert len(found) == 12
    assert found[1] == "2027-02-28"


def test_several_days_of_the_text_come_in_order_and_once():
    two = Recurrence("recurring", Fraction(2), (Due(1, month=7), Due(1, month=2), Due(1, month=7)))
    assert days(two) == ["2027-02-01", "2027-07-01"]


def test_the_twenty_ninth_of_february_falls_on_the_twenty_eighth():
    assert days(Recurrence("recurring", Fraction(1), (Due(29, month=2),))) == ["2027-02-28"]


def test_the_date_of_the_text_stays_also_on_a_day_off():
    (one,) = occurrences(Recurrence("recurring", Fraction(1), (Due(9, month=5),)), *YEAR)
    assert (one.day, one.moved_from, one.by_text) == (date(2027, 5, 9), None, True)


def test_a_tax_term_on_a_day_off_ends_on_the_next_working_day_by_the_code():
    monthly = Recurrence("recurring", Fraction(12), (Due(28, after="month"),))
    one = next_occurrence(monthly, date(2026, 11, 28), rule=TAX)
    assert (one.day, one.moved_from, one.named) == (date(2026, 11, 30), date(2026, 11, 28), date(2026, 11, 28))
    assert one.rule.source.ru == "НК РФ, ст. 6.1 п. 7"
    assert next_occurrence(monthly, date(2026, 12, 1), rule=TAX).moved_from is None


def test_a_term_that_has_moved_is_still_found_between_its_day_and_the_working_day():
    yearly = Recurrence("recurring", Fraction(1), (Due(31, month=12),))
    for today in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 10)):
        one = next_occurrence(yearly, today, rule=TAX)
        assert (one.day, one.named) == (date(2027, 1, 11), date(2026, 12, 31))


def test_a_term_that_moves_out_of_the_span_is_not_in_it():
    monthly = Recurrence("recurring", Fraction(12), (Due(28, after="month"),))
    assert occurrences(monthly, date(2026, 11, 1), date(2026, 11, 29), rule=TAX) == ()


def test_the_day_stays_where_the_calendar_of_the_year_is_not_known():
    (one,) = occurrences(
        Recurrence("recurring", Fraction(1), (Due(28, month=10),)), date(2090, 1, 1), date(2090, 12, 31), rule=TAX
    )
    assert (one.day.strftime("%A"), one.day, one.moved_from) == ("Saturday", date(2090, 10, 28), None)


def test_a_day_that_the_business_chose_never_moves():
    often = Recurrence("recurring", Fraction(4))
    found = occurrences(often, *YEAR, chosen=date(2026, 8, 28), rule=TAX)
    assert [(one.day, one.moved_from) for one in found if one.day.weekday() >= 5] == [
        (date(2027, 2, 28), None),
        (date(2027, 8, 28), None),
        (date(2027, 11, 28), None),
    ]


def test_the_act_decides_whether_its_terms_move():
    injury = Act("Федеральный закон", "125-ФЗ", date(1998, 7, 24))
    assert not day_off_rule(injury, "ст. 17, 21, 22 п. 4").verified
    assert day_off_rule(injury, "ст. 22, 24") is None
    assert day_off_rule(Act("Федеральный закон", "117-ФЗ", date(2000, 8, 5)), "ст. 431").verified
    # The same number in another year is another act.
    assert day_off_rule(Act("Федеральный закон", "17-ФЗ", date(2023, 2, 25))) is None


def test_without_a_day_in_the_text_and_without_a_choice_nothing_is_invented():
    assert days(Recurrence("recurring", Fraction(12))) == []
    assert due_text(Recurrence("recurring", Fraction(12))) is None


def test_the_businesss_own_first_date_repeats_in_whole_months():
    found = days(Recurrence("recurring", Fraction(4)), chosen=date(2026, 8, 31))
    assert found == ["2027-02-28", "2027-05-31", "2027-08-31", "2027-11-30"]


def test_once_in_three_years_comes_after_three_years():
    found = occurrences(
        Recurrence("recurring", Fraction(1, 3)), date(2027, 1, 1), date(2033, 1, 1), chosen=date(2026, 3, 1)
    )
    assert [one.day.isoformat() for one in found] == ["2029-03-01", "2032-03-01"]


def test_own_number_of_times_gives_an_ongoing_duty_its_days():
    assert days(Recurrence("ongoing"), chosen=date(2027, 6, 1), times=Fraction(2)) == ["2027-06-01", "2027-12-01"]


def test_the_days_of_the_text_win_over_a_chosen_date():
    text = Recurrence("recurring", Fraction(1), (Due(1, month=2),))
    assert days(text, chosen=date(2027, 5, 5)) == ["2027-02-01"]


def test_the_next_day_is_today_or_later():
    report = Recurrence("recurring", Fraction(1), (Due(1, month=2),))
    assert next_occurrence(report, date(2027, 2, 1)).day == date(2027, 2, 1)
    assert next_occurrence(report, date(2027, 2, 2)).day == date(2028, 2, 1)


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before"):
        days(Recurrence("recurring", Fraction(1)), first=YEAR[1], last=YEAR[0])


@given(
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.sampled_from(["0.2", "1/3", "0.5", "1", "2", "4", "8", "12", "13", "24", "52", "200", "360"]),
)
def test_a_chosen_date_repeats_about_as_often_as_asked_and_never_twice_on_a_day(chosen, times):
    often = Fraction(times)
    span = occurrences(Recurrence("recurring", often), chosen, date(chosen.year + 10, chosen.month, 1), chosen)
    found = [one.day for one in span]
    assert found[0] == chosen
    assert found == sorted(set(found))
    assert abs(len(found) - often * 10) <= often + 4


DRILL = Recurrence("recurring", Fraction(2))
CHOSEN = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "today", "done", "found"),
    [
        ("2026-12-20", "2026-11-28", "2026-11-28T09:00", ("2026-12-20", False)),  # said before the day was chosen
        ("2026-12-20", "2026-11-28", "2026-11-28T13:00", ("2026-12-20", True)),  # early, but for that day
        ("2026-12-20", "2026-12-21", "2026-11-28T13:00", ("2027-06-20", True)),
        ("2026-12-20", "2026-12-25", "2026-11-28T09:00", ("2026-12-20", False)),  # passed, and nothing was done for it
        ("2026-12-20", "2026-12-25", "2026-12-24T09:00", ("2027-06-20", True)),  # done late
        ("2026-12-20", "2027-06-01", "2026-12-24T09:00", ("2027-06-20", False)),
        ("2026-12-20", "2027-06-01", None, ("2027-06-20", False)),
        ("2027-03-20", "2026-11-28", "2026-11-28T09:00", ("2027-03-20", True)),  # far
        ("2027-03-20", "2027-03-20", "2026-11-29T09:00", ("2027-03-20", False)),  # done months before is not for it
        ("2026-11-10", "2026-11-28", None, ("2027-05-10", False)),  # the last time, by the business's own word
        ("2026-11-10", "2027-05-10", "2026-11-28T13:00", ("2027-05-10", False)),
        ("2026-11-28", "2026-11-28", "2026-11-28T13:00", ("2026-11-28", True)),
    ],
)
def test_a_chosen_day_that_is_near_or_was_missed_asks_for_what_was_not_done_for_it(first, today, done, found):
    said = datetime.fromisoformat(done).replace(tzinfo=UTC) if done else None
    term = own_term(DRILL, date.fromisoformat(first), CHOSEN, said, date.fromisoformat(today))
    assert (term.day.isoformat(), term.done) == found


@pytest.mark.parametrize("times", [None, Fraction(0), Fraction(52)])
def test_what_comes_oftener_than_monthly_or_nobody_knows_how_often_has_no_day_that_counts(times):
    duty = Recurrence("recurring", times)
    assert own_term(duty, date(2026, 12, 1), CHOSEN, None, date(2026, 12, 1)) is None
