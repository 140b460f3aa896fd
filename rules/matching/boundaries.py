"""What single change of an answer would turn a verdict around, all other answers staying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import heappop, heappush
from typing import Any

from rules.conditions import Atom, Condition, FactValue, Op, atoms_of, digits, items_of, truth, value_as_json
from rules.facts import Fact, FactType
from rules.matching.compile import RuleSet
from rules.matching.domains import Choice, Items, Line
from rules.matching.match import OF_TRUTH, Match, Verdict
from rules.matching.sentences import flip_sentence
from rules.text import Text

MOST_TRIED = 4096  # ways to take values off one list: more are tried only one value at a time


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that would turn the verdict; `open`: only values beyond `becomes` do."""

    fact: str
    actual: FactValue
    becomes: FactValue
    verdict: Verdict
    open: bool
    sentence: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        shape = {
            "fact": self.fact,
            "actual": value_as_json(self.actual),
            "becomes": value_as_json(self.becomes),
            "verdict": self.verdict,
        }
        return shape | ({"open": True} if self.open else {}) | {"sentence": self.sentence.as_dict()}


def boundaries(match: Match, ids: Iterable[str] | None = None) -> dict[str, tuple[Flip, ...]]:
    """Return for each rule listed the flips of its verdict, by fact in vocabulary order; an open rule has none."""
    sweep = _Sweep(match)
    wanted = list(match.verdicts) if ids is None else list(ids)
    return {name: tuple(sweep.flips(name)) for name in wanted}


