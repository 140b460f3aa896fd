"""Reading conditions strictly, writing them back, and what they mean over what is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from rules.conditions import All, Always, Atom, Not, Op, as_json, facts_of, parse_condition, truth
from rules.facts import Fact, FactType, Vocabulary
from rules.matching import compile_conditions
from tests.rules.matching.worlds import VOCABULARY, conditions

NIGHT = {"fact": "night", "op": "is", "value": True}


def _codes(raw, vocabulary=VOCABULARY):
    condition, faults = parse_condition(raw, vocabulary)
    assert (condition is None) is bool(faults)
    return [(fault.code, fault.field) for fault in faults]


def test_a_condition_is_read_part_by_part():
    raw = {"all": [NIGHT, {"not": {"fact": "seats", "op": "lt", "value": 4}}, True]}
    condition, faults = parse_condition(raw, VOCABULARY)
    assert not faults
    assert condition == All((Atom("night", Op.IS, True), Not(Atom("seats", Op.LT, Decimal(4))), Always()))


@given(condition=conditions)
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back_the_same(condition):
    assert parse_condition(as_json(condition), VOCABULARY) == (condition, [])


def test_every_fault_is_found_at_once_with_its_place():
    raw = {
        "all": [
            {"fact": "nights", "op": "is", "value": True},
            {"fact": "night", "op": "equals", "value": True},
            {"any": [{"fact": "seats", "op": "gte", "value": "4"}, {"fact": "seats", "op": "gte"}]},
            {"not": NIGHT, "also": 1},
        ]
    }
    assert _codes(raw) == [
        ("unknown_fact", "applies_when.all[0].fact"),
        ("unknown_op", "applies_when.all[1].op"),
        ("wrong_type", "applies_when.all[2].any[0].value"),
        ("missing_key", "applies_when.all[2].any[1].value"),
        ("unknown_key", "applies_when.all[3].also"),
    ]


@pytest.mark.parametrize("raw", [{"all": []}, {"any": []}, {"all": True}, {"any": {"fact": "night"}}])
def test_a_group_without_parts_is_refused_because_it_would_mean_everyone_or_nobody(raw):
    assert [code for code, _ in _codes(raw)] == ["empty_group"]


@pytest.mark.parametrize("raw", [False, None, 1, "true", [], [NIGHT]])
def test_what_is_no_condition_is_refused(raw):
    assert _codes(raw) == [("not_a_condition", "applies_when")]


@pytest.mark.parametrize(
    "atom",
    [
        {"fact": "seats", "op": "gte", "value": True},
        {"fact": "seats", "op": "gte", "value": "4"},
        {"fact": "seats", "op": "is", "value": Decimal("NaN")},
        {"fact": "seats", "op": "in", "value": [1, "2"]},
        {"fact": "night", "op": "is", "value": 1},
        {"fact": "legal_form", "op": "is", "value": 1},
        {"fact": "legal_form", "op": "in", "value": "a"},
        {"fact": "legal_form", "op": "in", "value": []},
        {"fact": "staff", "op": "contains_any", "value": "a"},
    ],
)
def test_a_value_of_another_type_is_refused(atom):
    assert [code for code, _ in _codes(atom)] == ["wrong_type"]


@pytest.mark.parametrize(
    ("fact", "op"),
    [("night", "gte"), ("legal_form", "contains_any"), ("staff", "is"), ("staff", "okved"), ("seats", "okved")],
)
def test_an_operator_fits_the_type_of_its_fact(fact, op):
    assert _codes({"fact": fact, "op": op, "value": ["a"]}) == [("wrong_op", "applies_when.op")]


def test_only_a_list_of_codes_has_classes():
    facts = {"main": Fact("main", FactType.CATEGORY, values_from="okved2")}
    raw = {"fact": "main", "op": "okved", "value": ["56"]}
    found = parse_condition(raw, Vocabulary(facts, okved=VOCABULARY.okved))[1]
    assert [(fault.code, fault.field) for fault in found] == [("wrong_op", "applies_when.op")]


@pytest.mark.parametrize("fact", ["legal_form", "staff"])
def test_values_are_those_of_the_vocabulary(fact):
    op = "contains_any" if fact == "staff" else "in"
    assert _codes({"fact": fact, "op": op, "value": ["a", "z"]}) == [("unknown_value", "applies_when.value[1]")]


def test_the_dots_of_a_class_may_be_left_out():
    rules = compile_conditions({"a": {"fact": "okved", "op": "okved", "value": ["5610"]}})
    assert rules.match({"okved": ["56.10.1"]}).verdicts["a"] == "applies"
    assert rules.match({"okved": ["56.21"]}).verdicts["a"] == "does_not_apply"


@pytest.mark.parametrize("code", ["5", "56.", "5.6", "56.1.1", "5610111", "56.10.111", "５６", " 56", 56, "56x", ""])
def test_a_class_has_two_to_six_digits(code):
    assert _codes({"fact": "okved", "op": "okved", "value": [code]}) == [("wrong_class", "applies_when.value[0]")]


def test_a_class_covers_at_least_one_code():
    assert _codes({"fact": "okved", "op": "okved", "value": ["99"]}) == [("unknown_class", "applies_when.value[0]")]
    assert not _codes({"fact": "okved", "op": "okved", "value": ["56.10.1", "47", "56.1"]})


def test_nesting_without_end_is_refused():
    raw = NIGHT
    for _ in range(100):
        raw = {"not": raw}
    assert [code for code, _ in _codes(raw)] == ["too_deep"]


def test_without_a_vocabulary_the_value_tells_the_type():
    condition, faults = parse_condition({"fact": "registered_on", "op": "gte", "value": "2026-09-01"}, None)
    assert (condition, faults) == (Atom("registered_on", Op.GTE, date(2026, 9, 1)), [])
    assert _codes({"fact": "registered_on", "op": "gte", "value": "2027-02-29"}, None)


def test_numbers_stay_exact():
    condition, _ = parse_condition({"fact": "area", "op": "is", "value": Decimal("0.10")}, VOCABULARY)
    assert truth(condition, {"area": Decimal("0.1")}) is True
    assert truth(condition, {"area": Decimal("0.1000000000000000055")}) is False


def test_true_is_not_one():
    condition, _ = parse_condition({"fact": "x", "op": "in", "value": [1, 2]}, None)
    assert truth(condition, {"x": True}) is False


@pytest.mark.parametrize(
    ("prefix", "code", "held"),
    [("56", "56.10.1", True), ("56.1", "56.10", True), ("56.10.1", "56.10", False), ("47.1", "47.21", False)],
)
def test_a_class_covers_the_codes_that_begin_with_its_digits(prefix, code, held):
    assert truth(Atom("okved", Op.OKVED, (prefix,)), {"okved": (code,)}) is held


def test_unknown_follows_kleene():
    yes, no, gap = Always(), Not(Always()), Atom("night", Op.IS, True)
    assert truth(All((no, gap)), {}) is False
    assert truth(All((yes, gap)), {}) is None
    assert truth(Not(gap), {"night": None}) is None


def test_none_of_a_list_is_known():
    condition = Atom("staff", Op.CONTAINS_ANY, ("a",))
    assert truth(condition, {"staff": ()}) is False
    assert truth(condition, {}) is None


def test_facts_are_named_once_in_order():
    raw = {"any": [NIGHT, {"fact": "seats", "op": "gte", "value": 1}, {"not": NIGHT}]}
    assert facts_of(parse_condition(raw, VOCABULARY)[0]) == ("night", "seats")
