"""Conditions in the form that answers for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.conditions import Atom, Condition, FactValue, atoms_of
from rules.facts import Vocabulary
from rules.faults import Fault, InputError
from rules.matching.clauses import Clause, Literal, TooManyClauses, clauses_of, literal_kind
from rules.matching.domains import Domain, domain_of
from rules.matching.planes import Planes
from rules.matching.verdicts import Standing
from rules.requirements import InForce
from rules.text import Text

# How long an entry that ended without a known successor stays on the list, marked so.
DAYS_WITHOUT_SUCCESSOR = 365
ALWAYS = InForce()


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition with the days it is in force."""

    id: str
    condition: Condition
    in_force: InForce = ALWAYS
    replaced_by: str | None = None

    def standing(self, on: date | None) -> Standing:
        """Return whether the rule is in force on a day, and if not, why not."""
        if on is None:
            return Standing.IN_FORCE
        if self.in_force.from_ and on < self.in_force.from_:
            return Standing.NOT_YET
        until = self.in_force.until
        if until is None or on <= until:
            return Standing.IN_FORCE
        if self.replaced_by is None and on - until <= timedelta(days=DAYS_WITHOUT_SUCCESSOR):
            return Standing.SUCCESSOR_UNKNOWN
        return Standing.ENDED


class Compiled:
    """Conditions made into tables: what judging and explaining look into. Threads that only read may share it."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary | None) -> None:
        self.rules = {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
        self.vocabulary = vocabulary
        self.domains = _domains([rule.condition for rule in self.rules.values()], vocabulary)
        self.clauses: dict[str, list[Clause]] = {}
        self.long: dict[str, Condition] = {}
        for rule in self.rules.values():
            try:
                self.clauses[rule.id] = clauses_of(rule.condition, self._literal)
            except TooManyClauses:
                self.long[rule.id] = rule.condition
        self.planes = Planes(self.clauses, self.domains)
        self.order = {name: number for number, name in enumerate(self.domains)}
        self.missing_memo: dict[frozenset[Clause], tuple[str, ...]] = {}
        self._standings: dict[date | None, dict[str, Standing]] = {}

    def _literal(self, atom: Atom, positive: bool) -> Literal:
        domain = self.domains[atom.fact]
        mask = domain.mask(atom)
        kind = literal_kind(atom, positive)
        return Literal(atom.fact, kind, domain.full ^ mask if kind == 0 and not positive else mask)

    def standings(self, on: date | None) -> dict[str, Standing]:
        """Return for each rule whether it is in force on a day; None: all are."""
        if on not in self._standings:
            if len(self._standings) > 64:
                self._standings.clear()
            self._standings[on] = {name: rule.standing(on) for name, rule in self.rules.items()}
        return self._standings[on]

    def read(self, facts: Mapping[str, Any]) -> dict[str, FactValue]:
        """Return the known facts that conditions use, as the engine holds them; None and unknown names fall away.

        Raises:
            InputError: a value of another type than its fact.
        """
        known: dict[str, FactValue] = {}
        faults: list[Fault] = []
        for name, raw in facts.items():
            if raw is None or name not in self.domains:
                continue
            value = self.domains[name].read(raw)
            if value is None:
                faults.append(_wrong_type(name, raw))
            known[name] = value
        if faults:
            raise InputError(faults)
        return known

    def places(self, known: Mapping[str, FactValue]) -> dict[str, int]:
        """Return the cells or items of known facts, as bits."""
        return {name: self.domains[name].place(value) for name, value in known.items() if name in self.domains}


def _domains(conditions: list[Condition], vocabulary: Vocabulary | None) -> dict[str, Domain]:
    """Return the domains of all facts named, in the order of the vocabulary, else as they are first named."""
    atoms: dict[str, list[Atom]] = {}
    for condition in conditions:
        for atom in atoms_of(condition):
            atoms.setdefault(atom.fact, []).append(atom)
    known = vocabulary.facts if vocabulary else {}
    order = [name for name in known if name in atoms] + [name for name in atoms if name not in known]
    okved = vocabulary.okved if vocabulary else {}
    domains: dict[str, Domain] = {}
    faults: list[Fault] = []
    for name in order:
        try:
            domains[name] = domain_of(dict.fromkeys(atoms[name]), known.get(name), okved, bounded=False)
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return domains


def _wrong_type(name: str, raw: object) -> Fault:
    return Fault(
        "wrong_type",
        name,
        Text(f"Значение факта «{name}» другого типа: {raw!r}.", f"The value of “{name}” is of another type: {raw!r}."),
        Text("Проверьте тип факта в словаре.", "Check the type of the fact in the vocabulary."),
    )
