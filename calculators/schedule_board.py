"""The plan as whole numbers: a set of days is one integer, bit n the n-th working day. Fast, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators.schedule import DELAY_PARTS, LEFT_OUT, MOVED, Assignment, Check, Problem, Slot

NOWHERE = -1
# No cost of a board comes near it.
ANY_PRICE = 1 << 200
# cost, inspector, first day: numbers of this board.
Place = tuple[int, int, int]
Skip = Callable[[], bool]


def runs(days: int, length: int) -> int:
    """Return the days of a set on which `length` days in a row begin.

    >>> bin(runs(0b1101110, 2))
    '0b100110'
    """
    have = 1
    while have < length and days:
        step = min(have, length - have)
        days &= days >> step
        have += step
    return days


def bits(span: range) -> int:
    """Return the set of the days of `span`.

    >>> bin(bits(range(2, 5)))
    '0b11100'
    """
    return ((1 << len(span)) - 1) << span.start if span else 0


class Board:
    """A problem and one plan of it. Costs are whole numbers, `scale` times those of the contract."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.checks = problem.checks
        amounts = [*(check.weight for check in problem.checks), *problem.travel.values()]
        self.scale: int = DELAY_PARTS * 10 ** max((_digits(one) for one in amounts), default=0)
        self.free = [_at_work(problem, absences) for absences in (one.absences for one in problem.inspectors)]
        self.index = {check.id: number for number, check in enumerate(problem.checks)}
        self.inspector_index = {one.id: number for number, one in enumerate(problem.inspectors)}
        businesses: dict[str, int] = {}
        self.business = [businesses.setdefault(check.business, len(businesses)) for check in problem.checks]
        self.idle = [bits(range(len(problem.days)))] * len(businesses)
        spans = [problem.span(check.first, check.last) for check in problem.checks]
        self.first = [span.start for span in spans]
        self.window = [bits(span) for span in spans]
        self.length = [check.days for check in problem.checks]
        weights = [int(Fraction(check.weight) * self.scale) for check in problem.checks]
        self.a_day = [weight // DELAY_PARTS for weight in weights]
        self.left_out = [LEFT_OUT * weight for weight in weights]
        self.moving = MOVED * self.scale
        # Checks of one region and skill share who can go there, and for how much: a year has few such pairs.
        pairs = {(check.region, check.skill) for check in problem.checks}
        ways = {pair: self._options(*pair) for pair in pairs}
        costs = {pair: {inspector: cost for cost, inspector in options} for pair, options in ways.items()}
        self.options = [ways[check.region, check.skill] for check in problem.checks]
        self.travel = [costs[check.region, check.skill] for check in problem.checks]
        self.before = [self._previous(check) for check in problem.checks]
        self.pinned = [check.fixed is not None for check in problem.checks]
        self.who = [NOWHERE] * len(problem.checks)
        self.when = [NOWHERE] * len(problem.checks)
        self.held = [0] * len(problem.checks)
        self.cost = list(self.left_out)
        self.busy: list[set[int]] = [set() for _ in problem.inspectors]
        for number, check in enumerate(problem.checks):
            if check.fixed:
                self.put(number, *self.numbers_of(check.fixed))

    def _options(self, region: str, skill: str) -> tuple[tuple[int, int], ...]:
        """Return (travel cost, inspector) of everyone who has the skill, cheapest first."""
        found = []
        for number, inspector in enumerate(self.problem.inspectors):
            cost = self.problem.travel_cost(inspector.region, region) if skill in inspector.skills else None
            if cost is not None:
                found.append((int(Fraction(cost) * self.scale), number))
        return tuple(sorted(found))

    def _previous(self, check: Check) -> tuple[int, int] | None:
        """Return the previous place; one on a day that is no longer worked can never be kept."""
        slot = self.problem.previous.get(check.id)
        if slot is None:
            return None
        return self.inspector_index.get(slot.inspector, NOWHERE), self.problem.number_of.get(slot.start, NOWHERE)

    def numbers_of(self, slot: Slot) -> tuple[int, int]:
        """Return a slot as numbers: inspector, first day."""
        return self.inspector_index[slot.inspector], self.problem.number_of[slot.start]

    def price(self, check: int, inspector: int, start: int) -> int:
        """Return the cost of one check at a place."""
        before = self.before[check]
        moved = self.moving if before is not None and before != (inspector, start) else 0
        return self.travel[check][inspector] + self.a_day[check] * (start - self.first[check]) + moved

    def fits(self, check: int, inspector: int, start: int) -> bool:
        """Return whether the place is free for the check."""
        outside = start < 0 or start + self.length[check] > len(self.problem.days)
        if outside or inspector not in self.travel[check]:
            return False
        days = bits(range(start, start + self.length[check]))
        return days & self.window[check] & self.idle[self.business[check]] & self.free[inspector] == days

    def put(self, check: int, inspector: int, start: int) -> None:
        """Place a check; the place must be free."""
        days = ((1 << self.length[check]) - 1) << start
        self.free[inspector] ^= days
        self.idle[self.business[check]] ^= days
        self.busy[inspector].add(check)
        self.who[check], self.when[check], self.held[check] = inspector, start, days
        self.cost[check] = self.price(check, inspector, start)

    def take(self, check: int) -> None:
        """Take a placed check out."""
        inspector, days = self.who[check], self.held[check]
        self.free[inspector] ^= days
        self.idle[self.business[check]] ^= days
        self.busy[inspector].discard(check)
        self.who[check] = self.when[check] = NOWHERE
        self.held[check] = 0
        self.cost[check] = self.left_out[check]

    def best(self, check: int, limit: int | None = None, skip: Skip | None = None, since: int = 0) -> Place | None:
        """Return the cheapest free place from day `since` that costs no more than `limit` (default: leaving it out).

        `skip` is asked before each inspector and may pass one over.
        """
        found: Place | None = None
        top = (self.left_out[check] if limit is None else limit) + 1
        before, moving = self.before[check], 0
        if before is not None:
            moving = self.moving
            if before[1] >= since and self.fits(check, *before):
                cost = self.price(check, *before)
                if cost < top:
                    found, top = (cost, *before), cost
        open_days = (self.window[check] & self.idle[self.business[check]]) >> since << since
        length, a_day, first, free = self.length[check], self.a_day[check], self.first[check], self.free
        for travel, inspector in self.options[check]:
            if travel + moving >= top:
                break
            starts = runs(open_days & free[inspector], length)
            if not starts or (skip is not None and skip()):
                continue
            start = (starts & -starts).bit_length() - 1
            cost = travel + moving + a_day * (start - first)
            if cost < top:
                found, top = (cost, inspector, start), cost
        return found

    def first_found(self, check: int) -> Place | None:
        """Return the earliest place of the cheapest inspector who has one: the greedy choice."""
        open_days = self.window[check] & self.idle[self.business[check]]
        for _, inspector in self.options[check]:
            starts = runs(open_days & self.free[inspector], self.length[check])
            if starts:
                start = (starts & -starts).bit_length() - 1
                return self.price(check, inspector, start), inspector, start
        return None

    def load(self, places: Iterable[tuple[int, int, int]]) -> None:
        """Replace the plan by these places: check, inspector, first day. Fixed checks stay where they are."""
        for check, inspector in enumerate(self.who):
            if inspector != NOWHERE and not self.pinned[check]:
                self.take(check)
        for check, inspector, start in places:
            if not self.pinned[check]:
                self.put(check, inspector, start)

    def places(self) -> list[tuple[int, int, int]]:
        """Return the plan as places: check, inspector, first day."""
        found = zip(range(len(self.who)), self.who, self.when, strict=True)
        return [place for place in found if place[1] != NOWHERE]

    def plan(self) -> Mapping[str, Slot]:
        """Return the plan in the names of the problem."""
        days, inspectors = self.problem.days, self.problem.inspectors
        return {self.checks[c].id: Slot(inspectors[who].id, days[start]) for c, who, start in self.places()}

    def assignment(self, check: int, inspector: int, start: int) -> Assignment:
        """Return one place in the names of the problem, with its last day."""
        days = self.problem.days
        who = self.problem.inspectors[inspector].id
        return Assignment(self.checks[check].id, who, days[start], days[start + self.length[check] - 1])

    def amount(self, cost: int) -> Decimal:
        """Return a cost of this board as the contract counts it, exact."""
        return Decimal(cost) / self.scale


def _digits(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _at_work(problem: Problem, absences: Iterable[tuple[date, date]]) -> int:
    days = bits(range(len(problem.days)))
    for first, last in absences:
        days &= ~bits(problem.span(first, last))
    return days
