"""`yasno erknm`: the open data of the register of control events: looked at, then taken for the businesses here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from backend.control.erknm.inspecting import inspect as inspect_file
from rules.text import Text


@click.group(cls=shared.Group)
def erknm() -> None:
    """The open data of the register of control events (ЕРКНМ)."""


@erknm.command()
@click.argument("file", metavar="FILE")
@click.option("--megabytes", type=click.IntRange(1), metavar="N", help="Only the first N MB of each file inside.")
@shared.json_option
def inspect(file: str, megabytes: int | None, as_json: bool) -> None:
    """Tell what elements and attributes FILE (.zip or .xml, - for stdin) holds, how many, with samples."""
    with shared.as_file(file) as path:
        answer = inspect_file(path, megabytes, progress=None if as_json else _progress)
    shared.write(answer, as_json, lambda: _lines(answer))


def _progress(elements: int) -> None:
    said = Text(f"Элементов прочитано: {elements}…", f"{elements} elements read…")
    click.echo(shared.told(said), err=True)


@erknm.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@shared.json_option
def import_(file: Path, as_json: bool) -> None:
    """Keep the events of FILE (.zip or .xml) that concern businesses with an account here.

    A run that was cut off goes on where it stopped; a file read before changes nothing.
    """
    # The database is loaded for this one alone: looking at a file needs none.
    import_module("backend.commands.erknm_import").run(file, as_json)


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for one in answer["elements"]:
        mark = {True: " ", False: "?", None: "·"}[one["mapped"]]
        samples = "; ".join(one["samples"])
        yield f"{mark} {one['count']:>10}  {one['path']}" + (f"  {samples}" if samples else "")
    records = sum(one["count"] for one in answer["records"])
    said = Text(
        f"Записей: {records}. Не названо в mapping.yaml: {answer['unmapped']} (отмечены знаком «?»).",
        f"{records} records. Not named in mapping.yaml: {answer['unmapped']} (marked “?”).",
    )
    yield shared.told(said)
