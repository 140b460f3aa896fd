"""`yasno cost`, `contributions`, `hours`: what requirements cost, and the numbers an hour of work is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import click

from backend.commands import shared
from calculators.calculator_documents import contributions_document, hours_document
from calculators.results import cost_document
from rules.text import Text

NAMES = {
    "annual": Text("Каждый год, ₽", "Every year, RUB"),
    "annual_hours": Text("Каждый год, часов", "Every year, hours"),
    "burden": Text("Из них только из-за требований, ₽", "Of them only because of the rules, RUB"),
    "one_off": Text("Разово, ₽", "Once, RUB"),
}


@click.command(cls=shared.Command)
@click.argument("scenario")
@click.option("--compare", metavar="OTHER.json", help="Adds delta: totals of OTHER minus SCENARIO.")
@shared.json_option
def cost(scenario: str, compare: str | None, as_json: bool) -> None:
    """Count what SCENARIO (a JSON file, or - for stdin) costs a year, once, and by whom."""
    other = shared.read_document(compare) if compare else None
    answer = cost_document(shared.read_document(scenario), other)
    shared.write(answer, as_json, lambda: _cost_lines(answer))


@click.command(cls=shared.Command)
@click.argument("document")
@shared.json_option
def contributions(document: str, as_json: bool) -> None:
    """Count the insurance contributions of one worker, month by month, from a JSON file (- for stdin)."""
    answer = contributions_document(shared.read_document(document))
    shared.write(answer, as_json, lambda: [f"{answer['annual']} ₽"])


@click.command(cls=shared.Command)
@click.argument("document")
@shared.json_option
def hours(document: str, as_json: bool) -> None:
    """Count the norm of working hours of a year, from a JSON file (- for stdin)."""
    answer = hours_document(shared.read_document(document))
    shared.write(answer, as_json, lambda: [answer["annual_norm_hours"]])


def _cost_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    totals, delta = answer["totals"], answer.get("delta") or {}
    for name, words in NAMES.items():
        change = delta.get(name)
        moved = f" ({'+' if Fraction(change) > 0 else ''}{change})" if change is not None else ""
        yield f"{shared.told(words)}: {totals[name]}{moved}"
    for warning in answer["warnings"]:
        yield warning["message"]["en" if shared.told(Text("ru", "en")) == "en" else "ru"]
