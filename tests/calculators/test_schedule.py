"""Plans keep every rule, cost what they say, and are as good as trying everything on worlds small enough for that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.schedule import Check, Inspector, Problem, Schedule, Slot, objective_of
from calculators.schedule_board import runs
from calculators.schedule_search import make_plan
from tests.calculators.plans import (
    every_plan,
    faults_of,
    least_price,
    places,
    tiny,
    working_days,
    world,
)

DAYS = working_days(10)
FIRE = frozenset({"fire"})


def plan_of(found: Schedule) -> dict[str, Slot]:
    return {one.check: Slot(one.inspector, one.start) for one in found.assignments}


def rounds(number: int):
    return lambda done: done >= number


def check(name: str, days: int = 1, business: str | None = None, window=(DAYS[0], DAYS[-1]), **more) -> Check:
    weight = more.pop("weight", Decimal(1))
    return Check(name, business or f"of {name}", "77", days, *window, more.pop("skill", "fire"), weight, **more)


def one_inspector(*checks: Check, **more) -> Problem:
    return Problem(DAYS, (Inspector("ivanova", "77", FIRE, more.pop("absences", ())),), checks, **more)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**6))
def test_a_plan_keeps_the_rules_costs_what_it_says_and_beats_neither_the_best_nor_its_bound(seed: int) -> None:
    problem = tiny(Random(seed))
    found = make_plan(problem, rounds(60), seed)
    plan = plan_of(found)
    best = least_price(problem)
    assert faults_of(problem, plan) == []
    assert found.objective == objective_of(problem, plan)
    assert found.bound <= best <= found.objective <= found.greedy_objective
    assert {one.check for one in found.left_out} == {one.id for one in problem.checks} - plan.keys()


def test_tiny_worlds_get_their_best_plan() -> None:
    worlds = [tiny(Random(seed)) for seed in range(150)]
    missed = [seed for seed, one in enumerate(worlds) if make_plan(one, rounds(400), 1).objective != least_price(one)]
    assert missed == []


def test_two_checks_that_are_out_come_in_at_two_places_at_once() -> None:
    ivanova = Inspector("ivanova", "77", FIRE)
    checks = (
        check("a", 1, window=(DAYS[0], DAYS[0]), weight=Decimal(5)),
        check("b", 3, "shop", window=(DAYS[0], DAYS[3]), weight=Decimal(12)),
        check("c", 3, window=(DAYS[1], DAYS[5]), weight=Decimal(8)),
        check("d", 2, "shop", window=(DAYS[5], DAYS[6]), weight=Decimal(5)),
    )
    # Days: b 0–2 and c 3–5 leave a and d out (30,000); a 0, b 1–3, d 5–6 leave out c alone.
    found = make_plan(Problem(DAYS, (ivanova,), checks), rounds(400), 1)
    assert {one.check for one in found.left_out} == {"c"}
    assert found.objective == 8 * 3000 + 12 * Decimal("0.25")


def test_a_year_of_500_checks_keeps_the_rules_and_is_well_under_the_greedy_plan() -> None:
    problem = world()
    found = make_plan(problem, rounds(2000))
    assert faults_of(problem, plan_of(found)) == []
    assert found.objective == objective_of(problem, plan_of(found))
    assert found.objective < found.greedy_objective * Decimal("0.9")


def test_the_same_seed_and_rounds_give_the_same_plan() -> None:
    problem = world(120, 10)
    assert make_plan(problem, rounds(300), 5) == make_plan(problem, rounds(300), 5)


def test_without_a_round_the_plan_is_the_greedy_one() -> None:
    found = make_plan(world(120, 10), rounds(0))
    assert (found.objective, found.rounds) == (found.greedy_objective, 0)


def test_progress_is_told_as_the_search_goes() -> None:
    told: list[tuple[int, float]] = []
    found = make_plan(world(120, 10), rounds(1500), progress=lambda done, price: told.append((done, price)))
    assert [done for done, _ in told] == [500, 1000, 1500]
    assert told[0][1] >= told[-1][1] == float(found.objective)


def test_the_greedy_plan_takes_the_heaviest_first() -> None:
    window = (DAYS[0], DAYS[0])
    problem = one_inspector(check("light", window=window), check("heavy", window=window, weight=Decimal(2)))
    found = make_plan(problem, rounds(0))
    assert [one.check for one in found.assignments] == ["heavy"]
    assert found.greedy_objective == 3000


def test_what_is_fixed_stays_and_others_go_round_it() -> None:
    fixed = check("fixed", 2, fixed=Slot("ivanova", DAYS[1]))
    found = make_plan(one_inspector(check("other", 2, weight=Decimal(9)), fixed), rounds(200))
    assert plan_of(found)["fixed"].start == DAYS[1]
    assert plan_of(found)["other"].start == DAYS[3]


def test_an_absence_breaks_a_run_of_days() -> None:
    problem = one_inspector(check("one", 3), absences=((DAYS[2], DAYS[2]),))
    assert make_plan(problem, rounds(0)).assignments[0].start == DAYS[3]


def test_a_window_may_begin_on_a_day_off_and_the_delay_counts_from_its_first_working_day() -> None:
    saturday, tuesday = date(2027, 1, 16), DAYS[6]
    problem = one_inspector(check("one", window=(saturday, DAYS[-1])))
    assert objective_of(problem, {"one": Slot("ivanova", tuesday)}) == Decimal("0.25")


def test_a_previous_place_is_kept_unless_leaving_it_is_worth_more_than_fifty() -> None:
    before = {"one": Slot("ivanova", DAYS[4])}
    light = make_plan(one_inspector(check("one"), previous=before), rounds(300))
    heavy = make_plan(one_inspector(check("one", weight=Decimal(51)), previous=before), rounds(300))
    assert (plan_of(light), light.moved, light.objective) == (before, (), 1)
    assert (heavy.assignments[0].start, heavy.moved, heavy.objective) == (DAYS[0], ("one",), 50)


def test_a_previous_place_on_a_day_no_longer_worked_is_left() -> None:
    before = {"one": Slot("ivanova", date(2027, 1, 16))}
    found = make_plan(one_inspector(check("one"), previous=before), rounds(10))
    assert (found.moved, found.objective) == (("one",), 50)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("no_skill", one_inspector(check("x", skill="trade"))),
        ("window_too_short", one_inspector(check("x", 3, window=(DAYS[0], DAYS[1])))),
        ("absent", one_inspector(check("x", 6), absences=((DAYS[5], DAYS[5]),))),
        (
            "business_busy",
            Problem(
                DAYS,
                (Inspector("a", "77", FIRE), Inspector("b", "77", FIRE)),
                (check("x", 6, "cafe"), check("y", 5, "cafe", fixed=Slot("a", DAYS[2]))),
            ),
        ),
        ("inspectors_busy", one_inspector(check("x", 6), check("y", 5, fixed=Slot("ivanova", DAYS[2])))),
        (
            "no_common_days",
            Problem(
                DAYS,
                (Inspector("a", "77", FIRE), Inspector("b", "77", frozenset({"trade"}))),
                (
                    check("x", 4, "cafe"),
                    check("y", 5, fixed=Slot("a", DAYS[0])),
                    check("z", 5, "cafe", skill="trade", fixed=Slot("b", DAYS[5])),
                ),
            ),
        ),
        (
            "not_worth_the_way",
            Problem(
                DAYS,
                (Inspector("a", "50", FIRE),),
                (check("x", weight=Decimal("0.001")),),
                {("50", "77"): Decimal(4)},
            ),
        ),
    ],
)
def test_a_check_without_a_place_has_its_reason_in_both_languages(code: str, problem: Problem) -> None:
    (left,) = make_plan(problem, rounds(50)).left_out
    assert (left.check, left.code) == ("x", code)
    assert left.reason.ru != left.reason.en


def test_a_check_alone_has_exactly_the_places_the_board_offers() -> None:
    problem = tiny(Random(7))
    for one in problem.checks:
        alone = replace(problem, checks=(one,), previous={})
        assert len(list(every_plan(alone))) == len(places(alone, one)) + 1


@given(st.integers(0, 2**40), st.integers(1, 12))
def test_runs_are_the_days_from_which_all_days_are_free(days: int, length: int) -> None:
    naive = sum(1 << n for n in range(41) if all(days >> n + k & 1 for k in range(length)))
    assert runs(days, length) == naive
