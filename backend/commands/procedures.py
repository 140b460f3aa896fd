"""`yasno procedures`: the tables of steps that the runner uses, as data or as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from backend.commands import shared
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.procedures import Procedure, Step, procedures
from rules.procedures.drawing import diagram
from rules.text import Text


@click.command(cls=shared.Command, name="procedures")
@click.argument("name", required=False)
@click.option("--diagram", "as_diagram", is_flag=True, help="Print the procedure as a picture (SVG).")
@shared.json_option
def show(name: str | None, as_diagram: bool, as_json: bool) -> None:
    """Show every procedure, or the one called NAME: states, steps, who, by which provision, in which term."""
    found = list(procedures().values()) if name is None else [_named(name)]
    if as_diagram:
        if name is None:
            raise InputError([_name_needed()])
        if as_json:
            raise InputError([_two_forms()])
        click.echo(diagram(found[0]).encode())
        return
    answer: dict[str, Any] = {"procedures": [procedure.as_dict() for procedure in found]}
    shared.write(answer, as_json, lambda: _lines(found))


def _lines(found: list[Procedure]) -> Iterator[str]:
    for procedure in found:
        yield f"{procedure.name}: {shared.told(procedure.title)}"
        for step in procedure.steps:
            term = f", {_term(step)}" if step.term_key else ""
            yield f"  {', '.join(step.froms)} → {step.to}: {step.action} ({', '.join(step.actors)}{term})"


def _term(step: Step) -> str:
    term = step.statute_term
    figure = f"{term.amount} {term.unit.value}" if term else "?"
    return f"{step.term_key}: {figure}" + (f" ({step.anchor})" if step.anchor else "")


def _named(name: str) -> Procedure:
    known = procedures()
    if name in known:
        return known[name]
    near = nearest(name, known)
    remedy = (
        Text(f"Может быть, «{near}».", f"Perhaps “{near}”.")
        if near
        else Text(f"Есть: {', '.join(known)}.", f"There are: {', '.join(known)}.")
    )
    message = Text(f"Порядка «{name}» нет.", f"There is no procedure “{name}”.")
    raise InputError([Fault("unknown_procedure", "name", message, remedy)])


def _two_forms() -> Fault:
    message = Text("Картинка и JSON сразу не печатаются.", "A picture and JSON are not printed at once.")
    return Fault("usage", "diagram", message, Text("Оставьте --diagram или --json.", "Keep --diagram or --json."))


def _name_needed() -> Fault:
    return Fault(
        "missing",
        "name",
        Text("Картинка рисует один порядок, а имя не названо.", "A picture shows one procedure, and none is named."),
        Text(f"Назовите его: {', '.join(procedures())}.", f"Name it: {', '.join(procedures())}."),
    )
