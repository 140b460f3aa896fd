"""Worlds to plan in, and the plain meaning of a plan: what may stand where, and what the best one costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from calculators.schedule import Check, Inspector, Problem, Slot, objective_of

START = date(2027, 1, 11)
SKILLS = ("fire", "sanitary", "labour", "trade")


def working_days(number: int, start: date = START) -> tuple[date, ...]:
    """Return so many days from `start` without Saturdays and Sundays."""
    days = (start + timedelta(days=offset) for offset in range(number * 2))
    return tuple(day for day in days if day.weekday() < 5)[:number]


def tiny(random: Random) -> Problem:
    """Return a world small enough to try every plan of it."""
    days = working_days(random.randint(3, 7))
    regions = ("77", "50")
    away = Decimal(random.randint(1, 9))
    inspectors = tuple(
        Inspector(
            f"i{number}",
            random.choice(regions),
            frozenset(random.sample(SKILLS[:2], random.randint(1, 2))),
            tuple([(days[1], days[random.randint(1, 2)])] * random.randint(0, 1)),
        )
        for number in range(random.randint(1, 2))
    )
    checks = tuple(
        _check(random, number, days, random.randint(0, 1), regions) for number in range(random.randint(1, 4))
    )
    problem = Problem(days, inspectors, checks, {("77", "50"): away})
    if random.random() < 0.4:
        previous = {one.id: random.choice(places(problem, one)) for one in checks if places(problem, one)}
        return Problem(days, inspectors, checks, problem.travel, previous)
    return problem


def _check(random: Random, number: int, days: tuple[date, ...], business: int, regions: tuple[str, ...]) -> Check:
    first = random.randrange(len(days))
    last = random.randrange(first, len(days))
    weight = Decimal(random.choice(["0", "0.001", "1", "2.5", "3"]))
    skill = random.choice(SKILLS[:2])
    length = random.randint(1, 3)
    return Check(f"c{number}", f"b{business}", random.choice(regions), length, days[first], days[last], skill, weight)


def world(checks: int = 500, inspectors: int = 30, seed: int = 1) -> Problem:
    """Return a year of an authority: eight regions, windows of three to twelve weeks, checks of three to ten days."""
    random = Random(seed)
    days = working_days(247)
    regions = [f"{number:02}" for number in range(1, 9)]
    spot = {region: (random.random() * 4, random.random() * 4) for region in regions}
    travel = {
        (a, b): Decimal(round(abs(spot[a][0] - spot[b][0]) + abs(spot[a][1] - spot[b][1])) + (a != b))
        for a in regions
        for b in regions
    }
    people = []
    for number in range(inspectors):
        away = days[random.randrange(len(days) - 20)]
        skills = frozenset(random.sample(SKILLS, random.randint(1, 2)))
        people.append(Inspector(f"i{number}", random.choice(regions), skills, ((away, away + timedelta(days=27)),)))
    asked = []
    for number in range(checks):
        width = random.randint(15, 60)
        first = random.randrange(len(days) - width)
        span = (days[first], days[first + width - 1])
        weight = Decimal(random.choice([1, 1, 2, 3, 5]))
        business, region = f"b{random.randrange(checks)}", random.choice(regions)
        asked.append(Check(f"c{number}", business, region, random.randint(3, 10), *span, random.choice(SKILLS), weight))
    return Problem(days, tuple(people), tuple(asked), travel)


def days_of(problem: Problem, check: Check, slot: Slot) -> list[date]:
    """Return the days a check takes from its first; fewer than it needs where the year ends."""
    start = problem.days.index(slot.start)
    return list(problem.days[start : start + check.days])


def may_stand(problem: Problem, check: Check, slot: Slot) -> bool:
    """Return whether a check may have this place when it is alone, day by day."""
    inspector = next(one for one in problem.inspectors if one.id == slot.inspector)
    days = days_of(problem, check, slot)
    at_work = not any(first <= day <= last for day in days for first, last in inspector.absences)
    inside = len(days) == check.days and check.first <= days[0] and days[-1] <= check.last
    return check.skill in inspector.skills and at_work and inside and check.fixed in (None, slot)


def places(problem: Problem, check: Check) -> list[Slot]:
    """Return every place a check may have when it is alone."""
    slots = [Slot(inspector.id, start) for inspector, start in product(problem.inspectors, problem.days)]
    return [slot for slot in slots if may_stand(problem, check, slot)]


def faults_of(problem: Problem, plan: Mapping[str, Slot]) -> list[str]:
    """Return what is wrong with a plan, by its plain meaning."""
    placed = [one for one in problem.checks if one.id in plan]
    found = [f"{one.id} stands wrong" for one in placed if not may_stand(problem, one, plan[one.id])]
    found += [f"{one.id} is fixed" for one in problem.checks if one.fixed and plan.get(one.id) != one.fixed]
    days = {one.id: {*days_of(problem, one, plan[one.id])} for one in placed}
    for number, one in enumerate(placed):
        for other in placed[:number]:
            same = one.business == other.business or plan[one.id].inspector == plan[other.id].inspector
            found += [f"{one.id} and {other.id} meet"] if same and days[one.id] & days[other.id] else []
    return found


def every_plan(problem: Problem) -> Iterator[Mapping[str, Slot]]:
    """Yield every plan there is."""
    choices = [[*places(problem, one), *([] if one.fixed else [None])] for one in problem.checks]
    for chosen in product(*choices):
        taken = [
            (holder, day)
            for one, slot in zip(problem.checks, chosen, strict=True)
            if slot
            for day in days_of(problem, one, slot)
            for holder in ("business " + one.business, "inspector " + slot.inspector)
        ]
        if len(taken) == len({*taken}):
            yield {one.id: slot for one, slot in zip(problem.checks, chosen, strict=True) if slot}


def least_price(problem: Problem) -> Decimal:
    """Return the price of the best plan, by trying all."""
    return min(objective_of(problem, plan) for plan in every_plan(problem))
