"""Turns conditions into a rule set that answers for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rules.conditions import Always, Condition, atoms_of, parse_condition
from rules.facts import Fact, Vocabulary
from rules.faults import Fault, InputError
from rules.matching.compiled import Compiled, Rule
from rules.matching.explain import Explanation, explain_known
from rules.matching.match import Match
from rules.requirements import InForce, Requirement
from rules.shapes import as_date

__all__ = ["Rule", "RuleSet", "compile_conditions", "compile_requirements", "vocabulary_of"]


class RuleSet(Compiled):
    """Conditions compiled together. Safe to share between threads that only read."""

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
        return explain_known(self, id, known, self.places(known), facts)


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
