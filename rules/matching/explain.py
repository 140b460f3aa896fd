"""Why a verdict is as it is, and which facts can still decide an open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from rules.conditions import All, Atom, Condition, FactValue, Not, atom_truth, truth, value_as_json
from rules.matching.clauses import Clause, Kind, Literal, absorb
from rules.matching.compiled import Compiled
from rules.matching.verdicts import OF_TRUTH, Verdict

MOST_RESIDUAL = 120  # clauses while resolving; beyond it facts are named by the rest of the tree
MOST_CELLS = 4096
MOST_ITEMS = 8


class Reason(NamedTuple):
    """An atom of the author's condition, whether it holds, and the value as it was given."""

    atom: Atom
    actual: Any
    holds: bool

    @property
    def fact(self) -> str:
        """Return the fact compared."""
        return self.atom.fact

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of one reason."""
        return {
            "fact": self.atom.fact,
            "op": self.atom.op.value,
            "value": value_as_json(self.atom.value),
            "actual": value_as_json(self.actual),
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The truth of a condition, the atoms that alone fix it, and the facts that can still decide it."""

    held: bool | None
    because: tuple[Reason, ...]
    missing: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict in words."""
        return OF_TRUTH[self.held]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape: verdict, because, missing."""
        return {
            "verdict": self.verdict,
            "because": [reason.as_dict() for reason in self.because],
            "missing": list(self.missing),
        }


def explain_known(
    rules: Compiled, id: str, known: Mapping[str, FactValue], places: Mapping[str, int], given: Mapping[str, Any]
) -> Explanation:
    """Return the explanation for facts already read; `given` are the values as they were given."""
    reasons, held = because(rules.rules[id].condition, known, given)
    return Explanation(held, reasons, missing_of(rules, id, places, known) if held is None else ())


def missing_of(rules: Compiled, id: str, places: Mapping[str, int], known: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return the facts that can still decide an open rule, in the order of the vocabulary."""
    found = missing_facts(rules, id, places, known)
    return tuple(sorted(found, key=rules.order.__getitem__))


def because(
    condition: Condition, known: Mapping[str, FactValue], given: Mapping[str, Any]
) -> tuple[tuple[Reason, ...], bool | None]:
    """Return the atoms that alone fix the truth of a condition, and that truth.

    A true `all` and a false `any` need every part; a false `all` and a true `any` one part, the one needing fewest
    atoms, the first on a tie. `true` and unknown need none.
    """
    if isinstance(condition, Atom):
        held = atom_truth(condition, known.get(condition.fact))
        if held is None:
            return (), None
        return (Reason(condition, given.get(condition.fact), held),), held
    if isinstance(condition, Not):
        reasons, held = because(condition.part, known, given)
        return reasons, None if held is None else not held
    parts = getattr(condition, "parts", None)
    if parts is None:
        return (), True
    return _of_parts([because(part, known, given) for part in parts], decisive=not isinstance(condition, All))


def _of_parts(
    answers: list[tuple[tuple[Reason, ...], bool | None]], *, decisive: bool
) -> tuple[tuple[Reason, ...], bool | None]:
    deciding = [reasons for reasons, held in answers if held is decisive]
    if deciding:
        return min(deciding, key=len), decisive
    if any(held is None for _, held in answers):
        return (), None
    return tuple(reason for reasons, _ in answers for reason in reasons), not decisive


def missing_facts(
    rules: Compiled, id: str, places: Mapping[str, int], known: Mapping[str, FactValue]
) -> tuple[str, ...]:
    """Return the facts whose answer can still decide an open rule, in no order.

    A fact can decide when for some answers to the others (or none) the rule is open without it and settled with it.
    """
    if id in rules.long:
        return _left_in_tree(rules.long[id], known)
    residual = frozenset(_residual(rules.clauses[id], places))
    found = rules.missing_memo.get(residual)
    if found is None:
        if len(rules.missing_memo) > 50_000:
            rules.missing_memo.clear()
        found = rules.missing_memo[residual] = _deciding(rules, residual)
    return found


def _residual(clauses: Iterable[Clause], places: Mapping[str, int]) -> Iterable[Clause]:
    """Yield what is left of the clauses: those that hold and literals that fail are gone."""
    for clause in clauses:
        left = []
        for literal in clause:
            place = places.get(literal.fact)
            if place is None:
                left.append(literal)
            elif bool(literal.mask & place) is not (literal.kind is Kind.MISSES):
                break
        else:
            yield frozenset(left)


def _left_in_tree(condition: Condition, known: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return the unknown facts of the parts that are still open: an upper bound for conditions without a short form."""
    if truth(condition, known) is not None:
        return ()
    if isinstance(condition, Atom):
        return (condition.fact,)
    if isinstance(condition, Not):
        return _left_in_tree(condition.part, known)
    found = [fact for part in getattr(condition, "parts", ()) for fact in _left_in_tree(part, known)]
    return tuple(dict.fromkeys(found))


# Below, a clause is a map fact -> cells: a list of k kinds of items becomes one fact with 2^k cells,
# so that every pair of literals of one fact can be intersected.
Cells = dict[str, int]


def _deciding(rules: Compiled, residual: frozenset[Clause]) -> tuple[str, ...]:
    left = absorb(residual)
    facts = tuple(dict.fromkeys(literal.fact for clause in left for literal in clause))
    if len(facts) <= 1:
        return facts
    full: dict[str, int] = {}
    tables: dict[Literal, int] = {}
    for fact in facts:
        literals = {literal for clause in left for literal in clause if literal.fact == fact}
        full[fact] = _tabulate(literals, rules.domains[fact].inhabited, tables)
        if not full[fact]:
            return facts
    clauses = [_as_cells(clause, tables) for clause in left]
    if any(_odd(clause, full) for clause in clauses):
        return _by_trial(clauses, full, facts)
    closed = _resolved(clauses)
    return facts if closed is None else tuple(fact for fact in facts if any(fact in clause for clause in closed))


def _tabulate(literals: set[Literal], whole: int, tables: dict[Literal, int]) -> int:
    """Write the cells of each literal into `tables`; return all cells, 0 when there are too many."""
    if all(literal.kind is Kind.IN for literal in literals):
        tables.update({literal: literal.mask & whole for literal in literals})
        return whole
    kinds = _kinds_of_items([literal.mask for literal in literals])
    if len(kinds) > MOST_ITEMS:
        return 0
    for literal in literals:
        touched = sum(1 << n for n, kind in enumerate(kinds) if literal.mask & kind)
        hits = sum(1 << cell for cell in range(1 << len(kinds)) if cell & touched)
        everything = (1 << (1 << len(kinds))) - 1
        tables[literal] = hits if literal.kind is Kind.HITS else everything ^ hits
    return (1 << (1 << len(kinds))) - 1


def _kinds_of_items(masks: list[int]) -> list[int]:
    """Return the items grouped by the masks they belong to, one bit of each group."""
    seen: dict[tuple[bool, ...], int] = {}
    together = 0
    for mask in masks:
        together |= mask
    while together:
        bit = together & -together
        seen.setdefault(tuple(bool(mask & bit) for mask in masks), bit)
        together ^= bit
    return list(seen.values())


def _as_cells(clause: Clause, tables: Mapping[Literal, int]) -> Cells:
    cells: Cells = {}
    for literal in clause:
        cells[literal.fact] = cells.get(literal.fact, 0) | tables[literal]
    return cells


def _odd(clause: Cells, full: Mapping[str, int]) -> bool:
    return any(mask in (0, full[fact]) for fact, mask in clause.items())


def _resolved(clauses: list[Cells]) -> list[Cells] | None:
    """Return all clauses that follow, none implied by another; None when there are too many.

    From (a or C) and (b or D), a and b of one fact, follows (a and b, or C or D): the fact is unknown in all at once.
    """
    kept = _absorb(clauses)
    done: set[tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]] = set()
    while True:
        fresh: list[Cells] = []
        for n, one in enumerate(kept):
            for other in kept[n + 1 :]:
                pair = (tuple(sorted(one.items())), tuple(sorted(other.items())))
                if pair in done:
                    continue
                done.add(pair)
                fresh.extend(_resolvents(one, other))
        fresh = [clause for clause in fresh if not any(_implies(one, clause) for one in kept)]
        if not fresh:
            return kept
        kept = _absorb(kept + fresh)
        if len(kept) > MOST_RESIDUAL:
            return None