class _Sweep:
    """One business: for each fact, which rules every other cell of it would turn."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self.rules = match.rules
        self.turns: dict[tuple[str, int], int] = {}
        planes = self.rules.planes
        not_true, false = planes.fold(*planes.planes(match.places))
        self.applying = planes.guards & ~not_true
        self.failing = false
        self.others = {name: self._without(name) for name in match.places}

    def _without(self, fact: str) -> tuple[int, int]:
        """Return the clauses that hold, and that hold or can, without looking at one fact."""
        true = possible = 0
        for name, plane in self.rules.planes.facts.items():
            place = self.match.places.get(name)
            if place is None:
                possible |= plane.names
            elif name != fact:
                true |= plane.made_true(place)
        return true, true | possible

    def turned(self, fact: str, place: int) -> int:
        """Return the guards of the rules whose verdict turns when the fact is in `place`."""
        key = (fact, place)
        if key not in self.turns:
            true, possible = self.others[fact]
            made = self.rules.planes.facts[fact].made_true(place)
            not_true, false = self.rules.planes.fold(true | made, possible | made)
            applying = self.rules.planes.guards & ~not_true
            self.turns[key] = (self.applying & false) | (self.failing & applying)
        return self.turns[key]

    def flips(self, id: str) -> Iterator[Flip]:
        """Yield the flips of one rule."""
        verdict = self.match.verdicts[id]
        if verdict == "unknown":
            return
        condition = self.rules.rules[id].condition
        named = {atom.fact for atom in atoms_of(condition)}
        turned: Verdict = "does_not_apply" if verdict == "applies" else "applies"
        for fact in self.rules.domains:
            if fact in named and fact in self.match.known:
                for becomes, opened in self._values(id, condition, fact, turned):
                    yield self._flip(fact, becomes, turned, opened)

    def _flip(self, fact: str, becomes: FactValue, verdict: Verdict, opened: bool) -> Flip:
        actual = self.match.known[fact]
        described = self.rules.vocabulary.facts.get(fact) if self.rules.vocabulary else None
        okved = self.rules.vocabulary.okved if self.rules.vocabulary else {}
        sentence = flip_sentence(described, fact, actual, becomes, verdict == "applies", opened, okved)
        return Flip(fact, actual, becomes, verdict, opened, sentence)

    def _turns(self, id: str, condition: Condition, fact: str, place: int, value: FactValue, verdict: Verdict) -> bool:
        guard = self.rules.planes.guard.get(id)
        if guard is None:
            return OF_TRUTH[truth(condition, {**self.match.known, fact: value})] == verdict
        return bool(self.turned(fact, place) >> guard & 1)

    def _values(self, id: str, condition: Condition, fact: str, verdict: Verdict) -> Iterator[tuple[FactValue, bool]]:
        domain = self.rules.domains[fact]
        described = self.rules.vocabulary.facts.get(fact) if self.rules.vocabulary else None
        if isinstance(domain, Line):
            yield from self._line(id, condition, fact, domain, described, verdict)
        elif isinstance(domain, Choice):
            for value in _other_values(domain, self.match.known[fact]):
                if self._turns(id, condition, fact, domain.place(value), value, verdict):
                    yield value, False
        else:
            yield from self._list(id, condition, fact, domain, verdict)

    def _line(
        self, id: str, condition: Condition, fact: str, domain: Line, described: Fact | None, verdict: Verdict
    ) -> Iterator[tuple[FactValue, bool]]:
        here = self.match.places[fact].bit_length() - 1
        for cells, side in ((range(here - 1, -1, -1), -1), (range(here + 1, len(domain.cuts) + 1), 1)):
            for cell in cells:
                if self._turns(id, condition, fact, 1 << cell, domain.example(cell), verdict):
                    nearest = _nearest(domain, cell, side, described, self.match.on)
                    if nearest is not None:
                        yield nearest
                    break

    def _list(
        self, id: str, condition: Condition, fact: str, domain: Items, verdict: Verdict
    ) -> Iterator[tuple[FactValue, bool]]:
        held = self.match.known[fact]
        actual = held if isinstance(held, tuple) else ()
        atoms = [atom for atom in atoms_of(condition) if atom.fact == fact]
        for value in _in_order(atoms, domain):
            more = (*actual, value)
            if value not in actual and self._adding_turns(id, condition, fact, domain, more, verdict):
                yield more, False
        fewer = self._fewer(condition, fact, atoms, actual, verdict)
        if fewer is not None:
            yield fewer, False

    def _adding_turns(
        self, id: str, condition: Condition, fact: str, domain: Items, more: tuple[str, ...], verdict: Verdict
    ) -> bool:
        if domain.place(more[-1:]):
            return self._turns(id, condition, fact, domain.place(more), more, verdict)
        # A class that holds nothing beside a smaller class has no cell of its own.
        return OF_TRUTH[truth(condition, {**self.match.known, fact: more})] == verdict

    def _fewer(
        self, condition: Condition, fact: str, atoms: list[Atom], actual: tuple[str, ...], verdict: Verdict
    ) -> tuple[str, ...] | None:
        """Return the list without the fewest values whose removal turns the verdict.

        Removing part of what hits a comparison changes nothing, so only whole groups of hits are tried.
        """
        groups = [hits for hits in dict.fromkeys(_hits(atom, actual) for atom in atoms) if hits]
        for tried, removed in enumerate(_unions(groups, actual)):
            if tried == MOST_TRIED:
                return self._put_back(condition, fact, actual, groups, verdict)
            left = tuple(value for value in actual if value not in removed)
            if OF_TRUTH[truth(condition, {**self.match.known, fact: left})] == verdict:
                return left
        return None

    def _put_back(
        self,
        condition: Condition,
        fact: str,
        actual: tuple[str, ...],
        groups: list[frozenset[str]],
        verdict: Verdict,
    ) -> tuple[str, ...] | None:
        """Return the list without all that hits anything, less what may stay: for too many groups to try them all."""
        removed = set().union(*groups)

        def turns(gone: set[str]) -> bool:
            left = tuple(value for value in actual if value not in gone)
            return OF_TRUTH[truth(condition, {**self.match.known, fact: left})] == verdict

        if not turns(removed):
            return None
        for value in actual:
            if value in removed and turns(removed - {value}):
                removed.discard(value)
        return tuple(value for value in actual if value not in removed)


def _unions(groups: list[frozenset[str]], actual: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Yield the unions of groups, the smallest first, of equal ones that whose values stand first."""
    places = {value: number for number, value in enumerate(actual)}
    waiting: list[tuple[int, list[int], frozenset[str]]] = []
    seen: set[frozenset[str]] = set()

    def add(values: frozenset[str]) -> None:
        if values not in seen:
            seen.add(values)
            heappush(waiting, (len(values), sorted(places[value] for value in values), values))

    for group in groups:
        add(group)
    while waiting:
        _, _, union = heappop(waiting)
        yield union
        for group in groups:
            add(union | group)


