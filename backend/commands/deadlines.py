"""`yasno deadline`: when a term of the law ends, counted on the production calendar."""

from __future__ import annotations

from collections.abc import Iterator

import click

from backend.commands import shared
from calculators.deadline_documents import count_deadline
from calculators.deadlines import DueDate
from rules.faults import Fault, InputError
from rules.text import Text


@click.command(cls=shared.Command)
@click.argument("words", nargs=-1, metavar="[KEY] DATE", required=True)
@click.option("--term", "term_words", metavar="TERM", help='A term of your own: "10 working_days", "-24 hours".')
@click.option("--region", metavar="CODE", help="Adds the region's own days off, for example 16.")
@click.option("--timezone", metavar="ZONE", help="The authority's time zone; else that of the region, else Moscow's.")
@click.option("--pause", "pauses", multiple=True, metavar="FROM:TO", help="Days on which the clock stands, both in.")
@click.option("--control-type", metavar="CODE", help="Type of control whose act sets the term, for example education.")
@shared.json_option
def deadline(
    words: tuple[str, ...],
    term_words: str | None,
    region: str | None,
    timezone: str | None,
    pauses: tuple[str, ...],
    control_type: str | None,
    as_json: bool,
) -> None:
    """Say when a term ends: by its KEY, or by --term; the day of the event is DATE (with a time for hours)."""
    key, moment = _words(words, term_words)
    counted = count_deadline(
        key,
        moment,
        term=term_words,
        region=region,
        timezone=timezone,
        pauses=pauses,
        control_type=control_type,
    )
    shared.write(counted.document, as_json, lambda: _lines(counted.due))


def _lines(due: DueDate) -> Iterator[str]:
    term = due.term
    yield shared.told(
        Text(
            f"До {due.last_moment:%d.%m.%Y %H:%M} включительно",
            f"Until {due.last_moment:%Y-%m-%d %H:%M}, that moment included",
        )
    )
    if due.rolled_over_from:
        yield shared.told(
            Text(
                f"Срок истёк в выходной {due.rolled_over_from:%d.%m.%Y} и перешёл на рабочий день",
                f"The term ran out on a day off, {due.rolled_over_from}, and moved to a working day",
            )
        )
    if "provisional" in due.calendar.values():
        yield shared.told(
            Text(
                "Календарь предварительный: переносы ещё не утверждены", "The calendar is provisional: no transfers yet"
            )
        )
    if term.source:
        check = Text("", "") if term.verified else Text("; сверьте с актом", "; check the act")
        yield f"{term.source}{shared.told(check)}"


def _words(words: tuple[str, ...], term_words: str | None) -> tuple[str, str]:
    needed = 1 if term_words is not None else 2
    if len(words) != needed:
        raise InputError(
            [
                Fault(
                    "usage",
                    "arguments",
                    Text(
                        "Нужны ключ срока и дата, а с --term только дата.",
                        "A key and a date are needed; with --term only a date.",
                    ),
                    Text(
                        "Например: yasno deadline appeal.file 2026-04-09.",
                        "For example: yasno deadline appeal.file 2026-04-09.",
                    ),
                )
            ]
        )
    return words[0] if term_words is None else "", words[-1]
