"""`yasno search`: requirements, or everyday trades, by the words people use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from rules.conditions import FactValue
from rules.faults import Fault, InputError
from rules.language.activities import Suggestion, suggest
from rules.language.search import Hit, SearchIndex
from rules.matching.compile import Rule
from rules.matching.match import LISTED, Standing
from rules.reading import load_edition
from rules.requirements import Edition
from rules.text import Text


@click.command(cls=shared.Command)
@click.argument("query", nargs=-1)
@click.option("--activities", is_flag=True, help="Look for what the business does: trades and ОКВЭД codes.")
@click.option("--limit", type=click.IntRange(1, 1000), help="How many to show: 20, or 5 activities.")
@shared.registry_option
@shared.on_option
@shared.json_option
def search(
    query: tuple[str, ...], activities: bool, limit: int | None, registry: Path | None, on: date, as_json: bool
) -> None:
    """Find requirements by everyday words ("-" reads them from stdin), best first."""
    words = _words(query)
    edition = load_edition(registry)
    if activities:
        results = [_trade(found) for found in suggest(words, edition.vocabulary, limit or 5)]
    else:
        results = _requirements(words, edition, on, limit or 20)
    shared.write({"results": results}, as_json, lambda: _lines(results))


def _words(query: tuple[str, ...]) -> str:
    """Return what is asked.

    Raises:
        InputError: nothing is.
    """
    typed = " ".join(query)
    words = shared.read_bytes("-").decode("utf-8", "replace") if typed == "-" else typed
    if not words.strip():
        raise InputError([_nothing_asked()])
    return words


def _requirements(words: str, edition: Edition, on: date, limit: int) -> list[dict[str, Any]]:
    """Return the requirements found among those that are listed on the day."""
    standings = {
        entry.id: Rule(entry.id, entry.applies_when, entry.in_force, entry.replaced_by).standing(on)
        for entry in edition.requirements.values()
    }
    index = SearchIndex.build(edition.requirements[name] for name in standings if standings[name] in LISTED)
    return [_hit(hit, edition, standings[hit.id]) for hit in index.search(words, limit)]


def _hit(hit: Hit, edition: Edition, standing: Standing) -> dict[str, Any]:
    shape = {
        "id": hit.id,
        "title": edition.requirements[hit.id].title.as_dict(),
        "score": Decimal(str(hit.score)),
        "because": list(hit.because),
    }
    return shape if standing is Standing.IN_FORCE else shape | {"status": str(standing)}


def _trade(found: Suggestion) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title.as_dict(),
        "okved": list(found.okved),
        "activities": list(found.activities),
        "premises": list(found.premises),
        "facts": dict[str, FactValue](found.facts),
        "because": list(found.because),
    }


def _lines(results: list[dict[str, Any]]) -> Iterator[str]:
    if not results:
        yield shared.told(Text("Ничего не нашлось. Скажите другими словами.", "Nothing found. Try other words."))
    for result in results:
        title: Mapping[str, str] = result["title"]
        yield f"{result['id']}: {shared.told(Text(title['ru'], title['en']))} ({', '.join(result['because'])})"


def _nothing_asked() -> Fault:
    return Fault(
        "empty_query",
        "query",
        Text("Вы не написали, что искать.", "There is nothing to search for."),
        Text("Напишите слово или несколько: «касса на ярмарке».", "Write a word or a few: “cash register at a fair”."),
    )
