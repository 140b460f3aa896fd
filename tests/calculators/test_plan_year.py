"""Which objects a year's plan may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculators.plan_year import due_in
from calculators.risk import Assigned, RiskObject
from rules.control import Frequency, Leaf, RiskCategory, control_type
from rules.control.types import CategoryRule

FIRE, SCHOOLS, TAX = control_type("fire"), control_type("education"), control_type("tax")
HIGH = Assigned(RiskCategory.HIGH, date(2025, 3, 10))


def medium_is_planned():
    """A type whose act plans events for the middle category too: the moratorium bars them."""
    every_year = Leaf(Frequency(1, 1, 1), "п. 9", True, "the test")
    rule = CategoryRule(RiskCategory.MEDIUM, every_year, Leaf())
    return replace(FIRE, categories={RiskCategory.MEDIUM: rule})


def test_the_interval_is_counted_from_the_assignment_or_the_last_event() -> None:
    assert due_in(RiskObject(FIRE, {}, HIGH), 2027).first == date(2027, 3, 10)
    later = RiskObject(FIRE, {}, HIGH, last_planned=date(2026, 5, 4))
    assert (due_in(later, 2027).code, due_in(later, 2028).first) == ("another_year", date(2028, 5, 4))


def test_what_is_overdue_may_be_held_from_the_first_day_of_the_year() -> None:
    old = RiskObject(FIRE, {}, Assigned(RiskCategory.HIGH, date(2020, 1, 1)))
    assert due_in(old, 2027).first == date(2027, 1, 1)


def test_the_weight_is_the_place_of_the_category_and_nothing_else() -> None:
    extreme = RiskObject(FIRE, {}, Assigned(RiskCategory.EXTREME, date(2026, 3, 10)))
    assert (due_in(extreme, 2027).weight, due_in(RiskObject(FIRE, {}, HIGH), 2027).weight) == (6, 5)


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        (RiskObject(FIRE), "never"),
        (RiskObject(FIRE, {}, Assigned(RiskCategory.HIGH)), "since_unknown"),
        (RiskObject(TAX, {}, HIGH), "another_law"),
        (RiskObject(SCHOOLS), "category_open"),
    ],
)
def test_what_is_not_known_keeps_an_object_out(thing, code) -> None:
    found = due_in(thing, 2027)
    assert (found.code, found.planned, found.first) == (code, False, None)
    assert found.article


def test_the_moratorium_keeps_out_with_its_act_until_its_end() -> None:
    thing = RiskObject(medium_is_planned(), {}, Assigned(RiskCategory.MEDIUM, date(2026, 3, 10)))
    found = due_in(thing, 2027)
    assert found.code == "moratorium"
    assert found.article == "Постановление Правительства РФ № 336 от 10.03.2022, п. 11(3)"
    assert due_in(thing, 2030).planned
