"""Asks only what still matters, first the question that settles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.conditions import Condition, FactValue, facts_of, truth
from rules.facts import Vocabulary
from rules.matching.compile import RuleSet
from rules.matching.implied import Certainties, irrelevant, with_implied_values
from rules.matching.match import Match
from rules.matching.offers import Offer, all_skipped, offer
from rules.matching.priors import SAMPLE, Priors
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: the facts asked together, how many open requirements depend on them, and how many it may settle."""

    facts: tuple[str, ...]
    text: Text
    why: Text
    depends: int
    settles: int
    offers: Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: answers given, what follows from them with certainty, and the facts answered «не знаю»."""

    facts: Mapping[str, FactValue]
    implied: Mapping[str, FactValue]
    dont_know: frozenset[str]

    def origin(self, fact: str) -> str | None:
        """Return where a fact comes from: "given", "implied", or None when it is not known."""
        if fact in self.implied:
            return "implied"
        return "given" if fact in self.facts else None


class Interview:
    """The questions of one rule set. Built once an edition; holds no person's answers."""

    def __init__(self, rules: RuleSet, vocabulary: Vocabulary) -> None:
        self.rules = rules
        self.vocabulary = vocabulary
        self.certain = Certainties(vocabulary)
        self.priors = Priors(vocabulary, self.certain)

    def known(self, given: Mapping[str, FactValue]) -> Known:
        """Return the answers given with what follows from them; a given None is «не знаю»."""
        facts = {name: value for name, value in given.items() if value is not None}
        implied = self.certain.settle(facts)
        for name, fact in self.vocabulary.facts.items():
            if name not in facts and name not in implied and all_skipped(fact, {**facts, **implied}):
                implied[name] = ()
        dont_know = frozenset(name for name, value in given.items() if value is None and name not in implied)
        return Known({**facts, **implied}, implied, dont_know)

    def record(self, given: Mapping[str, FactValue], answers: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return the given answers with new ones: values that imply others bring them along, None is «не знаю»."""
        fresh = {name: with_implied_values(self.vocabulary.facts[name], value) for name, value in answers.items()}
        return {**given, **fresh}

    def match(self, given: Mapping[str, FactValue], on: date | None) -> Match:
        """Return the verdicts for the given answers and what follows from them."""
        return self.rules.match(self.known(given).facts, on)

    def next_question(self, given: Mapping[str, FactValue], on: date | None) -> Question | None:
        """Return the question expected to settle most open requirements, or None when none can settle any.

        A question that cannot matter for this business is not asked; one that may not matter waits for its gate.
        """
        known = self.known(given)
        match = self.rules.match(known.facts, on)
        needed = self.needed(match)
        screens = self._screens(known, needed)
        if not screens:
            return None
        if self.priors.okved in {fact for screen in screens for fact in screen} and not known.facts.get(
            self.priors.okved
        ):
            # The activity decides which questions make sense at all, and every estimate rests on it.
            return self._question((str(self.priors.okved),), known, match, needed, 0.0)
        scores = self._scores(screens, known, match)
        best = max(range(len(screens)), key=lambda n: (round(scores[n], 6), self._mentions(screens[n], needed), -n))
        return self._question(screens[best], known, match, needed, scores[best])

    def needed(self, match: Match) -> dict[str, tuple[str, ...]]:
        """Return for each open requirement the facts that can still decide it."""
        return {name: match.missing(name) for name in match.open}

    def _screens(self, known: Known, needed: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Return the screens that may be asked now, in the order of the vocabulary."""
        wanted = {fact for facts in needed.values() for fact in facts}
        askable: set[str] = set()
        for name in wanted:
            askable |= self._gates(name, known, set())
        screens: dict[str, list[str]] = {}
        for name, fact in self.vocabulary.facts.items():
            if name in askable:
                screens.setdefault(fact.ask_together or f"={name}", []).append(name)
        return [tuple(names) for names in screens.values()]

    def _gates(self, name: str, known: Known, seen: set[str]) -> set[str]:
        """Return the fact itself, or the facts that first have to tell whether it matters; none if it cannot."""
        fact = self.vocabulary.facts.get(name)
        if fact is None or name in seen or name in known.facts or name in known.dont_know:
            return set()
        if irrelevant(fact, known.facts):
            return set()
        seen.add(name)
        if fact.relevant_if is None or truth(fact.relevant_if, known.facts):
            return {name}
        gates: set[str] = set()
        for gate in _open_facts(fact.relevant_if, known.facts):
            gates |= self._gates(gate, known, seen)
        return gates or {name}

    def _scores(self, screens: Sequence[tuple[str, ...]], known: Known, match: Match) -> list[float]:
        """Return for each screen how many open requirements its answer settles, on average over likely businesses."""
        businesses = self.priors.sample(known.facts)
        ahead = _LookAhead(self, known, match)
        return [ahead.expected(screen, businesses) for screen in screens]

    def _mentions(self, screen: Iterable[str], needed: Mapping[str, tuple[str, ...]]) -> int:
        asked = set(screen)
        return sum(1 for facts in needed.values() if not asked.isdisjoint(facts))

    def _question(
        self,
        screen: tuple[str, ...],
        known: Known,
        match: Match,
        needed: Mapping[str, tuple[str, ...]],
        expected: float,
    ) -> Question:
        facts = [self.vocabulary.facts[name] for name in screen]
        depends = self._mentions(screen, needed)
        reasons = [fact.why for fact in facts if fact.why] or [_depending(depends)]
        return Question(
            screen,
            _together([fact.question or Text(fact.code, fact.code) for fact in facts]),
            _together(reasons),
            depends,
            int(expected + 0.5),
            {fact.code: offer(fact, known.facts, self.priors) for fact in facts},
        )


class _LookAhead:
    """Counts what an answer would settle, on the planes of the rule set."""

    def __init__(self, interview: Interview, known: Known, match: Match) -> None:
        self.interview = interview
        self.known = known
        self.planes = interview.rules.planes
        self.domains = interview.rules.domains
        self.open = self.planes.select(name for name in match.open if name in self.planes.guard)
        self.true, _ = self.planes.planes(match.places)
        self.unknown = {name: plane.names for name, plane in self.planes.facts.items() if name not in match.places}

    def expected(self, screen: tuple[str, ...], businesses: Sequence[Mapping[str, FactValue]]) -> float:
        """Return the mean number of open requirements settled by the answers of the businesses."""
        memo: dict[tuple[FactValue, ...], int] = {}
        total = 0
        for business in businesses:
            answer = tuple(business.get(name) for name in screen)
            if answer not in memo:
                memo[answer] = self._settled(dict(zip(screen, answer, strict=True)))
            total += memo[answer]
        return total / SAMPLE

    def _settled(self, answer: dict[str, FactValue]) -> int:
        learned: dict[str, FactValue] = {name: value for name, value in answer.items() if value is not None}
        learned |= self.interview.certain.follow(self.known.facts, learned)
        true, possible = self.true, 0
        for name, names in self.unknown.items():
            value = learned.get(name)
            if value is None:
                possible |= names
            else:
                true |= self.planes.facts[name].made_true(self.domains[name].place(value))
        not_true, false = self.planes.fold(true, true | possible)
        return (self.open & ~(not_true & ~false)).bit_count()


def _open_facts(condition: Condition, facts: Mapping[str, FactValue]) -> list[str]:
    return [name for name in facts_of(condition) if facts.get(name) is None]


def _depending(number: int) -> Text:
    return Text(f"От ответа зависит требований: {number}.", f"Requirements that depend on the answer: {number}.")


def _together(texts: Sequence[Text]) -> Text:
    return Text(" ".join(text.ru for text in texts), " ".join(text.en for text in texts))


def next_question(
    rules: RuleSet, vocabulary: Vocabulary, given: Mapping[str, Any], on: date | None = None
) -> Question | None:
    """Return the next question for answers given so far (None is «не знаю»); see `Interview`, which is built once."""
    return Interview(rules, vocabulary).next_question(given, on)