def _hits(atom: Atom, actual: tuple[str, ...]) -> frozenset[str]:
    if atom.op is Op.CONTAINS_ANY:
        return frozenset(actual) & frozenset(map(str, items_of(atom)))
    classes = tuple(digits(str(value)) for value in items_of(atom))
    return frozenset(code for code in actual if digits(code).startswith(classes))


def _in_order(atoms: list[Atom], domain: Items) -> list[str]:
    """Return the values that comparisons of a list name, in the order of the vocabulary, else as written."""
    named = dict.fromkeys(str(value) for atom in atoms for value in items_of(atom))
    order = {code: number for number, code in enumerate(domain.fact.values)} if domain.fact else {}
    return sorted(named, key=lambda code: order.get(code, len(order)))


def _other_values(domain: Choice, actual: FactValue) -> list[Any]:
    if domain.kind is FactType.BOOLEAN:
        return [not actual]
    return [value for value in domain.closed or domain.named if value != actual]


def _nearest(
    domain: Line, cell: int, side: int, described: Fact | None, on: date | None
) -> tuple[FactValue, bool] | None:
    """Return the nearest value of a cell, seen from below (1) or above (-1), and whether it is itself outside."""
    held = domain.interval(cell)
    least, most = _limits(described, on)
    value, opened = (held.low, held.low_open) if side > 0 else (held.high, held.high_open)
    if value is None:
        return None
    if side > 0 and most is not None and (value > most or (opened and value == most)):
        return None
    if side < 0 and least is not None and (value < least or (opened and value == least)):
        return None
    return value, opened


def _limits(described: Fact | None, on: date | None) -> tuple[Any, Any]:
    if described is None:
        return None, None
    return described.min, on if described.max_is_today and described.max is None else described.max


@dataclass(frozen=True, slots=True)
class Step:
    """An interval of a number on which the same rules apply; `count` of them; what came and went at its beginning."""

    low: Decimal
    high: Decimal
    low_open: bool
    high_open: bool
    count: int
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def as_dict(self, whole: bool) -> dict[str, Any]:
        """Return the JSON shape; whole numbers have closed ends only."""
        ends = {} if whole else {"from_open": self.low_open, "to_open": self.high_open}
        return {
            "from": self.low,
            "to": self.high,
            **ends,
            "count": self.count,
            "added": list(self.added),
            "removed": list(self.removed),
        }


def ladder(
    rules: RuleSet, facts: Mapping[str, FactValue], fact: str, low: Decimal, high: Decimal, on: date | None
) -> list[Step]:
    """Return the intervals of a number fact from `low` to `high` on which the list of what applies stays the same."""
    domain = rules.domains.get(fact)
    cells: list[tuple[Decimal, bool, Decimal, bool, FactValue]] = [(low, False, high, False, low)]
    if isinstance(domain, Line):
        first, last = (domain.place(value).bit_length() - 1 for value in (low, high))
        cells = [_clipped(domain, cell, low, high) for cell in range(first, last + 1)]
    steps: list[Step] = []
    before: tuple[str, ...] | None = None
    for start, start_open, end, end_open, example in cells:
        verdicts = rules.match({**facts, fact: example}, on).verdicts
        applying = tuple(name for name, verdict in verdicts.items() if verdict == "applies")
        if applying == before:
            last_step = steps.pop()
            steps.append(_longer(last_step, end, end_open))
            continue
        added = () if before is None else tuple(name for name in applying if name not in set(before))
        removed = () if before is None else tuple(name for name in before if name not in set(applying))
        steps.append(Step(start, end, start_open, end_open, len(applying), added, removed))
        before = applying
    return steps


def _longer(step: Step, high: Decimal, high_open: bool) -> Step:
    return Step(step.low, high, step.low_open, high_open, step.count, step.added, step.removed)


def _clipped(domain: Line, cell: int, low: Decimal, high: Decimal) -> tuple[Decimal, bool, Decimal, bool, FactValue]:
    held = domain.interval(cell)
    start, start_open = (low, False) if held.low is None or held.low < low else (held.low, held.low_open)
    end, end_open = (high, False) if held.high is None or held.high > high else (held.high, held.high_open)
    if start_open and end_open:
        example = domain.example(cell) if (start, end) == (held.low, held.high) else (start + end) / 2
    else:
        example = end if start_open else start
    return start, start_open, end, end_open, example
