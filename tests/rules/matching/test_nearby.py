"""A number near a threshold: how near, what counts as a change, and what never asks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.matching import compile_conditions
from rules.matching.interview import Interview
from rules.matching.nearby import near_threshold, reach_of

FACTS = {
    "employees": {"type": "number", "whole": True, "min": 0},
    "area": {"type": "number", "min": 0},
    "region": {
        "type": "category",
        "values": {"77": {"ru": "Москва", "en": "Moscow"}, "78": {"ru": "Питер", "en": "Petersburg"}},
    },
}
RULES = {
    "some": {"fact": "employees", "op": "gte", "value": 1},
    "journal": {"fact": "employees", "op": "gte", "value": 16},
    "small": {"fact": "employees", "op": "lt", "value": 100},
    "hall": {"fact": "area", "op": "gt", "value": 50},
    "open": {
        "all": [{"fact": "employees", "op": "gte", "value": 30}, {"fact": "region", "op": "is", "value": "77"}],
    },
}


@pytest.fixture(scope="module")
def interview() -> Interview:
    rules = compile_conditions(RULES, FACTS)
    assert rules.vocabulary is not None
    return Interview(rules, rules.vocabulary)


def near(interview: Interview, fact: str, number: str):
    return near_threshold(interview, {fact: Decimal(number)}, fact, None)


def test_two_below_sixteen_is_near_and_three_below_is_not(interview):
    found = near(interview, "employees", "14")
    assert (found.value, found.open, found.reached, found.added, found.removed) == (16, False, False, ("journal",), ())
    assert near(interview, "employees", "13") is None


def test_the_threshold_itself_is_said_to_be_reached_and_one_above_is_not_near(interview):
    found = near(interview, "employees", "16")
    assert (found.value, found.reached, found.added) == (16, True, ("journal",))
    assert near(interview, "employees", "17") is None


def test_what_goes_away_counts_as_well_and_a_tenth_of_a_large_number_is_near(interview):
    assert near(interview, "employees", "91").removed == ("small",)
    assert near(interview, "employees", "90") is None


def test_none_and_the_first_one_ask_nothing(interview):
    assert near(interview, "employees", "0") is None
    assert near(interview, "employees", "1") is None


def test_what_becomes_only_possible_asks_nothing(interview):
    assert near(interview, "employees", "29") is None


def test_beyond_fifty_is_open_and_fifty_itself_lies_below_it(interview):
    for number in ("50", "46"):
        found = near(interview, "area", number)
        assert (found.value, found.open, found.reached, found.added) == (50, True, False, ("hall",))
    assert near(interview, "area", "45") is None


def test_an_unknown_number_and_a_fact_no_rule_names_ask_nothing(interview):
    assert near_threshold(interview, {"employees": None}, "employees", None) is None
    assert near_threshold(interview, {"seats": Decimal(5)}, "seats", None) is None
    assert near_threshold(interview, {"region": "77"}, "region", None) is None


@pytest.mark.parametrize(
    ("number", "whole", "far"), [("0", True, "0"), ("1", True, "2"), ("200", True, "20"), ("0.5", False, "0.05")]
)
def test_how_far_is_near(number, whole, far):
    assert reach_of(Decimal(number), whole=whole) == Decimal(far)
