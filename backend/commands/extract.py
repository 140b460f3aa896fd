"""`yasno extract import`: brings an extract of the public registers in, by which a person is known by the ИНН."""

from __future__ import annotations

from datetime import date

import click

from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import writing_session
from backend.profiles.register import import_extract
from rules.faults import Fault, InputError
from rules.text import Text


@click.group(cls=shared.Group)
def extract() -> None:
    """The extract of the public registers: bring one in."""


@extract.command("import")
@click.argument("file")
@click.option(
    "--of", "extract_of", type=shared.DAY, required=True, metavar="DATE", help="The day the extract was made."
)
@shared.json_option
def bring_in(file: str, extract_of: date, as_json: bool) -> None:
    """Replace the extract by a CSV file ("-": stdin); with any fault in it nothing is changed."""
    clock = SystemClock()
    if extract_of > clock.today():
        raise InputError([_ahead(extract_of)])
    with shared.as_file(file) as path, writing_session() as session:
        total = import_extract(session, path, extract_of, clock.now(), _progress)
    answer = {"organisations": total, "extract_of": extract_of.isoformat()}
    said = Text(f"Организаций: {total}, выписка от {extract_of}.", f"{total} organisations, extract of {extract_of}.")
    shared.write(answer, as_json, lambda: [shared.told(said)])


def _progress(rows: int) -> None:
    click.echo(shared.told(Text(f"Проверено строк: {rows}…", f"Rows checked: {rows}…")), err=True)


def _ahead(day: date) -> Fault:
    message = Text(f"Выписка от {day} ещё не могла появиться.", f"An extract of {day} cannot exist yet.")
    return Fault("day_ahead", "of", message, Text("Укажите день, когда её сделали.", "Give the day it was made."))
