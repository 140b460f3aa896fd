"""`yasno search`: requirements, or everyday trades, by the words people use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from rules.faults import InputError
from rules.language.activities import suggest
from rules.language.documents import found_requirements, nothing_asked, trade_document
from rules.reading import load_edition
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
        results = [trade_document(found) for found in suggest(words, edition.vocabulary, limit or 5)]
    else:
        results = found_requirements(words, edition, on, limit or 20)
    shared.write({"results": results}, as_json, lambda: _lines(results))


def _words(query: tuple[str, ...]) -> str:
    """Return what is asked.

    Raises:
        InputError: nothing is.
    """
    typed = " ".join(query)
    words = shared.read_bytes("-").decode("utf-8", "replace") if typed == "-" else typed
    if not words.strip():
        raise InputError([nothing_asked()])
    return words


def _lines(results: list[dict[str, Any]]) -> Iterator[str]:
    if not results:
        yield shared.told(Text("Ничего не нашлось. Скажите другими словами.", "Nothing found. Try other words."))
    for result in results:
        title: Mapping[str, str] = result["title"]
        yield f"{result['id']}: {shared.told(Text(title['ru'], title['en']))} ({', '.join(result['because'])})"
