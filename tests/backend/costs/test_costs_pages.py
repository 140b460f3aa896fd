"""Costs of a list: estimates, own numbers, own wage, and what is left unknown."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from backend.costs.models import OwnNumber, OwnWage
from backend.costs.queries import cost_of_list
from backend.costs.words import band_text, hours_text
from backend.law import current_law
from backend.profiles.matching import match_business
from backend.profiles.models import Origin
from backend.profiles.queries import load_profile
from backend.profiles.service import record_facts
from calculators.portfolio import Band, CostFlag
from rules.profiles import read_profile

EXAMPLES = Path(__file__).parents[3] / "rules" / "examples"
NUMBERS = ("hours_per_time", "rub_per_time", "times_per_year", "one_off_hours", "one_off_rub", "who", "hourly_rate")
EMPTY = dict.fromkeys(NUMBERS, "")


@pytest.fixture
def cafe(owner, session, clock):
    """The owner's café with every answer given."""
    document = yaml.safe_load((EXAMPLES / "cafe.yaml").read_text(encoding="utf-8"))
    business = session.merge(owner.business)
    facts = read_profile(document, current_law().vocabulary)
    record_facts(session, business.id, business.id, facts, Origin.ANSWER, clock.now())
    session.commit()
    return business


def costs_of(session, business, clock):
    """Return the portfolio of a business."""
    found = cost_of_list(session, match_business(load_profile(session, business), clock.today()), business.id)
    session.rollback()  # an open transaction would keep the page from writing and this test from seeing it
    return found


def test_the_page_says_the_sum_whose_wage_and_how_much_is_not_assessed(cafe, owner):
    page = owner.get("/costs")
    assert page.status_code == 200
    assert "в год" in page.text
    assert "Росстат" in page.text
    assert "за один случай" in page.text


def test_an_ongoing_duty_enters_the_sum_only_with_its_number_of_times(cafe, owner, session, clock):
    before = costs_of(session, cafe, clock)
    per_case = next(one for one in before.duties if one.flag is CostFlag.PER_CASE and one.per_case_hours)
    assert per_case.yearly_rub is None
    owner.post_form(f"/costs/{per_case.requirement}", {**EMPTY, "times_per_year": "12"})
    after = costs_of(session, cafe, clock)
    counted = next(one for one in after.duties if one.requirement == per_case.requirement)
    assert counted.flag is CostFlag.OWN
    assert counted.yearly_hours == per_case.per_case_hours * 12
    assert after.yearly_hours == before.yearly_hours + counted.yearly_hours


def test_an_own_wage_replaces_the_mean_of_the_country(cafe, owner, session, clock):
    owner.post_form("/costs/wage", {"monthly": "", "hourly": "600", "category": "general"})
    portfolio = costs_of(session, cafe, clock)
    assert portfolio.wage.hour_cost == Fraction(600)
    assert portfolio.wage.own
    owner.post_form("/costs/wage", {"forget": "1"})
    assert not costs_of(session, cafe, clock).wage.own


def test_own_numbers_are_kept_exactly_and_can_be_taken_back(cafe, owner, session):
    owner.post_form(
        "/costs/fire.briefings", {**EMPTY, "hours_per_time": "1,25", "times_per_year": "1/3", "rub_per_time": "0.05"}
    )
    row = session.exec(select(OwnNumber)).one()
    assert (row.hours_per_time, row.times_per_year, row.rub_per_time) == (Decimal("1.25"), "1/3", Decimal("0.05"))
    session.rollback()
    owner.post_form("/costs/fire.briefings", {"forget": "1"})
    session.rollback()
    assert session.exec(select(OwnNumber)).all() == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("hours_per_time", "-1"),
        ("hours_per_time", "²"),
        ("hours_per_time", "1e5"),
        ("rub_per_time", "12.345"),
        ("rub_per_time", "NaN"),
        ("times_per_year", "1/0"),
        ("times_per_year", "часто"),
        ("hourly_rate", "9" * 20),
        ("who", "я" * 101),
    ],
)
def test_a_number_that_cannot_be_is_shown_again_and_changes_nothing(cafe, owner, session, field, typed):
    page = owner.post_form("/costs/fire.briefings", {**EMPTY, field: typed})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert session.exec(select(OwnNumber)).all() == []


def test_two_wages_or_none_are_refused(cafe, owner, session):
    for values in ({"monthly": "", "hourly": ""}, {"monthly": "60000", "hourly": "400"}):
        page = owner.post_form("/costs/wage", {**values, "category": "general"})
        assert page.status_code == 422
        assert "одно из двух" in page.text
    assert session.exec(select(OwnWage)).all() == []


def test_a_requirement_that_is_not_there_is_not_found(cafe, owner):
    assert owner.get("/costs/no.such").status_code == 404
    assert owner.post_form("/costs/no.such", EMPTY).status_code == 404


