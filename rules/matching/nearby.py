"""A number that lies where the list changes, or just below it: there a slip in counting costs most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.conditions import FactValue
from rules.matching.domains import Line
from rules.matching.interview import Interview

SHARE = Decimal("0.1")
WHOLE_UNITS = Decimal(2)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The list changes from `value` on, or only beyond it (`open`); `reached`: the number given stands there."""

    value: Decimal
    open: bool
    reached: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


def reach_of(value: Decimal, *, whole: bool) -> Decimal:
    """Return how far above a number a threshold still counts as near, in the unit of the number.

    A tenth of it; of what is counted in whole things at least two. Nothing is near zero: who has none of something
    has not miscounted.

    >>> reach_of(Decimal(14), whole=True), reach_of(Decimal(90), whole=True), reach_of(Decimal("4.5"), whole=False)
    (Decimal('2'), Decimal('9.0'), Decimal('0.45'))
    """
    if value <= 0:
        return Decimal(0)
    return max(value * SHARE, WHOLE_UNITS) if whole else value * SHARE


def near_threshold(
    interview: Interview, given: Mapping[str, FactValue], fact: str, on: date | None
) -> Threshold | None:
    """Return the threshold that a given number has just reached or lies just below, in its unit; None: none is near.

    Only what begins or ceases to apply for certain counts; what other answers follow from the number follow anew.

    >>> from rules.matching.compile import compile_conditions
    >>> facts = {"employees": {"type": "number", "whole": True, "min": 0}}
    >>> rules = compile_conditions({"a": {"fact": "employees", "op": "gte", "value": 16}}, facts)
    >>> near = near_threshold(Interview(rules, rules.vocabulary), {"employees": Decimal(14)}, "employees", None)
    >>> near.value, near.added, near.reached
    (Decimal('16'), ('a',), False)
    """
    value, domain = given.get(fact), interview.rules.domains.get(fact)
    if not isinstance(value, Decimal) or not isinstance(domain, Line) or value <= 0:
        return None
    here = domain.place(value).bit_length() - 1
    walk = _Walk(interview, given, fact, on, domain)
    return walk.reached(here, value) or walk.next_above(here, value)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One number of one business, to be tried in the cells around it."""

    interview: Interview
    given: Mapping[str, FactValue]
    fact: str
    on: date | None
    domain: Line

    def reached(self, here: int, value: Decimal) -> Threshold | None:
        """Return the change at the beginning of the cell, if the number is its first and some came before."""
        if here == 0 or self.domain.interval(here).first != value or self._none_below(here):
            return None
        return self._change(here - 1, here, reached=True)

    def next_above(self, here: int, value: Decimal) -> Threshold | None:
        """Return the first change within reach above the number."""
        furthest = value + reach_of(value, whole=self.domain.whole)
        for cell in range(here + 1, len(self.domain.cuts) + 1):
            if self.domain.interval(cell).low > furthest:
                return None
            found = self._change(here, cell, reached=False)
            if found is not None:
                return found
        return None

    def _none_below(self, cell: int) -> bool:
        below = self.domain.interval(cell - 1).high
        return below is not None and bool(below <= 0)

    def _change(self, before: int, after: int, *, reached: bool) -> Threshold | None:
        had, has = self._applying(before), self._applying(after)
        added = tuple(name for name in has if name not in had)
        removed = tuple(name for name in had if name not in has)
        start = self.domain.interval(after)
        return Threshold(start.low, start.low_open, reached, added, removed) if added or removed else None

    def _applying(self, cell: int) -> dict[str, None]:
        verdicts = self.interview.match({**self.given, self.fact: self.domain.example(cell)}, self.on).verdicts
        return dict.fromkeys(name for name, verdict in verdicts.items() if verdict == "applies")
