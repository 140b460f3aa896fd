"""Contributions by year and category, against hand-made figures and the shape of the law."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.calculator_documents import CATEGORIES
from calculators.rates import (
    contributions,
    known_years,
    mean_wage,
    monthly_threshold,
    tariff_name,
    wage_from_hour,
    wage_from_month,
)
from calculators.reading import read_parameters
from rules.faults import InputError

YEARS = known_years()
wages = st.integers(0, 2_000_000).map(Fraction)


def annual(wage: int, year: int, category: str) -> Fraction:
    return contributions([Fraction(wage)] * 12, year, category).annual


@pytest.mark.parametrize(
    ("wage", "year", "category", "expected"),
    [
        (100_000, 2026, "general", "360000"),
        # 2 979 000 at 30 % and 621 000 at 15,1 %
        (300_000, 2026, "general", "987471"),
        # 40 639,50 at 30 % and 59 360,50 at 15 %, twelve times
        (100_000, 2026, "msp_priority", "253151.1"),
        (100_000, 2026, "msp_other", "360000"),
        # 33 660 at 30 % and 66 340 at 15 %
        (100_000, 2025, "msp", "240588"),
        (100_000, 2025, "msp_manufacturing", "181678.08"),
        (100_000, 2025, "it", "91200"),
        (30_000, 2025, "msp", "108000"),
        (100_000, 2024, "msp", "214635.6"),
    ],
)
def test_a_years_contributions_are_those_counted_by_hand(wage, year, category, expected):
    assert annual(wage, year, category) == Fraction(expected)


def test_the_cap_cuts_the_month_in_which_it_is_reached():
    months = contributions([Fraction(300_000)] * 12, 2026, "general").months
    # after nine months 2 700 000: the tenth has 279 000 below the cap
    assert months[8] == 90_000
    assert months[9] == 279_000 * Fraction("0.30") + 21_000 * Fraction("0.151")
    assert months[10] == 300_000 * Fraction("0.151")


def test_over_the_cap_an_sme_pays_less_on_the_part_within_the_threshold():
    months = contributions([Fraction(300_000)] * 12, 2026, "msp_priority").months
    within = Fraction("40639.5")
    assert months[0] == within * Fraction("0.30") + (300_000 - within) * Fraction("0.15")
    assert months[11] == within * Fraction("0.151") + (300_000 - within) * Fraction("0.15")


def test_the_threshold_is_the_product_and_not_the_rounded_figure_of_the_press():
    assert monthly_threshold(2026) == Fraction("40639.50")
    assert monthly_threshold(2024) == 19_242


@pytest.mark.parametrize("year", [2022, 2027])
def test_a_year_that_is_not_known_is_refused(year):
    with pytest.raises(InputError, match=str(year)):
        contributions([Fraction(1)], year, "general")


def test_a_category_a_year_does_not_have_is_refused():
    with pytest.raises(InputError, match="msp_manufacturing"):
        contributions([Fraction(1)], 2024, "msp_manufacturing")


@pytest.mark.parametrize("year", YEARS)
@given(st.data())
def test_contributions_grow_with_the_wage_and_without_a_jump(year, data):
    category = data.draw(st.sampled_from(sorted(read_parameters("ru", "contributions")[year]["tariffs"])))
    low, high = sorted((data.draw(wages), data.draw(wages)))
    paid = [contributions([wage] * 12, year, category).annual for wage in (low, high)]
    assert 0 <= paid[1] - paid[0] <= (high - low) * 12 * Fraction("0.30")


@given(st.lists(wages, min_size=1, max_size=12), st.sampled_from(YEARS))
def test_the_effective_share_of_an_sme_below_the_cap_never_rises_with_the_wage(monthly, year):
    cap = Fraction(read_parameters("ru", "contributions")[year]["cap"]["value"])
    shares = []
    for wage in sorted(one for one in monthly if 0 < one * 12 <= cap):
        shares.append(contributions([wage] * 12, year, "msp").annual / wage)
    assert shares == sorted(shares, reverse=True)


def test_every_parameter_names_its_source_and_whether_it_was_read():
    for parameters in read_parameters("ru", "contributions").values():
        rows = [parameters[name] for name in ("minimum_wage", "threshold_of_minimum", "cap")]
        for row in [*rows, *parameters["tariffs"].values()]:
            assert row["source"]
            assert row["verified"] in (True, False)
            assert row["verified"] == ("read_in" in row)


def test_an_hour_costs_wage_and_contributions_over_the_norm():
    assert wage_from_month(Fraction(100_000), 2026, "general").hour_cost == Fraction(1_560_000, 1972)


def test_an_hourly_rate_is_final():
    assert wage_from_hour(Fraction(600)).hour_cost == 600


def test_a_wage_a_month_and_overhead_multiply():
    plain = wage_from_month(Fraction(100_000), 2026, "general")
    laden = wage_from_month(Fraction(100_000), 2026, "general", overhead=Fraction("0.25"))
    assert laden.hour_cost == plain.hour_cost * Fraction("1.25")


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_source_of_an_own_wage_names_the_tariff_in_words(category):
    said = tariff_name(category)
    assert wage_from_month(Fraction(80_000), 2026, category).source.ru.endswith(f"2026 года, {said.ru}")
    assert f"«{category}»" not in said.ru
    assert "тариф" in said.ru
    assert "tariff" in said.en


def test_the_mean_wage_is_of_a_whole_year_and_says_of_which():
    wage = mean_wage(2026)
    assert wage.monthly == 87_952
    assert "2024" in wage.source.ru
    assert "2026" in wage.source.ru
    assert not wage.own


def test_in_a_year_without_its_own_tariffs_the_mean_wage_names_the_year_it_took():
    assert "взносы 2026 года" in mean_wage(2027).source.ru
