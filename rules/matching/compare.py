"""How two conditions stand to one another over all complete businesses: exact, with a business to show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from rules.conditions import All, Atom, Condition, FactValue, Not, atoms_of, facts_of, truth, value_as_json
from rules.facts import Fact, Vocabulary
from rules.matching.domains import Domain, Items, Line, domain_of

Relation = Literal["equal", "disjoint", "a_implies_b", "b_implies_a", "overlap"]
Witness = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether each can hold, how they stand, and businesses where both hold, only A, only B."""

    a_satisfiable: bool
    b_satisfiable: bool
    relation: Relation
    both: Witness | None
    a_only: Witness | None
    b_only: Witness | None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "a_satisfiable": self.a_satisfiable,
            "b_satisfiable": self.b_satisfiable,
            "relation": self.relation,
            "witness_both": _shape(self.both),
            "witness_a_only": _shape(self.a_only),
            "witness_b_only": _shape(self.b_only),
        }


def _shape(witness: Witness | None) -> dict[str, Any] | None:
    return None if witness is None else {name: value_as_json(value) for name, value in witness.items()}


def compare(a: Condition, b: Condition, vocabulary: Vocabulary | None, on: date | None = None) -> Comparison:
    """Return how two conditions stand over all businesses whose every fact is known and of its type.

    `on` is today for facts whose dates cannot lie ahead. Validity, implied answers and conflicts are not used.
    """
    both = find_business([(a, True), (b, True)], [a, b], vocabulary, on)
    a_only = find_business([(a, True), (b, False)], [a, b], vocabulary, on)
    b_only = find_business([(a, False), (b, True)], [a, b], vocabulary, on)
    return Comparison(
        both is not None or a_only is not None,
        both is not None or b_only is not None,
        _relation(both, a_only, b_only),
        both,
        a_only,
        b_only,
    )


def _relation(both: Witness | None, a_only: Witness | None, b_only: Witness | None) -> Relation:
    if a_only is None and b_only is None:
        return "equal"
    if both is None:
        return "disjoint"
    if a_only is None:
        return "a_implies_b"
    return "b_implies_a" if b_only is None else "overlap"


def find_business(
    goals: list[tuple[Condition, bool]], named: list[Condition], vocabulary: Vocabulary | None, on: date | None
) -> Witness | None:
    """Return a complete business for which each condition has the wanted truth, or None when there is none.

    It names the facts of `named`, with as few list items as the search allows.
    """
    search = _Search.over(named, vocabulary, on)
    if any(isinstance(domain, Line) and domain.empty for domain in search.domains.values()):
        return None
    wanted = All(tuple(condition if held else Not(condition) for condition, held in goals))
    if not search.solve(wanted):
        return None
    witness = search.business(named)
    if truth(wanted, witness) is not True:
        raise AssertionError(f"the witness {witness} does not hold")
    return witness


@dataclass
class _Search:
    """A partial business: the cells left to single-valued facts, the items decided of lists."""

    domains: Mapping[str, Domain]
    cells: dict[str, int]
    masks: dict[Atom, int]
    present: dict[str, int] = field(default_factory=dict)
    absent: dict[str, int] = field(default_factory=dict)

    @classmethod
    def over(cls, conditions: Iterable[Condition], vocabulary: Vocabulary | None, on: date | None) -> _Search:
        atoms: dict[str, list[Atom]] = {}
        for condition in conditions:
            for atom in atoms_of(condition):
                atoms.setdefault(atom.fact, []).append(atom)
        okved = vocabulary.okved if vocabulary else {}
        domains = {
            name: domain_of(dict.fromkeys(found), _described(vocabulary, name, on), okved, bounded=True)
            for name, found in atoms.items()
        }
        masks = {atom: domains[name].mask(atom) for name, found in atoms.items() for atom in found}
        cells = {name: domain.full for name, domain in domains.items() if not isinstance(domain, Items)}
        lists = [name for name, domain in domains.items() if isinstance(domain, Items)]
        return cls(domains, cells, masks, dict.fromkeys(lists, 0), dict.fromkeys(lists, 0))

    def judge(self, condition: Condition) -> bool | None:
        """Return whether the condition holds for every, no, or some of the businesses left."""
        match condition:
            case Atom():
                return self._judge_atom(condition)
            case Not(part):
                held = self.judge(part)
                return None if held is None else not held
        parts = getattr(condition, "parts", None)
        if parts is None:
            return True
        decisive = not isinstance(condition, All)
        answers = []
        for part in parts:
            held = self.judge(part)
            if held is decisive:
                return decisive
            answers.append(held)
        return None if None in answers else not decisive

    def _judge_atom(self, atom: Atom) -> bool | None:
        mask = self.masks[atom]
        left = self.cells.get(atom.fact)
        if left is not None:
            return None if left & mask and left & ~mask else bool(left & mask)
        if self.present[atom.fact] & mask:
            return True
        return None if mask & ~self.absent[atom.fact] else False

    def solve(self, wanted: Condition) -> bool:
        """Narrow the business until the condition holds; leave it as it was when it cannot."""
        held = self.judge(wanted)
        if held is not None:
            return held
        atom = self._undecided(wanted)
        saved = (self.cells, self.present, self.absent)
        for cells, present, absent in self._choices(atom):
            self.cells, self.present, self.absent = cells, present, absent
            if self.solve(wanted):
                return True
        self.cells, self.present, self.absent = saved
        return False

    def _choices(self, atom: Atom) -> Iterator[tuple[dict[str, int], dict[str, int], dict[str, int]]]:
        """Yield the parts into which a comparison splits the businesses left.

        A list first holds none of the items, which keeps it short; then each item in turn, with none of those before.
        """
        name, mask = atom.fact, self.masks[atom]
        cells, present, absent = self.cells, self.present, self.absent
        if name in cells:
            yield {**cells, name: cells[name] & mask}, present, absent
            yield {**cells, name: cells[name] & ~mask}, present, absent
            return
        yield cells, present, {**absent, name: absent[name] | mask}
        without, free = absent[name], mask & ~absent[name]
        while free:
            item = free & -free
            yield cells, {**present, name: present[name] | item}, {**absent, name: without}
            without, free = without | item, free ^ item

    def _undecided(self, condition: Condition) -> Atom:
        """Return the first comparison that keeps the condition open."""
        if isinstance(condition, Atom):
            return condition
        if isinstance(condition, Not):
            return self._undecided(condition.part)
        parts = getattr(condition, "parts", ())
        return self._undecided(next(part for part in parts if self.judge(part) is None))

    def business(self, named: Iterable[Condition]) -> dict[str, FactValue]:
        """Return the facts of a business that is left, in the order the conditions name them."""
        found: dict[str, FactValue] = {}
        for name in dict.fromkeys(fact for condition in named for fact in facts_of(condition)):
            domain = self.domains[name]
            if isinstance(domain, Items):
                items = self.present[name]
                found[name] = tuple(domain.example(n) for n in range(items.bit_length()) if items >> n & 1)
            else:
                left = self.cells[name]
                found[name] = domain.example((left & -left).bit_length() - 1)
        return found


def _described(vocabulary: Vocabulary | None, name: str, on: date | None) -> Fact | None:
    fact = vocabulary.facts.get(name) if vocabulary else None
    if fact is None or not fact.max_is_today or on is None:
        return fact
    return replace(fact, max=on)
