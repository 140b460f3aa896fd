"""Conditions as «all of these clauses», each «one of these literals»: the form the engine counts with.

Only laws that hold for unknown facts too are used (De Morgan, distribution, absorption, order); never the excluded
middle: `x ≥ 16 or x < 16` stays unknown while x is. Literals of one fact merge, because they are unknown together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from itertools import product
from typing import NamedTuple

from rules.conditions import All, Always, Atom, Condition, Not, Op

# Real conditions have two clauses on average; beyond this many, absorbing them costs more than it saves.
MOST_CLAUSES = 1024


class Kind(IntEnum):
    """What a literal says of its fact: a single value lies IN cells, or a list HITS or MISSES items."""

    IN = 0
    HITS = 1
    MISSES = 2


class Literal(NamedTuple):
    """One fact, what is said of it, and the cells or items as bits."""

    fact: str
    kind: Kind
    mask: int


Clause = frozenset[Literal]


class TooManyClauses(Exception):
    """The condition has no short form; it is evaluated part by part instead."""


def clauses_of(condition: Condition, literal: Callable[[Atom, bool], Literal]) -> list[Clause]:
    """Return the clauses of a condition, none implied by another; no clauses: always true; an empty one: never.

    Raises:
        TooManyClauses: more than `MOST_CLAUSES` on the way.
    """
    return absorb(_spread(condition, True, literal))


def _spread(condition: Condition, positive: bool, literal: Callable[[Atom, bool], Literal]) -> list[Clause]:
    match condition:
        case Atom():
            return [frozenset({literal(condition, positive)})]
        case Not(part):
            return _spread(part, not positive, literal)
        case Always():
            return [] if positive else [frozenset()]
    groups = [_spread(part, positive, literal) for part in condition.parts]
    if isinstance(condition, All) is positive:
        return _counted([clause for group in groups for clause in group])
    return _either(groups)


def _either(groups: list[list[Clause]]) -> list[Clause]:
    answer: list[Clause] = [frozenset()]
    for group in groups:
        if len(answer) * len(group) > MOST_CLAUSES * 2:
            raise TooManyClauses
        answer = absorb([join(one, other) for one, other in product(answer, group)])
    return _counted(answer)


def _counted(clauses: list[Clause]) -> list[Clause]:
    if len(clauses) > MOST_CLAUSES:
        raise TooManyClauses
    return clauses


def join(one: Clause, other: Clause) -> Clause:
    """Return the clause that holds when either does."""
    merged: dict[tuple[str, Kind], int] = {}
    misses: set[Literal] = set()
    for literal in (*one, *other):
        if literal.kind is Kind.MISSES:
            misses.add(literal)
        else:
            key = (literal.fact, literal.kind)
            merged[key] = merged.get(key, 0) | literal.mask
    kept = {m for m in misses if not any(o != m and implies_literal(m, o) for o in misses)}
    return frozenset(kept) | {Literal(fact, kind, mask) for (fact, kind), mask in merged.items()}


def implies_literal(one: Literal, other: Literal) -> bool:
    """Return whether `other` holds wherever `one` does."""
    if one.fact != other.fact or one.kind is not other.kind:
        return False
    wide, narrow = (one.mask, other.mask) if one.kind is Kind.MISSES else (other.mask, one.mask)
    return not narrow & ~wide


def implies_clause(one: Clause, other: Clause) -> bool:
    """Return whether `other` holds wherever `one` does, literal by literal."""
    return all(any(implies_literal(literal, wider) for wider in other) for literal in one)


def absorb(clauses: Iterable[Clause]) -> list[Clause]:
    """Return the clauses without those that another one implies, shortest first."""
    kept: list[tuple[int, Clause]] = []
    bits: dict[tuple[str, Kind], int] = {}
    for clause in sorted(set(clauses), key=len):
        # A clause implies another only if the other speaks of all its facts: most pairs end at this test.
        mark = 0
        for fact, kind, _ in clause:
            mark |= bits.setdefault((fact, kind), 1 << len(bits))
        if any(not other & ~mark and implies_clause(one, clause) for other, one in kept):
            continue
        kept = [pair for pair in kept if mark & ~pair[0] or not implies_clause(clause, pair[1])]
        kept.append((mark, clause))
    return [clause for _, clause in kept]


def literal_kind(atom: Atom, positive: bool) -> Kind:
    """Return how an atom, or its contrary, is said of its fact."""
    if atom.op in {Op.OKVED, Op.CONTAINS_ANY}:
        return Kind.HITS if positive else Kind.MISSES
    return Kind.IN