def _resolvents(one: Cells, other: Cells) -> Iterable[Cells]:
    for fact in one.keys() & other.keys():
        joined = {name: one.get(name, 0) | other.get(name, 0) for name in one.keys() | other.keys()}
        joined[fact] = one[fact] & other[fact]
        yield joined


def _implies(one: Cells, other: Cells) -> bool:
    return all(fact in other and not mask & ~other[fact] for fact, mask in one.items())


def _absorb(clauses: list[Cells]) -> list[Cells]:
    kept: list[Cells] = []
    for clause in sorted(clauses, key=lambda cells: (len(cells), sorted(cells.items()))):
        if not any(_implies(one, clause) for one in kept):
            kept = [one for one in kept if not _implies(clause, one)]
            kept.append(clause)
    return kept


def _by_trial(clauses: list[Cells], full: Mapping[str, int], facts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the deciding facts by trying every cell: for conditions with an impossible or certain comparison."""
    choices = [[0, *_bits_of(full[fact], clauses, fact)] for fact in facts]
    size = 1
    for cells in choices:
        size *= len(cells)
    if size > MOST_CELLS:
        return facts
    table = {case: _judge(clauses, dict(zip(facts, case, strict=True))) for case in product(*choices)}
    found = []
    for n, fact in enumerate(facts):
        open_cases = (case for case, held in table.items() if held is None and not case[n])
        if any(table[(*case[:n], cell, *case[n + 1 :])] is not None for case in open_cases for cell in choices[n][1:]):
            found.append(fact)
    return tuple(found)


def _bits_of(mask: int, clauses: list[Cells], fact: str) -> list[int]:
    """Return one cell of each kind: cells that all clauses treat alike are tried once."""
    return _kinds_of_items([mask, *(clause[fact] for clause in clauses if fact in clause)])


def _judge(clauses: list[Cells], case: Mapping[str, int]) -> bool | None:
    answer: bool | None = True
    for clause in clauses:
        if any(mask & case[fact] for fact, mask in clause.items()):
            continue
        if all(case[fact] for fact in clause):
            return False
        answer = None
    return answer
