"""A plan and a postponement as documents: the input of `yasno plan` in, the contract's result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.schedule import Problem, Schedule, Slot, moved_checks, objective_of
from calculators.schedule_board import Board
from calculators.schedule_postpone import Postponement, StandingPlan, put_all
from calculators.schedule_reading import read_problem
from calculators.schedule_reasons import reasons
from calculators.schedule_search import Progress, make_plan
from rules.faults import Fault, InputError
from rules.shapes import unknown_code
from rules.text import Text


def plan_document(
    document: object,
    out_of_time: Callable[[int], bool],
    seed: int = 2026,
    progress: Progress | None = None,
    plan: object = None,
) -> dict[str, Any]:
    """Return the best plan found until `out_of_time(rounds)`, with its price beside the greedy one's.

    `plan` is the result document of an earlier plan: it stands in for `previous`.

    Raises:
        InputError: every fault of the input.

    >>> plan_document({"year_days": ["2027-01-11"], "inspectors": [], "checks": []}, lambda rounds: True)["objective"]
    Decimal('0')
    """
    found = make_plan(read_problem(document, plan), out_of_time, seed, progress)
    return result_document(found)


def result_document(schedule: Schedule) -> dict[str, Any]:
    """Return a plan in the shape of the contract."""
    return {
        "assignments": [one.as_dict() for one in schedule.assignments],
        "unassigned": [{"check": one.check, "reason": one.reason.as_dict()} for one in schedule.left_out],
        "objective": schedule.objective,
        "greedy_objective": schedule.greedy_objective,
        "bound": schedule.bound,
        "moved": list(schedule.moved),
    }


def postponement_document(document: object, check: str, not_before: date, plan: object = None) -> dict[str, Any]:
    """Return the plan after moving one check to `not_before` or later, with the fewest others.

    The standing plan is `previous` of the input, or the result document `plan`. `postponement` says whether it can be
    done, and why not; then the plan stays as it was.

    Raises:
        InputError: every fault of the input; no plan is given, it does not fit the input, or lacks the check.
    """
    problem = read_problem(document, plan)
    given = plan is not None or (isinstance(document, Mapping) and document.get("previous") is not None)
    faults = _unfit(problem, check) if given else [_no_plan()]
    if faults:
        raise InputError(faults)
    standing = StandingPlan(problem, problem.previous)
    found = standing.postpone(check, not_before)
    if not found.possible:
        # Rather another check earlier than no answer: the days of the input are those that can still be planned.
        found = standing.postpone(check, not_before, others_earlier=True)
    after = dict(problem.previous) | {move.check: Slot(move.inspector, move.start) for move in found.moves}
    return {**_after(problem, after), "postponement": _answer(found)}


def _unfit(problem: Problem, check: str) -> list[Fault]:
    """Return why nothing can be moved: an unknown check, or a plan that does not fit the input."""
    board = Board(problem)
    if check not in board.index:
        return [unknown_code("postpone", check, list(board.index))]
    return [_misfit(name, problem.previous[name]) for name in put_all(board, problem.previous)]


def _after(problem: Problem, plan: Mapping[str, Slot]) -> dict[str, Any]:
    board = Board(replace(problem, previous={}))
    list(put_all(board, plan))
    plan = board.plan()
    return {
        "assignments": [board.assignment(*place).as_dict() for place in board.places()],
        "unassigned": [{"check": one.check, "reason": one.reason.as_dict()} for one in reasons(board)],
        "objective": objective_of(problem, plan),
        "greedy_objective": make_plan(problem, lambda rounds: True).greedy_objective,
        "bound": None,
        "moved": list(moved_checks(problem, plan)),
    }


def _answer(found: Postponement) -> dict[str, Any]:
    reason = found.reason.as_dict() if found.reason else None
    return {"check": found.check, "possible": found.possible, "reason": reason}


def _no_plan() -> Fault:
    message = Text("Нет плана, в котором переносить.", "There is no plan to move a check in.")
    cure = Text(
        "Добавьте в файл previous или назовите прежний результат ключом --plan.",
        "Add previous to the file, or name an earlier result by --plan.",
    )
    return Fault("no_plan", "previous", message, cure)


def _misfit(check: str, slot: Slot) -> Fault:
    message = Text(
        f"В плане «{check}» стоит у «{slot.inspector}» с {slot.start}, а там ей места нет.",
        f"The plan has “{check}” at “{slot.inspector}” from {slot.start}, where it does not fit.",
    )
    cure = Text("Составьте план заново: yasno plan без --postpone.", "Plan anew: yasno plan without --postpone.")
    return Fault("plan_misfit", f"previous.{check}", message, cure)


def amount_text(amount: Decimal) -> str:
    """Return a price for a person: no needless zeros.

    >>> amount_text(Decimal("12.50"))
    '12.5'
    """
    return format(amount.normalize(), "f")
