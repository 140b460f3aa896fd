"""Likely businesses, made up from the estimates of the vocabulary, to weigh which question settles most.

The estimates only steer the order of questions. Everything here is deterministic: the same answers, the same sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from rules.conditions import Facts, FactValue, digits, truth
from rules.facts import Fact, FactOption, FactType, Vocabulary
from rules.matching.implied import Certainties, irrelevant, with_implied_values
from rules.shapes import as_date

SAMPLE = 24
KEPT = 64  # samples remembered: many people give the same first answers
OTHERWISE = 0.5  # where the vocabulary estimates nothing
RARE = 0.02  # a value of a list that is not estimated


@lru_cache(maxsize=4096)
def spread(name: str) -> tuple[float, ...]:
    """Return evenly spaced numbers between 0 and 1 in an order that belongs to `name`: one for each business."""
    places = [(n + 0.5) / SAMPLE for n in range(SAMPLE)]
    Random(name).shuffle(places)  # noqa: S311 (no secret: the order must repeat)
    return tuple(places)


def covered(code: str, classes: Sequence[str]) -> bool:
    """Return whether an activity code lies in one of the classes.

    >>> covered("56.10.1", ["47", "56"])
    True
    """
    return digits(code).startswith(tuple(digits(one) for one in classes))


class Priors:
    """Draws businesses that agree with what is known and are otherwise likely."""

    def __init__(self, vocabulary: Vocabulary, certain: Certainties) -> None:
        self.vocabulary = vocabulary
        self.certain = certain
        okved = next((fact for fact in vocabulary.facts.values() if fact.values_from), None)
        self.okved = okved.code if okved else None
        self.sections = _shares(self._of(okved, "main_code_by_section"))
        self.when_main = _share(vocabulary.when_suggested.get("main_code"), OTHERWISE)
        self.when_additional = _share(vocabulary.when_suggested.get("additional_code"), 0.0)
        self._memo: dict[tuple[str, tuple[str, ...]], dict[str, float]] = {}
        self._samples: dict[tuple[tuple[str, FactValue], ...], list[dict[str, FactValue]]] = {}
        self._local: dict[str, dict[str, dict[str, float]]] = {}
        self._codes: dict[str, list[str]] = {}
        for code in vocabulary.okved.values():
            if len(digits(code.code)) == 4:
                self._codes.setdefault(code.section, []).append(code.code)

    def _of(self, fact: Fact | None, key: str) -> Mapping[str, Any]:
        found = fact.priors.get(key) if fact else None
        return found if isinstance(found, Mapping) else {}

    def sample(self, facts: Facts) -> list[dict[str, FactValue]]:
        """Return likely businesses with these facts; a fact that cannot matter for one of them is left out of it."""
        known = {name: value for name, value in facts.items() if value is not None}
        key = tuple(sorted(known.items(), key=lambda pair: pair[0]))
        found = self._samples.get(key)
        if found is None:
            if len(self._samples) >= KEPT:
                self._samples.clear()
            found = self._samples[key] = [self._business(known, number) for number in range(SAMPLE)]
        return found

    def _business(self, known: Mapping[str, FactValue], number: int) -> dict[str, FactValue]:
        drawn = dict(known)
        for name, fact in self.vocabulary.facts.items():
            if name in drawn:
                continue
            if irrelevant(fact, drawn):
                continue
            value = self._draw(fact, drawn, number)
            drawn[name] = value
            drawn.update(self.certain.follow(drawn, {name: value}))
        return drawn

    def _draw(self, fact: Fact, drawn: Facts, number: int) -> FactValue:
        codes = drawn.get(self.okved) if self.okved else None
        codes = codes if isinstance(codes, tuple) else ()
        section = self.section(codes)
        at = spread(fact.code)[number]
        if fact.values_from:
            code = self._code(at, number)
            return (code,) if fact.type is FactType.MULTI else code
        if fact.type is FactType.BOOLEAN:
            return at < self.share(fact, section)
        if fact.type is FactType.MULTI:
            return self._items(fact, drawn, codes, section, number)
        if fact.type is FactType.CATEGORY:
            return _pick(self.shares(fact, section), at)
        return _between(fact, self._quartiles(fact, section), at)

    def section(self, codes: Sequence[str]) -> str | None:
        """Return the section of the main activity, or None."""
        found = self.vocabulary.okved.get(codes[0]) if codes else None
        return found.section if found else None

    def _code(self, at: float, number: int) -> str:
        section = _pick(self.sections, at) if self.sections else None
        some = self._codes.get(section or "") or next(iter(self._codes.values()), ["00.00"])
        return some[int(spread("code")[number] * len(some))]

    def share(self, fact: Fact, section: str | None) -> float:
        """Return how likely a yes is."""
        found = self._of(fact, "by_section").get(section or "", fact.priors.get("share", fact.priors.get("true")))
        return _share(found, OTHERWISE)

    def shares(self, fact: Fact, section: str | None) -> dict[str, float]:
        """Return how likely each value of a category is; values without an estimate share the rest evenly."""
        found = _shares(self._of(fact, "shares"))
        local = _shares(self._of(fact, "by_section").get(section or ""))
        if local:
            left, others = max(0.0, 1 - sum(local.values())), sum(s for n, s in found.items() if n not in local) or 1
            found = {name: local.get(name, left * share / others) for name, share in (found | local).items()}
        unnamed = [name for name in fact.values if name not in found]
        rest = max(0.0, 1 - sum(found.values())) / len(unnamed) if unnamed else 0.0
        return {name: found.get(name, rest) for name in fact.values} or {"": 1.0}

    def chance(self, fact: Fact, option: FactOption, codes: Sequence[str], section: str | None) -> float:
        """Return how likely one value of a multi-valued fact is ticked by a business with these activity codes."""
        chance = self._listed(fact, option.code, section)
        if codes and option.suggested_by:
            if covered(codes[0], option.suggested_by):
                return max(chance, self.when_main)
            if any(covered(code, option.suggested_by) for code in codes[1:]):
                return max(chance, self.when_additional)
        return chance

    def _listed(self, fact: Fact, code: str, section: str | None) -> float:
        total = _share(self._of(fact, "shares").get(code), RARE)
        by_section = self._by_section(fact)
        if section is None or not by_section:
            return total
        local = by_section.get(section, {}).get(code)
        return self._left_over(code, total, by_section) if local is None else local

    def _by_section(self, fact: Fact) -> Mapping[str, Mapping[str, float]]:
        if fact.code not in self._local:
            self._local[fact.code] = {n: _shares(shares) for n, shares in self._of(fact, "by_section").items()}
        return self._local[fact.code]

    def _left_over(self, code: str, total: float, by_section: Mapping[str, Mapping[str, float]]) -> float:
        """Return the share in sections that are not listed: they share what is left of the total."""
        listed = {name: shares[code] for name, shares in by_section.items() if code in shares}
        weight = 1 - sum(self.sections.get(name, 0.0) for name in listed)
        left = total - sum(self.sections.get(name, 0.0) * share for name, share in listed.items())
        return min(1.0, max(0.0, left / weight)) if weight > 0 else 0.0

    def _items(
        self, fact: Fact, drawn: Facts, codes: Sequence[str], section: str | None, number: int
    ) -> tuple[str, ...]:
        ticked = {
            code
            for code, chance in self.chances(fact, tuple(codes), section).items()
            if spread(f"{fact.code}/{code}")[number] < chance
        }
        for one in fact.implied:
            if (one.includes or one.excludes) and truth(one.condition, drawn):
                ticked = (ticked | set(one.includes)) - set(one.excludes)
        value = with_implied_values(fact, tuple(code for code in fact.values if code in ticked))
        return value if isinstance(value, tuple) else ()

    def chances(self, fact: Fact, codes: tuple[str, ...], section: str | None) -> Mapping[str, float]:
        """Return how likely each value of a multi-valued fact is."""
        key = (fact.code, codes)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) > 2000:
                self._memo.clear()
            found = {code: self.chance(fact, option, codes, section) for code, option in fact.values.items()}
            self._memo[key] = found
        return found

    def _quartiles(self, fact: Fact, section: str | None) -> list[Any]:
        found = self._of(fact, "by_section").get(section or "") or fact.priors.get("quartiles")
        return list(found) if isinstance(found, list | tuple) else []


def _pick(shares: Mapping[str, float], at: float) -> str:
    """Return the value whose share `at` falls into, shares laid one after another."""
    reached, total = 0.0, sum(shares.values()) or 1.0
    for name, share in shares.items():
        reached += share / total
        if at < reached:
            return name
    return next(iter(shares))


def _between(fact: Fact, quartiles: list[Any], at: float) -> FactValue:
    """Return the value at a share of the way up, straight lines between the quartiles."""
    if fact.type is FactType.DATE:
        days = [found.toordinal() for found in map(as_date, quartiles) if found]
        if not days:
            return date(2020, 1, 1)
        first, last = max(days[0] - 3000, 1), min(days[-1] + 400, date.max.toordinal())
        return date.fromordinal(int(_along([first, *days, last], at)))
    points = [float(one) for one in quartiles if _is_number(one)]
    if len(points) < 3:
        return Decimal(1)
    low, middle, high = points[:3]
    zeros = _share(fact.priors.get("zero_share", fact.priors.get("zeros")), 0.0)
    if at < zeros and not low:
        return Decimal(0)
    top = _share(fact.priors.get("p95"), high * 4)
    return Decimal(round(_along([min(low, low / 2), low, middle, high, max(high, top)], at)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _share(value: Any, otherwise: float) -> float:
    """Return an estimate as a number; whatever else stands there counts as no estimate."""
    return float(value) if _is_number(value) else otherwise


def _shares(found: object) -> dict[str, float]:
    items = found.items() if isinstance(found, Mapping) else ()
    return {str(name): float(share) for name, share in items if _is_number(share)}


def _along(points: list[float] | list[int], at: float) -> float:
    step = at * (len(points) - 1)
    below = min(int(step), len(points) - 2)
    return points[below] + (points[below + 1] - points[below]) * (step - below)