def test_nobody_reads_or_writes_the_numbers_of_another_business(cafe, owner, stranger, session, clock):
    owner.post_form("/costs/fire.briefings", {**EMPTY, "hours_per_time": "7"})
    assert 'value="7"' not in stranger.get("/costs/fire.briefings").text
    stranger.post_form("/costs/fire.briefings", {**EMPTY, "hours_per_time": "1"})
    rows = {row.business_id: row.hours_per_time for row in session.exec(select(OwnNumber)).all()}
    assert rows[cafe.id] == Decimal("7")


def test_estimates_are_said_as_ranges_of_two_digits():
    band = Band(Fraction(41_234), Fraction(60_000), Fraction(96_499))
    assert band_text(band).ru == "41\u00a0000–96\u00a0000\u00a0₽"
    assert band_text(Band(Fraction(500), Fraction(500), Fraction(500)), own=True).en == "₽500"
    assert hours_text(Fraction(1, 2)).ru == "30\u00a0мин"
    assert hours_text(None) is None


@pytest.mark.parametrize(
    ("low", "high", "ru", "en"),
    [
        (900_000, 2_100_000, "0,9–2,1 млн ₽", "₽0.9–2.1m"),
        (1_040_000, 1_040_000, "1 млн ₽", "₽1m"),
        (12_345_678, 99_999_999, "12–100 млн ₽", "₽12–100m"),
        (50_000, 2_000_000, "50 000 ₽ – 2 млн ₽", "₽50,000–₽2m"),
        (0, 1_500_000, "0 ₽ – 1,5 млн ₽", "₽0–₽1.5m"),
        (400_000, 990_000, "400 000–990 000 ₽", "₽400,000–990,000"),
    ],
)
def test_a_million_and_more_is_said_in_millions(low, high, ru, en):
    said = band_text(Band(Fraction(low), Fraction(low), Fraction(high)))
    assert said.ru.replace("\xa0", " ") == ru
    assert said.en == en


def test_an_own_number_of_millions_loses_no_digit():
    for amount, said in ((2_100_000, "2,1 млн ₽"), (2_345_678, "2 345 678 ₽")):
        own = Band(*[Fraction(amount)] * 3)
        assert band_text(own, own=True).ru.replace("\xa0", " ") == said


def test_what_enters_no_sum_is_folded_and_counted(cafe, owner, session, clock):
    duties = costs_of(session, cafe, clock).duties
    once = [one for one in duties if one.one_off_counts and one.yearly_rub is None]
    counts = Counter(one.flag for one in duties if one not in once or one.flag is CostFlag.NOT_ASSESSED)
    assessed_once = sum(1 for one in once if one.flag is not CostFlag.NOT_ASSESSED)
    page = owner.get("/costs").text
    for title, count in (
        ("Разово", assessed_once),
        ("За один случай, в сумму не входят", counts[CostFlag.PER_CASE]),
        ("Не оценено", counts[CostFlag.NOT_ASSESSED]),
    ):
        fold = page[page.index(f'<h3 class="fold__title">{title}</h3>') :]
        fold = fold[: fold.index("</details>")]
        assert f'<span class="fold__count">{count}</span>' in fold
        assert fold.count('href="/costs/') == count
    assert page.count('<details class="fold" open>') == 0


def test_that_fields_may_be_left_empty_is_said_once(cafe, owner):
    page = owner.get("/costs/fire.briefings").text
    assert "можно пропустить" not in page
    assert page.count("вместо пустого поля останется наша оценка") == 1


def test_every_requirement_of_the_list_leaves_with_its_costs_in_a_table(cafe, owner, session, clock):
    document = owner.get("/costs.csv").content.decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(document), delimiter=";")
    portfolio = costs_of(session, cafe, clock)
    assert [row[0] for row in rows] == [one.requirement for one in portfolio.duties]
    assert heads[2] == "Рублей в год, от"
    told = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    for one in portfolio.duties:
        empty = told[one.requirement]["Рублей в год, от"] == ""
        assert empty == (one.yearly_rub is None)  # what nobody knows is no nought


def test_the_page_counts_cases_as_its_rows_mark_them(cafe, owner, session, clock):
    marked = costs_of(session, cafe, clock).counts[CostFlag.PER_CASE]
    page = owner.get("/costs").text
    assert f"У {marked}\u00a0требований случаи не посчитаны" in page
    assert page.count("за один случай</td>") + page.count("оценка, случаи отдельно</td>") == marked


def test_a_number_that_was_kept_stands_in_its_field_as_people_type_it(owner):
    owner.post_form("/costs/wage", {"monthly": "", "hourly": "612.5", "category": "general"})
    assert 'value="612,5"' in owner.get("/costs").text
    refused = owner.post_form("/costs/wage", {"monthly": "12.5x", "hourly": "", "category": "general"})
    assert 'value="12.5x"' in refused.text  # what was typed wrong comes back as it was
