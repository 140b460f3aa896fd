"""`yasno event-check`, `yasno risk`: what the law says of one control event, and of one object's risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import click

from backend.commands import shared
from backend.commands.comparing import read_changes
from calculators.event_check import event_check_document
from calculators.risk import whatif
from calculators.risk_documents import read_object, verdict_document
from rules.reading import load_edition
from rules.text import Text

RESULTS = {
    "clean": Text("порядок", "clean"),
    "breach": Text("нарушение", "breach"),
    "unknown": Text("не известно", "unknown"),
}
LEVELS = {
    "gross": Text("грубое", "gross"),
    "other": Text("другое", "other"),
    "arguable": Text("можно спорить", "arguable"),
}


@click.command(cls=shared.Command, name="event-check")
@click.argument("event", metavar="EVENT")
@shared.json_option
def event_check(event: str, as_json: bool) -> None:
    """Check a control event against the twelve tests of 91(2), from a JSON file (- for stdin).

    What is not known stays unknown: null or no key. The answer names what is missing.
    """
    answer = event_check_document(shared.read_document(event))
    shared.write(answer, as_json, lambda: _test_lines(answer))


def _test_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for row in (*answer["tests"], *answer["others"]):
        result = shared.told(RESULTS[row["result"]])
        level = f" ({shared.told(LEVELS[row['level']])})" if row["result"] == "breach" else ""
        number = f"{row['n']:>2}. " if "n" in row else "  + "
        yield f"{number}{result}{level}: {shared.told(Text(**row['evidence']))} {row['article']}"


@click.command(cls=shared.Command)
@click.argument("object_", metavar="OBJECT")
@click.option("--set", "sets", multiple=True, metavar="FACT=VALUE", help="A fact to change first; repeats.")
@shared.on_option
@shared.json_option
def risk(object_: str, sets: tuple[str, ...], on: date, as_json: bool) -> None:
    """Tell the category of risk of an object, what comes next and what would lower it; JSON file or - for stdin."""
    thing = read_object(shared.read_document(object_), on)
    changes = read_changes(sets, thing.control_type.vocabulary, on)
    answer = verdict_document(thing, whatif(thing, changes, on), on, load_edition().requirements)
    shared.write(answer, as_json, lambda: _risk_lines(answer))


def _risk_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield shared.told(Text(**answer["text"]))
    for name in ("next_planned", "next_visit", "moratorium"):
        if answer[name]:
            check = "" if answer[name]["verified"] else shared.told(Text("; сверьте с актом", "; check the act"))
            yield f"{shared.told(Text(**answer[name]['text']))} {answer[name]['article']}{check}"
    for row in answer["questions"]:
        yield f"? {shared.told(Text(**row['question']))}"
    for lever in answer["levers"]:
        yield f"- {shared.told(Text(**lever['text']))}"
