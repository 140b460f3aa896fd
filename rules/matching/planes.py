"""Verdicts of many conditions at once: every clause is a bit, and two additions answer for all of them.

A condition's clauses are neighbouring bits with one guard bit above. Adding ones to the clause bits carries into the
guard exactly when some bit is left, so a guard that stays empty says «no clause is open», for every condition at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.matching.clauses import Clause, Kind
from rules.matching.domains import Domain


class FactPlane:
    """For one fact: the clauses that name it, and those that each cell or item makes true."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.names = 0
        self.by_bit: dict[int, int] = {}
        self.misses: dict[int, int] = {}
        self._memo: dict[int, int] = {}

    def add(self, kind: Kind, mask: int, clause: int) -> None:
        """Note that a literal of this fact stands in the clause with bit `clause`."""
        self.names |= clause
        if kind is Kind.MISSES:
            self.misses[mask] = self.misses.get(mask, 0) | clause
            return
        while mask:
            bit = mask & -mask
            self.by_bit[bit] = self.by_bit.get(bit, 0) | clause
            mask ^= bit

    def made_true(self, place: int) -> int:
        """Return the clauses that hold when the fact is in `place` (cells or items as bits)."""
        found = self._memo.get(place)
        if found is None:
            found = self._memo[place] = self._made_true(place)
        return found

    def _made_true(self, place: int) -> int:
        true, rest = 0, place
        while rest:
            bit = rest & -rest
            true |= self.by_bit.get(bit, 0)
            rest ^= bit
        for mask, clause in self.misses.items():
            if not mask & place:
                true |= clause
        return true


class Planes:
    """The bits of all conditions: where each lies, and the planes of each fact."""

    def __init__(self, conditions: Mapping[str, list[Clause]], domains: Mapping[str, Domain]) -> None:
        self.facts = {name: FactPlane(domain) for name, domain in domains.items()}
        self.guard: dict[str, int] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self.low = self.guards = 0
        place = 0
        for name, clauses in conditions.items():
            place = self._lay(name, clauses, place)
        self.width = place

    def _lay(self, name: str, clauses: list[Clause], place: int) -> int:
        start = place
        for clause in clauses:
            bit = 1 << place
            self.low |= bit
            for literal in clause:
                self.facts[literal.fact].add(literal.kind, literal.mask, bit)
            place += 1
        self.spans[name] = (start, place - start)
        self.guard[name] = place
        self.guards |= 1 << place
        return place + 1

    def fold(self, true: int, possible: int) -> tuple[int, int]:
        """Return the guards of conditions that are not true, and of those that are false.

        `true`: clauses that hold; `possible`: clauses that hold or still can.
        """
        low, guards = self.low, self.guards
        return ((low & ~true) + low) & guards, ((low & ~possible) + low) & guards

    def planes(self, places: Mapping[str, int]) -> tuple[int, int]:
        """Return the clauses that hold and those that hold or can, for facts known by their places."""
        true = possible = 0
        for name, plane in self.facts.items():
            place = places.get(name)
            if place is None:
                possible |= plane.names
            else:
                true |= plane.made_true(place)
        return true, possible | true

    def select(self, names: Iterable[str]) -> int:
        """Return the guards of some conditions."""
        mask = 0
        for name in names:
            mask |= 1 << self.guard[name]
        return mask
