"""`yasno appeal-check`: what stands in the way of one appeal, seen before it is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from backend.commands import shared
from backend.commands.control import LEVELS, RESULTS
from calculators.appeal.document import appeal_check_document
from rules.text import Text

CONTENTS = Text("Что должно быть в жалобе (ст. 41 ч. 1)", "What an appeal holds (art. 41(1))")
REFUSAL = Text("За что откажут в рассмотрении (ст. 42 ч. 1)", "Why it may be refused (art. 42(1))")
GROUNDS = Text("Основания, которые подходят", "Grounds that fit")
TERM_OPEN = Text("Срок не посчитать, не хватает", "The term cannot be counted, missing")


@click.command(cls=shared.Command, name="appeal-check")
@click.argument("appeal", metavar="APPEAL")
@shared.json_option
def appeal_check(appeal: str, as_json: bool) -> None:
    """Check an appeal under 248-ФЗ before it is filed, from a JSON file (- for stdin).

    Who files, where, until when, what it lacks, and the nine grounds of 42(1). Null or no key: not known.
    """
    answer = appeal_check_document(shared.read_document(appeal))
    shared.write(answer, as_json, lambda: _lines(answer))


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    door = answer["door"]
    yield f"{_told(door['title'])}. {_told(door['what_to_do'])} {door['article']}"
    if door["term"]:
        yield _told(door["term"])
    yield f"→ {_told(answer['addressee']['text'])}"
    if answer["term"]:
        yield _term_line(answer["term"])
    for check in answer["who"]["checks"]:
        yield f"  · {_row(check)}"
    for title, checks in ((CONTENTS, answer["contents"]), (REFUSAL, answer["grounds_of_refusal"])):
        yield shared.told(title)
        yield from (f"{check['n']:>2}. {_row(check)}" for check in checks)
    if answer["suggested_grounds"]:
        yield shared.told(GROUNDS)
    for ground in answer["suggested_grounds"]:
        yield f"  + {_told(ground['title'])} ({shared.told(LEVELS[ground['level']])}). {ground['article']}"


def _row(check: Mapping[str, Any]) -> str:
    said = f"{_told(check['title'])}: {shared.told(RESULTS[check['result']])}. {_told(check['evidence'])}"
    remedy = f" {_told(check['remedy'])}" if check["remedy"] and check["result"] != "clean" else ""
    return f"{said}{remedy} {check['article']}"


def _term_line(term: Mapping[str, Any]) -> str:
    if term["key"] is None:
        return f"{shared.told(TERM_OPEN)}: {', '.join(term['missing'])}"
    until = Text(f"Подать до {term['shown_until']}", f"File until {term['shown_until']}")
    return f"{shared.told(until)}. {term['source']}"


def _told(text: Mapping[str, str]) -> str:
    return shared.told(Text(**text))
