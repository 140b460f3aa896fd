"""Why a verdict is as it is: the atoms named, their order, and what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from rules.conditions import All, Always, AnyOf, Atom, Not, truth
from rules.matching import compile_conditions
from tests.rules.matching.worlds import VOCABULARY, conditions, profiles

NIGHT = {"fact": "night", "op": "is", "value": True}
BIG = {"fact": "seats", "op": "gte", "value": 4}
FORM_A = {"fact": "legal_form", "op": "is", "value": "a"}
COOKS = {"fact": "staff", "op": "contains_any", "value": ["a"]}


def _explained(condition, **facts):
    return compile_conditions({"r": condition}, VOCABULARY).explain("r", facts)


def _named(condition, **facts):
    return [(reason.atom.fact, reason.holds) for reason in _explained(condition, **facts).because]


def test_a_true_all_names_every_part_in_order():
    named = _named({"all": [BIG, NIGHT, FORM_A]}, legal_form="a", night=True, seats=5)
    assert named == [("seats", True), ("night", True), ("legal_form", True)]


def test_a_false_any_names_every_part():
    assert _named({"any": [BIG, NIGHT]}, night=False, seats=1) == [("seats", False), ("night", False)]


def test_a_false_all_names_the_part_that_needs_fewest_and_the_first_on_a_tie():
    two = {"any": [BIG, NIGHT]}
    assert _named({"all": [two, FORM_A]}, seats=1, night=False, legal_form="b") == [("legal_form", False)]
    assert _named({"all": [BIG, FORM_A]}, seats=1, legal_form="b") == [("seats", False)]


def test_a_true_any_ignores_parts_that_are_not_known():
    assert _named({"any": [BIG, FORM_A]}, legal_form="a") == [("legal_form", True)]


def test_not_passes_the_reasons_of_its_part_through():
    answer = _explained({"not": {"all": [BIG, NIGHT]}}, seats=1)
    assert answer.verdict == "applies"
    assert [(reason.atom.fact, reason.actual, reason.holds) for reason in answer.because] == [("seats", 1, False)]


def test_true_and_unknown_have_no_reasons():
    assert _explained(True).because == ()
    assert _explained({"all": [BIG, NIGHT]}, night=True).because == ()


def test_the_actual_value_is_the_one_given():
    reason = _explained(COOKS, staff=["c", "a"]).because[0]
    assert reason.as_dict() == {
        "fact": "staff",
        "op": "contains_any",
        "value": ["a"],
        "actual": ["c", "a"],
        "holds": True,
    }


def test_a_fact_that_cannot_decide_any_more_is_not_missing():
    condition = {"any": [NIGHT, {"all": [NIGHT, BIG]}]}
    assert _explained(condition).missing == ("night",)
    assert _explained({"all": [COOKS, {"any": [COOKS, BIG]}]}).missing == ("staff",)


def test_a_fact_compared_on_both_sides_is_still_missing():
    assert _explained({"any": [BIG, {"not": BIG}]}).missing == ("seats",)
    assert _explained({"any": [BIG, {"not": BIG}]}).verdict == "unknown"


def test_on_whole_numbers_more_than_three_is_at_least_four():
    more_than_three = {"fact": "seats", "op": "gt", "value": 3}
    assert _explained({"all": [more_than_three, {"any": [BIG, NIGHT]}]}).missing == ("seats",)


def test_missing_stands_in_the_order_of_the_vocabulary():
    assert _explained({"all": [COOKS, NIGHT, BIG, FORM_A]}).missing == ("legal_form", "seats", "night", "staff")


def _reference(condition, facts):
    """The contract, word for word."""
    held = truth(condition, facts)
    match condition:
        case Atom():
            return [] if held is None else [condition]
        case Not(part):
            return _reference(part, facts)
        case Always():
            return []
    if held is None:
        return []
    parts = [part for part in condition.parts if truth(part, facts) is held]
    if held is isinstance(condition, All):
        return [atom for part in condition.parts for atom in _reference(part, facts)]
    return min((_reference(part, facts) for part in parts), key=len)


@given(condition=conditions, facts=profiles)
@settings(max_examples=200, deadline=None)
def test_reasons_are_those_of_the_contract(condition, facts):
    answer = compile_conditions({"r": condition}, VOCABULARY).explain("r", facts)
    assert [reason.atom for reason in answer.because] == _reference(condition, facts)


def test_a_condition_without_a_short_form_is_judged_part_by_part():
    pairs = [
        {"all": [{"fact": f"x{n}", "op": "is", "value": True}, {"fact": f"y{n}", "op": "is", "value": True}]}
        for n in range(16)
    ]
    rules = compile_conditions({"long": {"any": pairs}})
    assert rules.long
    assert rules.match({"x3": True, "y3": True}).verdicts["long"] == "applies"
    half = rules.explain("long", {f"x{n}": False for n in range(15)})
    assert (half.verdict, half.missing) == ("unknown", ("x15", "y15"))


def test_a_value_of_another_type_is_refused():
    rules = compile_conditions({"r": BIG}, VOCABULARY)
    for wrong in ("5", True, [5], Decimal("NaN")):
        with pytest.raises(ValueError, match="seats"):
            rules.match({"seats": wrong})


def test_any_of_and_all_may_nest():
    inner = AnyOf((Always(),))
    assert compile_conditions({"r": All((inner, Not(Not(inner))))}).match({}).verdicts == {"r": "applies"}


def test_a_fact_that_every_value_of_the_vocabulary_settles_alike_is_not_missing():
    within = {"fact": "seats", "op": "lte", "value": 6}
    assert _explained({"all": [within, NIGHT]}).missing == ("seats", "night")
    never = {"all": [{"fact": "seats", "op": "lt", "value": 1}, {"fact": "seats", "op": "gt", "value": 1}]}
    assert _explained({"all": [never, {"fact": "area", "op": "gte", "value": 0}, NIGHT]}).missing == ("seats", "night")
