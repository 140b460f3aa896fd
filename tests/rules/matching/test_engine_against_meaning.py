"""The engine against the plain meaning of conditions, on random conditions and profiles with gaps."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import Condition, FactValue, atoms_of, facts_of, truth
from rules.matching import compile_conditions
from rules.matching.match import OF_TRUTH
from tests.rules.matching.worlds import POSSIBLE, VOCABULARY, conditions, profiles


@given(conditions=st.lists(conditions, min_size=1, max_size=5), facts=profiles)
@settings(max_examples=250, deadline=None)
def test_compiled_verdicts_are_those_of_the_plain_meaning(conditions, facts):
    named = {f"r{n}": condition for n, condition in enumerate(conditions)}
    verdicts = compile_conditions(named, VOCABULARY).match(facts).verdicts
    assert verdicts == {name: OF_TRUTH[truth(condition, facts)] for name, condition in named.items()}


@given(conditions=st.lists(conditions, min_size=1, max_size=3), facts=profiles)
@settings(max_examples=150, deadline=None)
def test_without_a_vocabulary_the_verdicts_are_the_same(conditions, facts):
    named = {f"r{n}": condition for n, condition in enumerate(conditions)}
    verdicts = compile_conditions(named).match(facts).verdicts
    assert verdicts == {name: OF_TRUTH[truth(condition, facts)] for name, condition in named.items()}


@given(condition=conditions, facts=profiles)
@settings(max_examples=250, deadline=None)
def test_the_facts_of_because_alone_fix_the_verdict(condition, facts):
    answer = compile_conditions({"r": condition}, VOCABULARY).explain("r", facts)
    alone = {reason.atom.fact: reason.actual for reason in answer.because}
    assert truth(condition, alone) is answer.held or answer.held is None
    assert all(truth(reason.atom, facts) is reason.holds for reason in answer.because)
    assert answer.held is not None or not answer.because


@given(condition=conditions, facts=profiles, name=st.sampled_from(list(POSSIBLE)), data=st.data())
@settings(max_examples=250, deadline=None)
def test_learning_a_fact_never_turns_a_settled_verdict(condition, facts, name, data):
    rules = compile_conditions({"r": condition}, VOCABULARY)
    before = rules.match(facts).verdicts["r"]
    learned = facts if facts[name] is not None else facts | {name: data.draw(st.sampled_from(POSSIBLE[name]))}
    assert before == "unknown" or rules.match(learned).verdicts["r"] == before


@given(condition=conditions, facts=profiles)
@settings(max_examples=250, deadline=None)
def test_missing_names_exactly_the_facts_that_can_still_decide(condition, facts):
    answer = compile_conditions({"r": condition}, VOCABULARY).explain("r", facts)
    assert answer.missing == _deciding(condition, facts)


def _deciding(condition: Condition, facts: dict[str, FactValue]) -> tuple[str, ...]:
    """The definition, by trying all: open without the fact, settled with it, whatever is known of the others."""
    open_facts = [name for name in VOCABULARY.facts if name in facts_of(condition) and facts[name] is None]
    choices = {name: _kinds(condition, name) for name in open_facts}
    found = []
    for name in open_facts:
        others = [other for other in open_facts if other != name]
        for case in product(*([None, *choices[other]] for other in others)):
            known = facts | dict(zip(others, case, strict=True))
            if truth(condition, known) is None and any(
                truth(condition, known | {name: value}) is not None for value in choices[name]
            ):
                found.append(name)
                break
    return tuple(found)


def _kinds(condition: Condition, name: str) -> list[FactValue]:
    """One value of each kind that the comparisons of a fact tell apart."""
    comparisons = [atom for atom in atoms_of(condition) if atom.fact == name]
    kinds: dict[tuple[bool | None, ...], FactValue] = {}
    for value in POSSIBLE[name]:
        kinds.setdefault(tuple(truth(atom, {name: value}) for atom in comparisons), value)
    return list(kinds.values())
