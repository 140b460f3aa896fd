"""Turns conditions into a rule set that answers for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.conditions import Always, Atom, Condition, FactValue, atoms_of, parse_condition
from rules.facts import Fact, Vocabulary
from rules.faults import Fault, InputError
from rules.matching.clauses import Clause, Literal, TooManyClauses, clauses_of, literal_kind
from rules.matching.domains import Domain, domain_of
from rules.matching.explain import Explanation, because, missing_facts
from rules.matching.match import Match, Standing
from rules.matching.planes import Planes
from rules.requirements import InForce, Requirement
from rules.shapes import as_date
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


class RuleSet:
    """Conditions compiled together. Safe to share between threads that only read."""

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

    def match(self, facts: Mapping[str, Any], on: date | None = None) -> Match:
        """Return the verdict of every rule in force on a day, for what is known of a business.

        >>> rules = compile_conditions({"a": {"fact": "employees", "op": "gte", "value": 16}})
        >>> dict(rules.match({"employees": 20}).verdicts), dict(rules.match({}).verdicts)
        ({'a': 'applies'}, {'a': 'unknown'})
        """
        known = self.read(facts)
        return Match(self, known, self.places(known), on)

    def explain(self, id: str, facts: Mapping[str, Any], on: date | None = None) -> Explanation:
        """Return why a rule has its verdict, and which facts can still decide it; the day changes neither.

        Raises:
            KeyError: there is no such rule.
        """
        known = self.read(facts)
        return self.explain_known(id, known, self.places(known), facts)

    def explain_known(
        self, id: str, known: Mapping[str, FactValue], places: Mapping[str, int], given: Mapping[str, Any]
    ) -> Explanation:
        """Return the explanation for facts already read; `given` are the values as they were given."""
        reasons, held = because(self.rules[id].condition, known, given)
        return Explanation(held, reasons, self.missing(id, places, known) if held is None else ())

    def missing(self, id: str, places: Mapping[str, int], known: Mapping[str, FactValue]) -> tuple[str, ...]:
        """Return the facts that can still decide an open rule, in the order of the vocabulary."""
        found = missing_facts(self, id, places, known)
        return tuple(sorted(found, key=self.order.__getitem__))


def compile_requirements(
    requirements: Mapping[str, Requirement] | Iterable[Requirement | Mapping[str, Any]],
    vocabulary: Vocabulary | None = None,
) -> RuleSet:
    """Return the rule set of requirements; without a vocabulary the project's is used, if it has their facts.

    An entry may also be in the shape of the files: id, applies_when, in_force, replaced_by.

    Raises:
        InputError: the condition of such an entry is wrong; all faults at once.
    """
    entries = requirements.values() if isinstance(requirements, Mapping) else requirements
    faults: list[Fault] = []
    rules = [_as_rule(one, vocabulary, faults) for one in entries]
    if faults:
        raise InputError(faults)
    return RuleSet(rules, vocabulary or _project_vocabulary(rules))


def _as_rule(entry: Requirement | Mapping[str, Any], vocabulary: Vocabulary | None, faults: list[Fault]) -> Rule:
    if isinstance(entry, Requirement):
        return Rule(entry.id, entry.applies_when, entry.in_force, entry.replaced_by)
    condition, found = _as_condition(entry["applies_when"], vocabulary, f"{entry['id']}.applies_when")
    faults.extend(found)
    days = entry.get("in_force") or {}
    in_force = InForce(as_date(days.get("from")), as_date(days.get("until")), days.get("replaces"))
    return Rule(entry["id"], condition or Always(), in_force, entry.get("replaced_by"))


def compile_conditions(conditions: Mapping[str, Any], facts: Any = None) -> RuleSet:
    """Return the rule set of bare conditions, in force on any day.

    A condition may be in JSON shape or already read. `facts`: a vocabulary, a map of facts in the shape of facts.yaml,
    or None: numbers are real and unbounded, categories and multi facts have the named values and others.

    Raises:
        InputError: a condition or a fact is wrong; all faults at once.
    """
    vocabulary = vocabulary_of(facts)
    read: dict[str, Condition] = {}
    faults: list[Fault] = []
    for name, raw in conditions.items():
        condition, found = _as_condition(raw, vocabulary, name)
        faults.extend(found)
        if condition is not None:
            read[name] = condition
    if faults:
        raise InputError(faults)
    return RuleSet([Rule(name, condition) for name, condition in read.items()], vocabulary)


def _as_condition(raw: Any, vocabulary: Vocabulary | None, name: str) -> tuple[Condition | None, list[Fault]]:
    if isinstance(raw, Condition):
        return raw, []
    return parse_condition(raw, vocabulary, name)


def vocabulary_of(facts: Any) -> Vocabulary | None:
    """Return a vocabulary from one, from facts already read, or from the shape of facts.yaml."""
    if facts is None or isinstance(facts, Vocabulary):
        return facts
    if all(isinstance(fact, Fact) for fact in facts.values()):
        return Vocabulary(facts)
    # Loaded here: who compiles requirements does not need the reader of files.
    from rules.reading_facts import check_vocabulary

    found = check_vocabulary(facts, _project().okved if "okved2" in str(facts) else {})
    if found.faults:
        raise InputError(found.faults)
    return found.vocabulary


def _project() -> Vocabulary:
    from rules.reading import read_vocabulary

    return read_vocabulary(None)


def _project_vocabulary(rules: list[Rule]) -> Vocabulary | None:
    vocabulary = _project()
    named = {atom.fact for rule in rules for atom in atoms_of(rule.condition)}
    return vocabulary if named <= set(vocabulary.facts) else None


def _domains(conditions: list[Condition], vocabulary: Vocabulary | None) -> dict[str, Domain]:
    """Return the domains of all facts named, in the order of the vocabulary, else as they are first named."""
    atoms: dict[str, list[Atom]] = {}
    for condition in conditions:
        for atom in atoms_of(condition):
            atoms.setdefault(atom.fact, []).append(atom)
    known = vocabulary.facts if vocabulary else {}
    order = [name for name in known if name in atoms] + [name for name in atoms if name not in known]
    okved = vocabulary.okved if vocabulary else {}
    return {name: domain_of(dict.fromkeys(atoms[name]), known.get(name), okved, bounded=False) for name in order}


def _wrong_type(name: str, raw: object) -> Fault:
    return Fault(
        "wrong_type",
        name,
        Text(f"Значение факта «{name}» другого типа: {raw!r}.", f"The value of “{name}” is of another type: {raw!r}."),
        Text("Проверьте тип факта в словаре.", "Check the type of the fact in the vocabulary."),
    )
