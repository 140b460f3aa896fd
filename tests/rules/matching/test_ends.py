"""The ends of what a fact can be: the calendar, bounds between whole numbers, codes of the classifier, long lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules.conditions import parse_condition
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import InputError
from rules.matching import compile_conditions
from rules.matching.boundaries import boundaries
from rules.matching.compare import compare
from rules.matching.interview import next_question
from tests.rules.matching.worlds import LEAVES, VOCABULARY

FACTS = Vocabulary(
    {
        "since": Fact("since", FactType.DATE),
        "recent": Fact("recent", FactType.DATE, min=date(2020, 1, 1), max_is_today=True),
        "chairs": Fact("chairs", FactType.NUMBER, whole=True, min=Decimal("0.5"), max=Decimal("9.5")),
        "main": Fact("main", FactType.CATEGORY, values_from="okved2"),
        "staff": VOCABULARY.facts["staff"],
        "codes": Fact("codes", FactType.MULTI, values_from="okved2"),
    },
    okved=VOCABULARY.okved,
)


def condition(fact, op, value):
    return parse_condition({"fact": fact, "op": op, "value": value}, FACTS)[0]


def compared(fact, op, value, on=None):
    return compare(condition(fact, op, value), parse_condition(True, FACTS)[0], FACTS, on)


def flips(raw, facts, vocabulary=FACTS):
    found = boundaries(compile_conditions({"r": raw}, vocabulary).match(facts))["r"]
    return [(flip.becomes, flip.open) for flip in found]


@pytest.mark.parametrize(
    ("fact", "op", "value"),
    [("since", "gt", "9999-12-31"), ("since", "lt", "0001-01-01"), ("chairs", "lt", 1), ("chairs", "gt", 9)],
)
def test_what_lies_beyond_the_last_value_holds_for_nobody(fact, op, value):
    found = compared(fact, op, value)
    assert (found.a_satisfiable, found.relation) == (False, "disjoint")


@pytest.mark.parametrize(
    ("fact", "op", "value"),
    [("since", "lte", "9999-12-31"), ("since", "gte", "0001-01-01"), ("chairs", "gte", 1), ("chairs", "lt", 10)],
)
def test_what_begins_with_the_first_value_holds_for_everybody(fact, op, value):
    assert compared(fact, op, value).relation == "equal"


def test_a_witness_of_whole_numbers_is_whole():
    assert compared("chairs", "lt", 2).both == {"chairs": Decimal(1)}


def test_a_witness_of_one_code_is_a_code_of_the_classifier():
    assert compared("main", "is", "56.10").b_only["main"] in LEAVES


def test_before_the_earliest_day_there_is_no_business():
    assert compared("recent", "gte", "2021-01-01", date(2019, 1, 1)).b_satisfiable is False


@pytest.mark.parametrize(("op", "value"), [("gt", "9999-12-31"), ("lte", "9999-12-31"), ("gte", "0001-01-01")])
def test_no_day_outside_the_calendar_turns_a_verdict(op, value):
    assert flips({"fact": "since", "op": op, "value": value}, {"since": date(2026, 1, 1)}) == []


def test_a_code_turns_into_every_other_code_that_counts():
    raw = {"not": {"fact": "main", "op": "is", "value": "56.10"}}
    assert flips(raw, {"main": "56.10"}) == [(code, False) for code in LEAVES if code != "56.10"]


def test_the_fewest_of_many_values_are_taken_away():
    """The pair named last is smaller than each of the twelve groups before it."""
    values = [f"v{n:02}" for n in range(26)]
    named = [values[n : n + 3] for n in range(0, 24, 2)] + [values[24:]]
    atoms = [{"fact": "many", "op": "contains_any", "value": some} for some in named]
    facts = {"many": {"type": "multi", "values": values}}
    [(left, _)] = flips({"all": atoms}, {"many": values}, facts)
    assert left == tuple(values[:24])


def test_estimates_at_the_ends_of_the_calendar_stop_no_question():
    days = [date(1, 1, 1), date(1, 1, 2), date(9999, 12, 31)]
    vocabulary = Vocabulary({"since": Fact("since", FactType.DATE, priors={"quartiles": days})})
    rules = compile_conditions({"r": {"fact": "since", "op": "gte", "value": "2026-01-01"}}, vocabulary)
    assert next_question(rules, vocabulary, {}).facts == ("since",)


def atom(fact, op, value):
    return {"fact": fact, "op": op, "value": value}


def test_a_fact_compared_as_several_types_is_refused_for_every_such_fact():
    raw = {
        "a": {"any": [atom("x", "is", True), atom("y", "is", "k"), atom("z", "gte", 1)]},
        "b": {"any": [atom("x", "gte", 5), atom("y", "contains_any", ["k"]), atom("z", "is", 2)]},
    }
    with pytest.raises(InputError) as caught:
        compile_conditions(raw)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [
        ("several_types", "x"),
        ("several_types", "y"),
    ]


def test_a_part_of_what_is_whole_is_refused_and_not_rounded():
    rules = compile_conditions({"r": atom("chairs", "is", 2)}, FACTS)
    with pytest.raises(InputError):
        rules.match({"chairs": 2.5})
    assert rules.match({"chairs": 2.0}).verdicts["r"] == "applies"
