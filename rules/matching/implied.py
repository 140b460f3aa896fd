"""Answers that follow with certainty from other answers, so that nobody is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.conditions import Condition, Facts, FactValue, facts_of, truth
from rules.facts import Fact, FactType, Vocabulary


@dataclass(frozen=True, slots=True)
class Certain:
    """Under `condition` the fact is `value`."""

    condition: Condition
    fact: str
    value: FactValue


@dataclass(frozen=True)
class Certainties:
    """The certain answers of a vocabulary, found by the facts they rest on."""

    vocabulary: Vocabulary

    @cached_property
    def rules(self) -> tuple[Certain, ...]:
        """Return every certain answer, in the order of the vocabulary."""
        return tuple(_certain(self.vocabulary))

    @cached_property
    def by_fact(self) -> Mapping[str, tuple[Certain, ...]]:
        """Return for each fact the answers that may follow once it is known."""
        found: dict[str, list[Certain]] = {}
        for rule in self.rules:
            for name in facts_of(rule.condition):
                found.setdefault(name, []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    def settle(self, facts: Facts, rules: Iterable[Certain] | None = None) -> dict[str, FactValue]:
        """Return the answers that follow from `facts`, and from one another; answers given are never overruled.

        Two rules that would say different things: the first in the order of the vocabulary holds.
        """
        added: dict[str, FactValue] = {}
        known: dict[str, FactValue] = {name: value for name, value in facts.items() if value is not None}
        waiting = list(self.rules if rules is None else rules)
        while waiting:
            fresh: list[str] = []
            for rule in waiting:
                if rule.fact not in known and truth(rule.condition, known):
                    known[rule.fact] = added[rule.fact] = rule.value
                    fresh.append(rule.fact)
            waiting = [rule for name in fresh for rule in self.by_fact.get(name, ())]
        return added

    def follow(self, facts: Facts, learned: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return what follows once `learned` is known besides `facts`: only rules that rest on it are looked at."""
        rules = [rule for name in learned for rule in self.by_fact.get(name, ())]
        return self.settle({**facts, **learned}, rules) if rules else {}


def _certain(vocabulary: Vocabulary) -> Iterator[Certain]:
    for fact in vocabulary.facts.values():
        for one in fact.implied:
            if one.value is not None:
                yield Certain(one.condition, fact.code, one.value)
    for across in vocabulary.implications:
        for name, value in across.then.items():
            fact_of = vocabulary.facts.get(name)
            if fact_of is not None and value is not None:
                yield Certain(across.condition, name, _as_typed(fact_of, value))


def _as_typed(fact: Fact, value: FactValue) -> FactValue:
    return tuple(value) if fact.type is FactType.MULTI and isinstance(value, list | tuple) else value


def irrelevant(fact: Fact, facts: Facts) -> bool:
    """Return whether the question cannot matter for this business, so that it is never asked."""
    return fact.relevant_if is not None and truth(fact.relevant_if, facts) is False


def with_implied_values(fact: Fact, value: FactValue) -> FactValue:
    """Return a list of a multi-valued fact with the values that hold whenever a ticked one does.

    >>> from rules.facts import FactOption
    >>> from rules.text import Text
    >>> hair = FactOption("hair", Text("", ""), implies=("services",))
    >>> with_implied_values(Fact("activities", FactType.MULTI, values={"hair": hair}), ("hair",))
    ('hair', 'services')
    """
    if not isinstance(value, tuple) or fact.type is not FactType.MULTI:
        return value
    ticked = dict.fromkeys(value)
    waiting = list(value)
    while waiting:
        option = fact.values.get(waiting.pop())
        for other in option.implies if option else ():
            if other not in ticked:
                ticked[other] = None
                waiting.append(other)
    return tuple(ticked)
