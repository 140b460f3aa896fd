"""Two conditions side by side: how they stand to one another, beside the solver z3 with formulas made beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from rules.conditions import All, AnyOf, Atom, Condition, Not, Op, atoms_of, digits, items_of
from rules.facts import Fact, FactType
from rules.matching.compare import compare
from tests.bench.figures import ROUNDS, Figure, peer, remark, seconds
from tests.rules.registry.places import ON, edition

PAIRS = 400


def figures() -> Iterator[Figure]:
    """Yield the time a pair takes; a disagreement is said on stderr."""
    conditions = [one.applies_when for one in edition().requirements.values()]
    random = Random(2026)
    chosen = [random.sample(conditions, 2) for _ in range(PAIRS)]
    vocabulary = edition().vocabulary

    def ours() -> list[str]:
        return [compare(a, b, vocabulary, ON).relation for a, b in chosen]

    time = seconds(ours) / PAIRS * 1e6
    z3 = peer("z3")
    if not z3:
        yield Figure("compare_pair", time, None, None, "µs a pair", PAIRS)
        return
    world = _World(z3, vocabulary.facts, list(vocabulary.okved), conditions)
    formulas = [(world.formula(a), world.formula(b)) for a, b in chosen]

    def theirs() -> list[str]:
        return [world.relation(a, b) for a, b in formulas]

    different = sum(one != other for one, other in zip(ours(), theirs(), strict=True))
    if different:
        remark(f"compare: {different} of {PAIRS} pairs are judged otherwise by z3")
    solver = seconds(theirs, rounds=ROUNDS // 2) / PAIRS * 1e6
    yield Figure("compare_pair", time, solver, "z3, formulas ready", "µs a pair", PAIRS)


class _World:
    """The businesses that can be, as z3 knows them: every fact of its type, a list any set of its items."""

    def __init__(self, z3: Any, facts: Mapping[str, Fact], codes: list[str], conditions: list[Condition]) -> None:
        self.z3 = z3
        self.facts = facts
        self.solver = z3.Solver()
        classes = {
            digits(str(one))
            for condition in conditions
            for atom in atoms_of(condition)
            if atom.op is Op.OKVED
            for one in items_of(atom)
        }
        # Codes that the same classes cover cannot be told apart: one variable for all of them.
        self.cells = sorted({tuple(sorted(one for one in classes if digits(code).startswith(one))) for code in codes})
        self.known: dict[str, Any] = {}
        for name in {atom.fact for condition in conditions for atom in atoms_of(condition)}:
            self.known[name] = self._variable(facts[name])

    def _variable(self, fact: Fact) -> Any:
        z3 = self.z3
        if fact.type is FactType.BOOLEAN:
            return z3.Bool(fact.code)
        if fact.type is FactType.MULTI:
            items = self.cells if fact.values_from else list(fact.values)
            return {item: z3.Bool(f"{fact.code}:{item}") for item in items}
        variable = z3.Real(fact.code) if fact.type is FactType.NUMBER and not fact.whole else z3.Int(fact.code)
        low, high = _number(fact.min), _number(fact.max)
        if fact.type is FactType.CATEGORY:
            low, high = 0, len(fact.values) - 1
        if fact.max_is_today:
            high = ON.toordinal()
        self.solver.add(
            *([variable >= low] if low is not None else []), *([variable <= high] if high is not None else [])
        )
        return variable

    def formula(self, condition: Condition) -> Any:
        """Return a condition as a formula."""
        z3 = self.z3
        match condition:
            case Atom():
                return self._atom(condition)
            case Not(part):
                return z3.Not(self.formula(part))
            case All(parts):
                return z3.And(*map(self.formula, parts))
            case AnyOf(parts):
                return z3.Or(*map(self.formula, parts))
        return z3.BoolVal(True)

    def _atom(self, atom: Atom) -> Any:
        variable, fact = self.known[atom.fact], self.facts[atom.fact]
        if atom.op is Op.OKVED:
            wanted = {digits(str(one)) for one in items_of(atom)}
            return self.z3.Or(*(held for cell, held in variable.items() if not wanted.isdisjoint(cell)))
        if atom.op is Op.CONTAINS_ANY:
            return self.z3.Or(*(variable[one] for one in items_of(atom)))
        values = [_number(one, fact) for one in items_of(atom)]
        if atom.op in {Op.IS, Op.IN}:
            return self.z3.Or(*(variable == one for one in values))
        return _compared(atom.op, variable, values[0])

    def relation(self, a: Any, b: Any) -> str:
        """Return how two formulas stand, as `rules.matching.compare` names it."""
        z3 = self.z3
        both, a_only, b_only = (self.solver.check(*pair) == z3.sat for pair in ((a, b), (a, z3.Not(b)), (z3.Not(a), b)))
        if not a_only and not b_only:
            return "equal"
        if not both:
            return "disjoint"
        if not a_only:
            return "a_implies_b"
        return "overlap" if b_only else "b_implies_a"


def _number(value: Any, fact: Fact | None = None) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return list(fact.values).index(value) if fact else value
    if isinstance(value, date):
        return value.toordinal()
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else str(exact)


def _compared(op: Op, variable: Any, value: Any) -> Any:
    if op is Op.GTE:
        return variable >= value
    if op is Op.LTE:
        return variable <= value
    return variable > value if op is Op.GT else variable < value
