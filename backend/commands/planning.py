"""`yasno plan`: who checks whom and when, and the move of one check in a plan that stands."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import click

from backend.commands import shared
from calculators.schedule_documents import amount_text, plan_document, postponement_document
from rules.faults import Fault, InputError
from rules.text import Text

HOUR = 3600.0


@click.command(cls=shared.Command)
@click.argument("problem", metavar="INPUT.json")
@click.option("--seconds", type=click.FloatRange(0, HOUR), default=30.0, show_default=True, help="How long to search.")
@click.option("--rounds", type=click.IntRange(0), help="Stop after so many rounds: the same plan every time.")
@click.option("--seed", type=int, default=2026, show_default=True, help="Where the search starts.")
@click.option("--plan", "plan_file", metavar="RESULT.json", help="An earlier answer, instead of «previous».")
@click.option("--postpone", metavar="CHECK", help="Move this check of the earlier plan, and as few others as can be.")
@click.option("--not-before", type=shared.DAY, metavar="DATE", help="The first day it may begin.")
@shared.json_option
def plan(
    problem: str,
    seconds: float,
    rounds: int | None,
    seed: int,
    plan_file: str | None,
    postpone: str | None,
    not_before: date | None,
    as_json: bool,
) -> None:
    """Plan the checks of INPUT (a JSON file, or - for stdin) over inspectors and working days.

    With --postpone: the plan after the move, or the plan as it was and the reason why the move cannot be done.
    """
    if (postpone is None) != (not_before is None) or math.isnan(seconds):
        raise InputError([_half() if not math.isnan(seconds) else _no_number()])
    document = shared.read_document(problem)
    earlier = shared.read_document(plan_file) if plan_file else None
    if postpone is None or not_before is None:
        stop = _until(time.monotonic() + seconds, rounds)
        answer = plan_document(document, stop, seed, None if as_json else _progress(), earlier)
        shared.write(answer, as_json, lambda: _plan_lines(answer))
        return
    answer = postponement_document(document, postpone, not_before, earlier)
    shared.write(answer, as_json, lambda: _move_lines(answer))


def _until(end: float, rounds: int | None) -> Callable[[int], bool]:
    """Return when to stop: at a moment of the machine's clock, or after so many rounds."""
    return lambda done: (rounds is not None and done >= rounds) or time.monotonic() >= end


def _progress() -> Callable[[int, float], None]:
    """Return what tells on stderr, once a second, how far the search is."""
    told_at = [time.monotonic()]

    def tell(rounds: int, price: float) -> None:
        if time.monotonic() - told_at[0] >= 1:
            told_at[0] = time.monotonic()
            said = Text(f"Попыток: {rounds}, цена плана {price:.2f}…", f"{rounds} rounds, price {price:.2f}…")
            click.echo(shared.told(said), err=True)

    return tell


def _plan_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield from _assignment_lines(answer)
    ours, greedy = amount_text(answer["objective"]), amount_text(answer["greedy_objective"])
    said = Text(f"Цена плана {ours}, простого {greedy}.", f"Price {ours}, of the greedy plan {greedy}.")
    yield shared.told(said)


def _assignment_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for one in sorted(answer["assignments"], key=lambda row: (row["start"], row["check"])):
        yield f"{one['start']} – {one['end']}  {one['check']}  {one['inspector']}"
    for one in answer["unassigned"]:
        yield f"—  {one['check']}: {shared.told(Text(**one['reason']))}"


def _move_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    reason = answer["postponement"]["reason"]
    if reason:
        yield shared.told(Text(**reason))
        return
    shown = {answer["postponement"]["check"], *answer["moved"]}
    rows = [row for row in answer["assignments"] if row["check"] in shown]
    yield from _assignment_lines({"assignments": rows, "unassigned": []})


def _half() -> Fault:
    message = Text("Перенос записан наполовину.", "Half of a postponement is given.")
    cure = Text("Нужны оба ключа: --postpone и --not-before.", "Give both --postpone and --not-before.")
    return Fault("half_postponement", "postpone", message, cure)


def _no_number() -> Fault:
    message = Text("Секунды не число.", "The seconds are no number.")
    return Fault("usage", "seconds", message, Text("Напишите, например, 30.", "Write 30, for example."))
