"""Boundaries, ladders and comparisons against trying every value."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import Op, atoms_of, facts_of, parse_condition, truth
from rules.matching import compile_conditions
from rules.matching.boundaries import boundaries, ladder
from rules.matching.compare import compare
from rules.matching.match import OF_TRUTH
from tests.rules.matching.worlds import CODES, POSSIBLE, VOCABULARY, conditions, profiles, small_conditions

QUARTER = Decimal("0.25")


def _flips(condition, facts):
    match = compile_conditions({"r": condition}, VOCABULARY).match(facts)
    return [(flip.fact, flip.becomes, flip.open) for flip in boundaries(match)["r"]]


@given(condition=conditions, facts=profiles)
@settings(max_examples=100, deadline=None)
def test_flips_are_those_found_by_trying_every_value(condition, facts):
    held = truth(condition, facts)
    expected = [] if held is None else list(_tried(condition, facts, held))
    assert _flips(condition, facts) == expected


def _tried(condition, facts, held):
    def turns(name, value):
        return truth(condition, facts | {name: value}) is (not held)

    for name in VOCABULARY.facts:
        if facts[name] is None or name not in facts_of(condition):
            continue
        if name in {"seats", "area"}:
            yield from _on_a_line(name, facts[name], turns)
        elif name in {"legal_form", "night"}:
            others = [value for value in POSSIBLE[name] if value != facts[name]]
            yield from ((name, value, False) for value in others if turns(name, value))
        else:
            yield from _in_a_list(name, facts[name], condition, turns)


def _on_a_line(name, actual, turns):
    below = [value for value in POSSIBLE[name] if value < actual and turns(name, value)]
    above = [value for value in POSSIBLE[name] if value > actual and turns(name, value)]
    for value, step in ((max(below, default=None), QUARTER), (min(above, default=None), -QUARTER)):
        if value is None:
            continue
        # Quarters stand for what lies between two halves: an open end.
        opened = name == "area" and value * 2 % 1 != 0
        inside = opened and not (name == "area" and turns(name, value + step) is None)
        yield name, value + step if inside else value, opened


def _in_a_list(name, actual, condition, turns):
    named = dict.fromkeys(v for atom in atoms_of(condition) if atom.fact == name for v in atom.value)
    order = list(named) if name == "okved" else list(VOCABULARY.facts[name].values)
    for value in order:
        if value in named and value not in actual and turns(name, (*actual, value)):
            yield name, (*actual, value), False
    for size in range(1, len(actual) + 1):
        for left in _leaving(actual, size):
            if turns(name, left):
                yield name, left, False
                return


def _leaving(actual, size):
    from itertools import combinations

    for removed in combinations(actual, size):
        yield tuple(value for value in actual if value not in removed)


def _condition(raw):
    condition, faults = parse_condition(raw, VOCABULARY)
    assert not faults
    return condition


def test_a_whole_number_flips_at_the_nearest_value():
    assert _flips(_condition({"fact": "seats", "op": "gte", "value": 3}), {"seats": 5}) == [("seats", 2, False)]


def test_a_boundary_beyond_the_greatest_value_is_none():
    assert _flips(_condition({"fact": "seats", "op": "gte", "value": 7}), {"seats": 5}) == []


def test_a_real_number_flips_beyond_an_open_threshold():
    assert _flips(_condition({"fact": "area", "op": "gt", "value": 2}), {"area": 1}) == [("area", 2, True)]
    assert _flips(_condition({"fact": "area", "op": "gt", "value": 2}), {"area": 3}) == [("area", 2, False)]


def test_for_activity_codes_the_class_of_the_condition_is_added():
    flips = _flips(_condition({"fact": "okved", "op": "okved", "value": ["56.1"]}), {"okved": ("47.11",)})
    assert flips == [("okved", ("47.11", "56.1"), False)]


def test_the_fewest_codes_are_taken_away():
    flips = _flips(
        _condition({"fact": "okved", "op": "okved", "value": ["56"]}), {"okved": ("56.10", "47.11", "56.10.1")}
    )
    assert flips == [("okved", ("47.11",), False)]


def test_many_comparisons_of_one_list_are_all_taken_away():
    codes = tuple(f"v{n:02}" for n in range(14))
    condition = {"any": [{"fact": "many", "op": "contains_any", "value": [code]} for code in codes]}
    flips = boundaries(compile_conditions({"r": condition}).match({"many": ("x", *codes)}))["r"]
    assert [flip.becomes for flip in flips] == [("x",)]


def test_a_flip_says_what_would_happen():
    match = compile_conditions({"r": {"fact": "seats", "op": "gte", "value": 3}}, VOCABULARY).match({"seats": 2})
    shape = boundaries(match)["r"][0].as_dict()
    assert {key: shape[key] for key in ("fact", "actual", "becomes", "verdict")} == {
        "fact": "seats",
        "actual": 2,
        "becomes": 3,
        "verdict": "applies",
    }
    assert "«3», требование начнёт действовать" in shape["sentence"]["ru"]


@given(condition=conditions, facts=profiles)
@settings(max_examples=100, deadline=None)
def test_a_ladder_covers_every_value_with_the_right_count(condition, facts):
    rules = compile_conditions(
        {"r": condition, "other": _condition({"fact": "seats", "op": "gte", "value": 3})}, VOCABULARY
    )
    for name, values in (("seats", POSSIBLE["seats"]), ("area", POSSIBLE["area"])):
        steps = ladder(rules, facts, name, values[0], values[-1], None)
        assert (steps[0].low, steps[-1].high) == (values[0], values[-1])
        for value in values:
            inside = [step for step in steps if _holds(step, value)]
            applying = list(rules.match(facts | {name: value}).verdicts.values()).count("applies")
            assert [step.count for step in inside] == [applying]


def _holds(step, value):
    above = value > step.low or (value == step.low and not step.low_open)
    return above and (value < step.high or (value == step.high and not step.high_open))


@given(a=small_conditions, b=small_conditions)
@settings(max_examples=150, deadline=None)
def test_comparison_is_that_of_trying_every_business(a, b):
    names = [name for name in VOCABULARY.facts if name in {*facts_of(a), *facts_of(b)}]
    choices = [_kinds((a, b), name) for name in names]
    seen = {
        (truth(a, dict(zip(names, case, strict=True))), truth(b, dict(zip(names, case, strict=True))))
        for case in product(*choices)
    }
    found = compare(a, b, VOCABULARY)
    assert found.a_satisfiable is any(held for held, _ in seen)
    assert found.b_satisfiable is any(held for _, held in seen)
    for witness, pair in ((found.both, (True, True)), (found.a_only, (True, False)), (found.b_only, (False, True))):
        assert (witness is not None) is (pair in seen)
        if witness is not None:
            assert (truth(a, witness), truth(b, witness)) == pair
            assert set(witness) == set(names)
            assert all(value in POSSIBLE[name] for name, value in witness.items() if name in {"seats", "legal_form"})


def _kinds(both, name):
    comparisons = [atom for condition in both for atom in atoms_of(condition) if atom.fact == name]
    kinds = {}
    for value in POSSIBLE[name]:
        kinds.setdefault(tuple(truth(atom, {name: value}) for atom in comparisons), value)
    return list(kinds.values())


def test_relations_are_named_by_the_first_that_is_true():
    at_least = [_condition({"fact": "seats", "op": "gte", "value": n}) for n in range(6)]
    never = _condition({"all": [{"fact": "seats", "op": "gt", "value": 3}, {"fact": "seats", "op": "lt", "value": 4}]})
    assert compare(at_least[2], at_least[2], VOCABULARY).relation == "equal"
    assert compare(never, at_least[2], VOCABULARY).relation == "disjoint"
    assert compare(never, never, VOCABULARY).relation == "equal"
    assert compare(at_least[3], at_least[2], VOCABULARY).relation == "a_implies_b"
    assert compare(at_least[2], at_least[3], VOCABULARY).relation == "b_implies_a"
    assert (
        compare(at_least[2], _condition({"fact": "night", "op": "is", "value": True}), VOCABULARY).relation == "overlap"
    )


def test_at_least_the_least_value_is_always_true():
    always = compare(_condition({"fact": "seats", "op": "gte", "value": 0}), _condition(True), VOCABULARY)
    assert always.relation == "equal"


def test_a_class_equals_the_only_class_under_it():
    wide, narrow = ({"fact": "okved", "op": "okved", "value": [code]} for code in ("56.1", "56.10"))
    assert compare(_condition(wide), _condition(narrow), VOCABULARY).relation == "equal"


def test_all_values_of_a_closed_vocabulary_leave_no_other():
    every = _condition({"fact": "legal_form", "op": "in", "value": ["a", "b", "c"]})
    assert compare(every, _condition(True), VOCABULARY).relation == "equal"


def test_without_a_vocabulary_there_are_other_values():
    every, _ = parse_condition({"fact": "legal_form", "op": "in", "value": ["a", "b", "c"]}, None)
    found = compare(every, _condition(True), None)
    assert found.relation == "a_implies_b"
    assert truth(every, found.b_only) is False


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_classes_imply_those_that_hold_them(one, other):
    a, b = (_condition({"fact": "okved", "op": Op.OKVED, "value": [code]}) for code in (one, other))
    digits = [code.replace(".", "") for code in (one, other)]
    implied = compare(a, b, VOCABULARY).a_only is None
    assert implied or not digits[0].startswith(digits[1])


def test_verdict_words_are_three():
    assert sorted(OF_TRUTH.values()) == ["applies", "does_not_apply", "unknown"]
