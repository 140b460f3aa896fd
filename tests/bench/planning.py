"""A plan of 500 checks beside the greedy plan, with the bound a solver proves; and the move of one check in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import monotonic, process_time
from typing import Any

from calculators.schedule import Problem, Schedule, Slot
from calculators.schedule_board import Board, runs
from calculators.schedule_postpone import StandingPlan
from calculators.schedule_search import make_plan
from tests.bench.figures import Figure, peer, remark
from tests.calculators.plans import world

CHECKS = 500
SECONDS = 3.0
SOLVER_SECONDS = 60.0
# Few, enough and many inspectors: with few, checks stay without a place, and that is most of the price.
INSPECTORS = (20, 30, 40)


def figures() -> Iterator[Figure]:
    """Yield prices of plans (less is better), the bound of the solver, and the time a move takes."""
    for inspectors in INSPECTORS:
        problem = world(CHECKS, inspectors)
        found = _planned(problem)
        name = f"plan_of_500_{inspectors}_inspectors_3_s"
        yield Figure(name, float(found.objective), float(found.greedy_objective), "greedy", "price", CHECKS)
        if inspectors == INSPECTORS[1]:
            yield from _moves(problem, found)
        if inspectors == INSPECTORS[2]:
            yield from _beside_the_solver(problem, found)


def _planned(problem: Problem) -> Schedule:
    end = process_time() + SECONDS
    return make_plan(problem, lambda rounds: process_time() >= end)


def _moves(problem: Problem, found: Schedule) -> Iterator[Figure]:
    """Yield the median and the worst time of a move by two weeks, over every check of the plan."""
    plan = {one.check: Slot(one.inspector, one.start) for one in found.assignments}
    standing = StandingPlan(problem, plan)
    times, pushed, refused = [], 0, 0
    for name, slot in plan.items():
        start = process_time()
        moved = standing.postpone(name, slot.start + timedelta(days=14))
        times.append((process_time() - start) * 1e3)
        pushed += len(moved.moves) == 2
        refused += not moved.possible
    remark(f"postponement: of {len(times)}, another check gives way in {pushed}, {refused} cannot be done")
    yield Figure("postponement_median", median(times), None, None, "ms", len(times))
    yield Figure("postponement_worst", max(times), None, None, "ms", len(times))


def _beside_the_solver(problem: Problem, found: Schedule) -> Iterator[Figure]:
    """Yield what the solver makes of ours when it starts from there, and its bound: how far the best can be at most."""
    module = peer("ortools.sat.python.cp_model")
    if not module:
        return
    start = monotonic()
    price, bound = _solved(module, problem, found)
    remark(f"plan: CP-SAT stopped after {monotonic() - start:.0f} s on 2 workers; ours had {SECONDS:.0f} s on one")
    ours = float(found.objective)
    yield Figure("plan_of_500_solver_goes_on", ours, price, "CP-SAT from ours, 60 s", "price", CHECKS)
    yield Figure("plan_of_500_bound", ours, bound, "CP-SAT, proven bound", "price", CHECKS)


def _solved(cp: Any, problem: Problem, found: Schedule) -> tuple[float | None, float]:
    """Return the price of the solver's plan, None without one, and the bound it proved."""
    board = Board(problem)
    ours = {board.index[one.check]: board.numbers_of(Slot(one.inspector, one.start)) for one in found.assignments}
    model = cp.CpModel()
    prices: list[Any] = []
    by_inspector: dict[int, list[Any]] = {}
    by_business: dict[int, list[Any]] = {}
    for check in range(len(board.checks)):
        chosen = []
        length, window = board.length[check], board.window[check]
        for cost, inspector in board.options[check]:
            starts = runs(window & board.free[inspector], length)
            if not starts:
                continue
            taken = model.new_bool_var("")
            days = [day for day in range(starts.bit_length()) if starts >> day & 1]
            start = model.new_int_var_from_domain(cp.Domain.from_values(days), "")
            span = model.new_optional_fixed_size_interval_var(start, length, taken, "")
            late = model.new_int_var(0, days[-1] - board.first[check], "")
            model.add(late == start - board.first[check]).only_enforce_if(taken)
            model.add(late == 0).only_enforce_if(~taken)
            here = ours.get(check, (None, 0))[0] == inspector
            model.add_hint(taken, here)
            if here:
                model.add_hint(start, ours[check][1])
            prices += [cost * taken, board.a_day[check] * late]
            by_inspector.setdefault(inspector, []).append(span)
            by_business.setdefault(board.business[check], []).append(span)
            chosen.append(taken)
        out = model.new_bool_var("")
        model.add_exactly_one([*chosen, out])
        prices.append(board.left_out[check] * out)
    for spans in (*by_inspector.values(), *by_business.values()):
        model.add_no_overlap(spans)
    model.minimize(sum(prices))
    return _run(cp, model, board)


def _run(cp: Any, model: Any, board: Board) -> tuple[float | None, float]:
    solver = cp.CpSolver()
    solver.parameters.max_time_in_seconds = SOLVER_SECONDS
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    price = solver.objective_value / board.scale if status in (cp.OPTIMAL, cp.FEASIBLE) else None
    return price, solver.best_objective_bound / board.scale
