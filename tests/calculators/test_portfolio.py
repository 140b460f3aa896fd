"""What a business's own list costs: the sentences of the cost screen as figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.portfolio import CostFlag, Duty, OwnNumbers, duty_cost, portfolio_cost
from calculators.rates import wage_from_hour
from rules.requirements import Effort, Recurrence

HOUR = wage_from_hour(Fraction(600))
D = Decimal


def recurring(times: str) -> Recurrence:
    return Recurrence("recurring", Fraction(times))


BOTH = Effort(hours_per_time=D("0.5"), rub_per_time=(D(100), D(200), D(500)))
ONCE = Effort(one_off_hours=D(2), one_off_rub=(D(500), D(2000), D(8000)))


def test_a_recurring_duty_is_hours_times_wage_times_a_year_plus_rubles():
    cost = duty_cost(Duty("x", BOTH, recurring("12")), HOUR)
    assert cost.yearly_hours == 6
    assert (cost.yearly_rub.low, cost.yearly_rub.likely, cost.yearly_rub.high) == (4800, 6000, 9600)
    assert cost.flag is CostFlag.ESTIMATE


def test_once_in_three_years_is_exactly_a_third():
    cost = duty_cost(Duty("x", Effort(hours_per_time=D(1)), recurring("1/3")), HOUR)
    assert cost.yearly_rub.likely == 200
    assert cost.yearly_hours == Fraction(1, 3)


def test_one_offs_stand_in_their_own_line():
    found = portfolio_cost([Duty("x", ONCE, Recurrence("one_off"))], HOUR)
    assert found.yearly_rub is None
    assert found.one_off_hours == 2
    assert (found.one_off_rub.low, found.one_off_rub.likely, found.one_off_rub.high) == (1700, 3200, 9200)


@pytest.mark.parametrize("mode", ["ongoing", "on_event"])
def test_an_effort_for_one_case_is_shown_and_not_summed(mode):
    found = portfolio_cost([Duty("x", BOTH, Recurrence(mode))], HOUR)
    assert found.duties[0].flag is CostFlag.PER_CASE
    assert found.duties[0].per_case_rub.likely == 500
    assert found.yearly_rub is None


@pytest.mark.parametrize("mode", ["ongoing", "on_event"])
def test_it_enters_the_sum_with_the_businesss_own_number_of_times(mode):
    found = portfolio_cost([Duty("x", BOTH, Recurrence(mode), OwnNumbers(times_per_year=4))], HOUR)
    assert found.yearly_rub.likely == 2000
    assert found.duties[0].flag is CostFlag.OWN


def test_an_event_that_may_never_come_adds_nothing_to_the_one_offs():
    found = portfolio_cost([Duty("x", ONCE, Recurrence("on_event"))], HOUR)
    assert found.one_off_rub is None
    assert found.duties[0].per_case_rub.likely == 3200
    assert found.duties[0].flag is CostFlag.PER_CASE


def test_setting_up_an_ongoing_duty_is_a_one_off():
    found = portfolio_cost([Duty("x", ONCE, Recurrence("ongoing"))], HOUR)
    assert found.one_off_rub.likely == 3200
    assert found.duties[0].flag is CostFlag.ESTIMATE


def test_unknown_is_counted_apart_and_never_as_nothing():
    found = portfolio_cost([Duty("x", None, recurring("12")), Duty("y", BOTH, recurring("12"))], HOUR)
    assert found.not_assessed == 1
    assert found.duties[0].yearly_rub is None
    assert found.yearly_rub.likely == 6000


def test_a_list_without_any_figure_has_no_total():
    found = portfolio_cost([Duty("x", None, None)], HOUR)
    assert found.yearly_rub is None
    assert found.yearly_hours is None
    assert found.as_dict()["totals"]["yearly_rub"] is None


def test_how_often_unknown_is_not_assessed():
    cost = duty_cost(Duty("x", BOTH, Recurrence("recurring")), HOUR)
    assert cost.flag is CostFlag.NOT_ASSESSED
    assert "times_per_year" in cost.missing


def test_own_numbers_take_the_place_of_the_estimate():
    own = OwnNumbers(hours_per_time=D(1), rub_per_time=0)
    cost = duty_cost(Duty("x", BOTH, recurring("2"), own), HOUR)
    assert cost.flag is CostFlag.OWN
    assert cost.yearly_rub.low == cost.yearly_rub.high == 1200


def test_zero_times_a_year_is_an_answer_and_not_unknown():
    cost = duty_cost(Duty("x", BOTH, Recurrence("ongoing"), OwnNumbers(times_per_year=0)), HOUR)
    assert cost.yearly_rub.likely == 0
    assert cost.flag is CostFlag.OWN


def test_another_person_doing_it_costs_that_persons_hour():
    own = OwnNumbers(wage=wage_from_hour(Fraction(2000)), who="юрист")
    cost = duty_cost(Duty("x", Effort(hours_per_time=D(1)), recurring("1"), own), HOUR)
    assert cost.yearly_rub.likely == 2000
    assert cost.flag is CostFlag.ESTIMATE


def test_a_duty_at_three_places_costs_three_times():
    one = duty_cost(Duty("x", BOTH, recurring("12")), HOUR)
    three = duty_cost(Duty("x", BOTH, recurring("12"), places=3), HOUR)
    assert three.yearly_rub.likely == 3 * one.yearly_rub.likely
    assert three.yearly_hours == 3 * one.yearly_hours


def test_rubles_without_hours_leave_the_hours_unknown():
    cost = duty_cost(Duty("x", Effort(rub_per_time=(D(1), D(2), D(3))), recurring("1")), HOUR)
    assert cost.yearly_hours is None
    assert cost.yearly_rub.likely == 2


@pytest.mark.parametrize("own", [OwnNumbers(hours_per_time=-1), OwnNumbers(times_per_year=D("-0.1"))])
def test_a_negative_number_is_refused(own):
    with pytest.raises(ValueError, match="negative"):
        duty_cost(Duty("x", BOTH, recurring("1"), own), HOUR)


def test_every_figure_names_formula_inputs_and_source():
    cost = duty_cost(Duty("x", BOTH, recurring("12")), HOUR)
    likely = next(figure for figure in cost.trace if figure.figure == "yearly_rub_likely")
    assert likely.formula == "(hours × hour_cost + outlay) × places × times_per_year"
    assert likely.inputs == {
        "places": 1,
        "times_per_year": 12,
        "hours": Fraction("0.5"),
        "hour_cost": 600,
        "outlay": 200,
    }
    assert likely.source.ru.startswith("оценка каталога")
    assert likely.value == cost.yearly_rub.likely


hours = st.none() | st.decimals(0, 1000, places=2)
bands = st.none() | st.tuples(*[st.decimals(0, 10**6, places=2)] * 3).map(lambda band: tuple(sorted(band)))
efforts = st.none() | st.builds(Effort, hours, hours, bands, bands)
recurrences = st.none() | st.builds(
    Recurrence,
    st.sampled_from(["one_off", "recurring", "ongoing", "on_event"]),
    st.none() | st.fractions(Fraction(1, 10), 365, max_denominator=10),
)
owns = st.builds(OwnNumbers, hours, hours, st.none() | st.fractions(0, 365, max_denominator=12), hours, hours)
duties = st.lists(st.builds(Duty, st.uuids().map(str), efforts, recurrences, owns, st.integers(1, 5)), max_size=12)


@settings(max_examples=40)
@given(duties)
def test_totals_are_the_exact_sums_of_the_duties(listed):
    found = portfolio_cost(listed, HOUR)
    bands_known = [cost.yearly_rub for cost in found.duties if cost.yearly_rub]
    assert (found.yearly_rub is None) == (not bands_known)
    if bands_known:
        assert found.yearly_rub.likely == sum(band.likely for band in bands_known)
        assert found.yearly_rub.low <= found.yearly_rub.likely <= found.yearly_rub.high
    assert sum(found.counts.values()) == len(listed)


@settings(max_examples=40)
@given(duties, st.randoms())
def test_the_order_of_the_list_changes_no_total(listed, random):
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert portfolio_cost(shuffled, HOUR).yearly_rub == portfolio_cost(listed, HOUR).yearly_rub
    assert portfolio_cost(shuffled, HOUR).one_off_rub == portfolio_cost(listed, HOUR).one_off_rub


@settings(max_examples=40)
@given(duties, st.fractions(0, 10_000))
def test_rubles_are_linear_in_the_price_of_an_hour(listed, rate):
    free, one, much = (portfolio_cost(listed, wage_from_hour(price)) for price in (Fraction(0), rate, rate * 2))
    if one.yearly_rub:
        assert much.yearly_rub.likely - free.yearly_rub.likely == 2 * (one.yearly_rub.likely - free.yearly_rub.likely)


@settings(max_examples=40)
@given(duties)
def test_shown_rubles_of_the_duties_add_up_to_the_shown_total(listed):
    found = portfolio_cost(listed, HOUR)
    if found.yearly_rub:
        total = found.as_dict()["totals"]["yearly_rub"]["likely"]
        assert f"{sum(found.shown_yearly().values()):f}" == total
