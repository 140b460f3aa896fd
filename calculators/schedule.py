"""A plan of checks: who goes where and when. What a plan is made of, and its price.

The price (less is better): 3000 × weight of each check left out, the travel cost from the inspector's home region,
weight × working days after the first day of the window ÷ 4, and 50 for each check that leaves its previous place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from rules.text import Text

LEFT_OUT = 3000
MOVED = 50
DELAY_PARTS = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the plan: an inspector and the first day."""

    inspector: str
    start: date


@dataclass(frozen=True, slots=True)
class Inspector:
    """Who goes: home region, skills, and absences, first and last day counted."""

    id: str
    region: str
    skills: frozenset[str]
    absences: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be planned: `days` working days in a row, none before `first` or after `last`."""

    id: str
    business: str
    region: str
    days: int
    first: date
    last: date
    skill: str
    weight: Decimal
    fixed: Slot | None = None


@dataclass(frozen=True)
class Problem:
    """Everything a plan is made from; `days` are the working days in order, `previous` an earlier plan."""

    days: tuple[date, ...]
    inspectors: tuple[Inspector, ...]
    checks: tuple[Check, ...]
    travel: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    previous: Mapping[str, Slot] = field(default_factory=dict)

    @cached_property
    def number_of(self) -> Mapping[date, int]:
        """Return the number of each working day, from 0."""
        return {day: number for number, day in enumerate(self.days)}

    def span(self, first: date, last: date) -> range:
        """Return the numbers of the working days from `first` to `last`, both counted."""
        return range(bisect_left(self.days, first), bisect_right(self.days, last))

    def travel_cost(self, home: str, region: str) -> Decimal | None:
        """Return the cost of going from `home` to `region`, in days; None when it is not known.

        A pair given one way only holds both ways; within a region it is 0 unless something else is given.
        """
        known = self.travel.get((home, region), self.travel.get((region, home)))
        return Decimal(0) if known is None and home == region else known


@dataclass(frozen=True, slots=True)
class Assignment:
    """One check in the plan, first and last day."""

    check: str
    inspector: str
    start: date
    end: date

    def as_dict(self) -> dict[str, str]:
        """Return the shape of the contract."""
        days = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return {"check": self.check, "inspector": self.inspector, **days}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A check that found no place, and why: a stable code and the sentence."""

    check: str
    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan: what is placed, what is not and why, its price beside the greedy plan's, and how low any could go.

    `bound` is a lower bound from looking at every check alone; the true optimum lies between it and `objective`.
    `moved` names the checks that have left their previous place, sorted; a check left out is not among them.
    """

    assignments: tuple[Assignment, ...]
    left_out: tuple[LeftOut, ...]
    objective: Decimal
    greedy_objective: Decimal
    bound: Decimal
    moved: tuple[str, ...]
    rounds: int = 0


def objective_of(problem: Problem, plan: Mapping[str, Slot]) -> Decimal:
    """Return the price of a plan, exact; less is better.

    Raises:
        KeyError: an inspector or a travel cost is not known.

    >>> day = (date(2027, 1, 11), date(2027, 1, 12))
    >>> one = Check("c", "b", "77", 1, *day, "fire", Decimal(2))
    >>> problem = Problem(day, (Inspector("i", "77", frozenset({"fire"})),), (one,))
    >>> objective_of(problem, {}), objective_of(problem, {"c": Slot("i", day[1])})
    (Decimal('6000'), Decimal('0.5'))
    """
    home = {inspector.id: inspector.region for inspector in problem.inspectors}
    total = Decimal(0)
    for check in problem.checks:
        slot = plan.get(check.id)
        if slot is None:
            total += LEFT_OUT * check.weight
            continue
        travel = problem.travel_cost(home[slot.inspector], check.region)
        if travel is None:
            raise KeyError((home[slot.inspector], check.region))
        late = problem.number_of[slot.start] - problem.span(check.first, check.last).start
        total += travel + check.weight * late / DELAY_PARTS
    return total + MOVED * len(moved_checks(problem, plan))


def moved_checks(problem: Problem, plan: Mapping[str, Slot]) -> tuple[str, ...]:
    """Return the checks that stand in the plan elsewhere than before, sorted."""
    return tuple(sorted(name for name, slot in problem.previous.items() if plan.get(name, slot) != slot))
