"""`yasno match` and its kin: which requirements apply, what would change the list, how two conditions stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from rules.conditions import FactValue
from rules.matching.documents import match_document
from rules.profiles import read_profile
from rules.reading import load_edition
from rules.requirements import Edition
from rules.text import Text


def read_business(path: str, edition: Edition, on: date) -> dict[str, FactValue]:
    """Return the facts of a profile file, checked against the vocabulary; unknown ones are left out.

    A date that cannot lie ahead is compared with today, also when the answer is for an earlier day.
    """
    facts = read_profile(shared.read_document(path), edition.vocabulary, max(on, shared.today()))
    return {name: value for name, value in facts.items() if value is not None}


@click.command(cls=shared.Command)
@click.argument("profile", metavar="PROFILE")
@shared.registry_option
@shared.on_option
@shared.json_option
def match(profile: str, registry: Path | None, on: date, as_json: bool) -> None:
    """Tell which requirements apply to the business in PROFILE ("-" for stdin), with reasons."""
    edition = load_edition(registry)
    answer = match_document(edition, read_business(profile, edition, on), on)
    shared.write(answer, as_json, lambda: _match_lines(answer, edition))


def _match_lines(answer: Mapping[str, Any], edition: Edition) -> Iterator[str]:
    yield f"{shared.counted(answer['counts'])} · {answer['on']}"
    for warning in answer["warnings"]:
        yield f"! {shared.in_tongue(warning['message'])}"
    for entry in answer["requirements"]:
        if entry["verdict"] == "applies":
            yield f"+ {entry['id']}: {shared.told(edition.requirements[entry['id']].title)}"
    for entry in answer["requirements"]:
        if entry["verdict"] == "unknown":
            yield f"? {entry['id']}: {', '.join(entry['missing'])}"
    if answer["next_question"]:
        asked = shared.in_tongue(answer["next_question"]["question"])
        yield shared.told(Text(f"Дальше спросить: {asked}", f"Ask next: {asked}"))
