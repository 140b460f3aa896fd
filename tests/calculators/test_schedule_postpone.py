"""A postponement moves the fewest checks, keeps every rule, and changes nothing until somebody accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.schedule import Check, Inspector, Problem, Slot
from calculators.schedule_postpone import Postponement, StandingPlan
from calculators.schedule_search import make_plan
from tests.calculators.plans import faults_of, places, tiny, working_days, world

DAYS = working_days(6)
FIRE = frozenset({"fire"})


def check(name: str, days: int, last: date = DAYS[-1], business: str = "", fixed: Slot | None = None) -> Check:
    return Check(name, business or name, "77", days, DAYS[0], last, "fire", Decimal(1), fixed)


def world_of(*checks: Check) -> Problem:
    return Problem(DAYS, (Inspector("ivanova", "77", FIRE),), checks)


def after(plan: Mapping[str, Slot], found: Postponement) -> dict[str, Slot]:
    return {**plan, **{move.check: Slot(move.inspector, move.start) for move in found.moves}}


def fewest_moves(problem: Problem, plan: Mapping[str, Slot], name: str, since: date) -> int | None:
    """Return how many checks must move by trying all: 1, 2, or None when that is not enough."""
    checks = {one.id: one for one in problem.checks}
    late = [slot for slot in places(problem, checks[name]) if slot.start >= since]
    if any(not faults_of(problem, {**plan, name: slot}) for slot in late):
        return 1
    for slot in late:
        for other in plan.keys() - {name}:
            floor = min(plan[other].start, since)
            there = [one for one in places(problem, checks[other]) if one.start >= floor]
            if any(not faults_of(problem, {**plan, name: slot, other: one}) for one in there):
                return 2
    return None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 6))
def test_the_fewest_move_and_the_plan_keeps_its_rules(seed: int, ahead: int) -> None:
    problem = tiny(Random(seed))
    plan = {
        one.check: Slot(one.inspector, one.start) for one in make_plan(problem, lambda done: done >= 20).assignments
    }
    standing = StandingPlan(problem, plan)
    places_before = standing.board.places()
    for name in plan:
        since = plan[name].start + timedelta(days=1 + ahead)
        found = standing.postpone(name, since)
        assert (len(found.moves) or None) == fewest_moves(problem, plan, name, since)
        assert found.possible == bool(found.moves)
        assert faults_of(problem, after(plan, found)) == []
        assert not found.moves or found.moves[0].check == name
        assert not found.moves or found.moves[0].start >= since
    assert standing.board.places() == places_before


def test_a_free_place_is_taken() -> None:
    standing = StandingPlan(world_of(check("one", 2)), {"one": Slot("ivanova", DAYS[0])})
    (move,) = standing.postpone("one", DAYS[3]).moves
    assert (move.start, move.end) == (DAYS[3], DAYS[4])


def test_one_other_check_gives_way_but_never_to_before_the_day_asked_for() -> None:
    plan = {"one": Slot("ivanova", DAYS[0]), "two": Slot("ivanova", DAYS[3])}
    roomy = StandingPlan(world_of(check("one", 2), check("two", 2)), plan)
    assert [(move.check, move.start) for move in roomy.postpone("one", DAYS[2]).moves] == [
        ("one", DAYS[2]),
        ("two", DAYS[4]),
    ]
    tight = StandingPlan(world_of(check("one", 2, DAYS[4]), check("two", 2, DAYS[4])), plan)
    found = tight.postpone("one", DAYS[2])
    assert (found.possible, found.moves, found.code) == (False, (), "inspectors_busy")


def test_a_check_that_begins_late_enough_stays() -> None:
    found = StandingPlan(world_of(check("one", 2)), {"one": Slot("ivanova", DAYS[2])}).postpone("one", DAYS[1])
    assert (found.possible, found.moves) == (True, ())


def test_a_fixed_check_neither_moves_nor_gives_way() -> None:
    place = Slot("ivanova", DAYS[3])
    standing = StandingPlan(
        world_of(check("fixed", 3, fixed=place), check("one", 2)), {"fixed": place, "one": Slot("ivanova", DAYS[0])}
    )
    assert standing.postpone("fixed", DAYS[4]).code == "fixed"
    assert standing.postpone("one", DAYS[2]).code == "inspectors_busy"


def test_a_check_without_a_place_can_be_given_one() -> None:
    (move,) = StandingPlan(world_of(check("one", 2)), {}).postpone("one", DAYS[1]).moves
    assert move.start == DAYS[1]


def test_beyond_the_window_nothing_can_be_done_and_the_reason_says_so() -> None:
    standing = StandingPlan(world_of(check("one", 2)), {"one": Slot("ivanova", DAYS[0])})
    assert standing.postpone("one", date(2030, 1, 1)).code == "window_too_short"


def test_a_plan_that_breaks_the_rules_is_refused() -> None:
    both = {"one": Slot("ivanova", DAYS[0]), "two": Slot("ivanova", DAYS[1])}
    with pytest.raises(ValueError, match="two"):
        StandingPlan(world_of(check("one", 2), check("two", 2)), both)


def test_in_a_year_of_500_moves_keep_the_rules() -> None:
    problem = world()
    plan = {
        one.check: Slot(one.inspector, one.start) for one in make_plan(problem, lambda done: done >= 100).assignments
    }
    standing = StandingPlan(problem, plan)
    for name in list(plan)[:40]:
        found = standing.postpone(name, plan[name].start + timedelta(days=7))
        assert found.possible or found.reason
        assert len(found.moves) <= 2
    moved = after(plan, standing.postpone("c7", plan["c7"].start + timedelta(days=7)))
    assert faults_of(problem, moved) == []
