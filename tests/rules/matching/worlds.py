"""A small vocabulary, every kind of value in it, and random conditions and profiles over them."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

from rules.conditions import All, Always, AnyOf, Atom, Condition, FactValue, Not, Op
from rules.facts import Fact, FactOption, FactType, OkvedCode, Vocabulary
from rules.text import Text

CODES = ("47", "47.1", "47.11", "47.11.1", "56", "56.1", "56.10", "56.10.1", "56.10.2")
LEAVES = tuple(code for code in CODES if len(code) > 4)
VALUES = ("a", "b", "c")


def _options(codes: tuple[str, ...]) -> dict[str, FactOption]:
    return {code: FactOption(code, Text(code, code)) for code in codes}


def _subsets(values: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(some for size in range(len(values) + 1) for some in combinations(values, size))


VOCABULARY = Vocabulary(
    facts={
        "legal_form": Fact("legal_form", FactType.CATEGORY, values=_options(VALUES)),
        "okved": Fact("okved", FactType.MULTI, values_from="okved2"),
        "seats": Fact("seats", FactType.NUMBER, whole=True, min=Decimal(0), max=Decimal(6)),
        "area": Fact("area", FactType.NUMBER, min=Decimal(0)),
        "night": Fact("night", FactType.BOOLEAN),
        "staff": Fact("staff", FactType.MULTI, values=_options(VALUES)),
    },
    okved={code: OkvedCode(code, "G", code) for code in CODES},
)
THRESHOLDS = tuple(Decimal(n) / 2 for n in range(9))
# Every kind of value that the conditions below can tell apart, in order.
POSSIBLE: dict[str, tuple[FactValue, ...]] = {
    "legal_form": VALUES,
    "okved": _subsets(LEAVES),
    "seats": tuple(Decimal(n) for n in range(7)),
    "area": tuple(Decimal(n) / 4 for n in range(18)),
    "night": (True, False),
    "staff": _subsets(VALUES),
}

orders = st.sampled_from([Op.GTE, Op.LTE, Op.GT, Op.LT, Op.IS])
some_values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True).map(tuple)
some_classes = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple)
atoms = st.one_of(
    st.builds(Atom, st.just("legal_form"), st.just(Op.IN), some_values),
    st.builds(Atom, st.just("legal_form"), st.just(Op.IS), st.sampled_from(VALUES)),
    st.builds(Atom, st.just("okved"), st.just(Op.OKVED), some_classes),
    st.builds(Atom, st.just("seats"), orders, st.sampled_from(THRESHOLDS)),
    st.builds(Atom, st.just("area"), orders, st.sampled_from(THRESHOLDS)),
    st.builds(Atom, st.just("night"), st.just(Op.IS), st.booleans()),
    st.builds(Atom, st.just("staff"), st.just(Op.CONTAINS_ANY), some_values),
    st.builds(Always),
)


def _deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, parts), st.builds(AnyOf, parts), st.builds(Not, inner))


conditions = st.recursive(atoms, _deeper, max_leaves=8)
small_conditions = st.recursive(atoms, _deeper, max_leaves=4)
profiles = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.sampled_from(values)) for name, values in POSSIBLE.items()}
)
businesses = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in POSSIBLE.items()})
