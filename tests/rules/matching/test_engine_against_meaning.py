"""The engine against the plain meaning of conditions, on random conditions and profiles with gaps."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import All, Always, AnyOf, Atom, Condition, FactValue, Not, Op, facts_of, truth
from rules.facts import Fact, FactOption, FactType, OkvedCode, Vocabulary
from rules.matching import compile_conditions
from rules.matching.match import OF_TRUTH
from rules.text import Text

CODES = ("56", "56.1", "56.10", "56.10.1", "56.10.2", "47", "47.1", "47.11", "47.11.1")
VALUES = ("a", "b", "c")


def _options(codes: tuple[str, ...]) -> dict[str, FactOption]:
    return {code: FactOption(code, Text(code, code)) for code in codes}


VOCABULARY = Vocabulary(
    facts={
        "legal_form": Fact("legal_form", FactType.CATEGORY, values=_options(VALUES)),
        "okved": Fact("okved", FactType.MULTI, values_from="okved2"),
        "seats": Fact("seats", FactType.NUMBER, whole=True, min=Decimal(0)),
        "area": Fact("area", FactType.NUMBER),
        "night": Fact("night", FactType.BOOLEAN),
        "staff": Fact("staff", FactType.MULTI, values=_options(VALUES)),
    },
    okved={code: OkvedCode(code, "G", code) for code in CODES},
)
NUMBERS = tuple(Decimal(n) / 2 for n in range(0, 9))
WHOLES = tuple(Decimal(n) for n in range(0, 5))
SUBSETS = tuple(tuple(v for n, v in enumerate(VALUES) if bits >> n & 1) for bits in range(8))
CODE_SETS = ((), ("56.10",), ("56.10.1",), ("47.11", "56.10.2"), ("47.11.1",), ("56.10", "56.10.1", "47.11"))
POSSIBLE: dict[str, tuple[FactValue, ...]] = {
    "legal_form": VALUES,
    "okved": CODE_SETS,
    "seats": WHOLES,
    "area": tuple(Decimal(n) / 4 for n in range(-1, 18)),
    "night": (True, False),
    "staff": SUBSETS,
}

orders = st.sampled_from([Op.GTE, Op.LTE, Op.GT, Op.LT, Op.IS])
some_values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True).map(tuple)
some_classes = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple)
atoms = st.one_of(
    st.builds(Atom, st.just("legal_form"), st.just(Op.IN), some_values),
    st.builds(Atom, st.just("legal_form"), st.just(Op.IS), st.sampled_from(VALUES)),
    st.builds(Atom, st.just("okved"), st.just(Op.OKVED), some_classes),
    st.builds(Atom, st.just("seats"), orders, st.sampled_from(NUMBERS)),
    st.builds(Atom, st.just("area"), orders, st.sampled_from(NUMBERS)),
    st.builds(Atom, st.just("night"), st.just(Op.IS), st.booleans()),
    st.builds(Atom, st.just("staff"), st.just(Op.CONTAINS_ANY), some_values),
    st.builds(Always),
)


def _deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, parts), st.builds(AnyOf, parts), st.builds(Not, inner))


conditions = st.recursive(atoms, _deeper, max_leaves=8)
profiles = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.sampled_from(values)) for name, values in POSSIBLE.items()}
)


@given(conditions=st.lists(conditions, min_size=1, max_size=5), facts=profiles)
@settings(max_examples=600, deadline=None)
def test_compiled_verdicts_are_those_of_the_plain_meaning(conditions, facts):
    named = {f"r{n}": condition for n, condition in enumerate(conditions)}
    verdicts = compile_conditions(named, VOCABULARY).match(facts).verdicts
    assert verdicts == {name: OF_TRUTH[truth(condition, facts)] for name, condition in named.items()}


@given(conditions=st.lists(conditions, min_size=1, max_size=3), facts=profiles)
@settings(max_examples=300, deadline=None)
def test_without_a_vocabulary_the_verdicts_are_the_same(conditions, facts):
    named = {f"r{n}": condition for n, condition in enumerate(conditions)}
    verdicts = compile_conditions(named).match(facts).verdicts
    assert verdicts == {name: OF_TRUTH[truth(condition, facts)] for name, condition in named.items()}


@given(condition=conditions, facts=profiles)
@settings(max_examples=600, deadline=None)
def test_the_facts_of_because_alone_fix_the_verdict(condition, facts):
    answer = compile_conditions({"r": condition}, VOCABULARY).explain("r", facts)
    alone = {reason.atom.fact: reason.actual for reason in answer.because}
    assert truth(condition, alone) is answer.held or answer.held is None
    assert all(truth(reason.atom, facts) is reason.holds for reason in answer.because)
    assert answer.held is not None or not answer.because


@given(condition=conditions, facts=profiles, name=st.sampled_from(list(POSSIBLE)), data=st.data())
@settings(max_examples=600, deadline=None)
def test_learning_a_fact_never_turns_a_settled_verdict(condition, facts, name, data):
    rules = compile_conditions({"r": condition}, VOCABULARY)
    before = rules.match(facts).verdicts["r"]
    learned = facts if facts[name] is not None else facts | {name: data.draw(st.sampled_from(POSSIBLE[name]))}
    assert before == "unknown" or rules.match(learned).verdicts["r"] == before


@given(condition=conditions, facts=profiles)
@settings(max_examples=800, deadline=None)
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
    comparisons = [atom for atom in _atoms(condition) if atom.fact == name]
    kinds = {}
    for value in POSSIBLE[name]:
        kinds.setdefault(tuple(truth(atom, {name: value}) for atom in comparisons), value)
    return list(kinds.values())


def _atoms(condition: Condition) -> list[Atom]:
    match condition:
        case Atom():
            return [condition]
        case Not(part):
            return _atoms(part)
        case All(parts) | AnyOf(parts):
            return [atom for part in parts for atom in _atoms(part)]
    return []
