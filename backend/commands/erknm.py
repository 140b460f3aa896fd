"""`yasno erknm`: the open data of the register of control events: looked at, then taken for the businesses here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import settings
from backend.control.erknm.importing import begin, run_import
from backend.control.erknm.inspecting import inspect as inspect_file
from backend.db.engine import make_engine, open_session
from rules.text import Text


@click.group(cls=shared.Group)
def erknm() -> None:
    """The open data of the register of control events (ЕРКНМ)."""


@erknm.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--megabytes", type=click.IntRange(1), metavar="N", help="Only the first N MB of each file inside.")
@shared.json_option
def inspect(file: Path, megabytes: int | None, as_json: bool) -> None:
    """Tell what elements and attributes FILE (.zip or .xml) holds, how many, with samples; changes nothing."""
    answer = inspect_file(file, megabytes, progress=None if as_json else _progress)
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
    engine, clock = make_engine(settings().database_url), SystemClock()
    with open_session(engine, write=True) as session:
        run = begin(session, file, clock.now())
        session.commit()
    kept = run_import(engine, file, run.id, clock.now, stop=_told_on_the_way(as_json))
    answer = {"run": kept.id, "file": kept.name, "records": kept.read, "kept": kept.kept, "repeated": kept.repeated}
    answer |= {"others": kept.others, **kept.skipped}
    shared.write(answer, as_json, lambda: _import_lines(answer))


def _told_on_the_way(as_json: bool) -> Callable[[int], bool]:
    """Say how many events were kept, every hundred; never stop."""

    def tell(kept: int) -> bool:
        if not as_json and kept % 100 == 0:
            click.echo(shared.told(Text(f"Взято событий: {kept}…", f"{kept} events kept…")), err=True)
        return False

    return tell


def _import_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield shared.told(
        Text(
            f"Записей: {answer['records']}. Взято: {answer['kept']}, уже были: {answer['repeated']}, "
            f"чужие: {answer['others']}.",
            f"{answer['records']} records: {answer['kept']} kept, {answer['repeated']} known, "
            f"{answer['others']} of others.",
        )
    )
    for name, said in (
        ("skipped", Text("Пропущено", "Skipped")),
        ("flawed", Text("Не прочитано", "Not read")),
        ("unknown", Text("Незнакомые слова", "Unknown words")),
        ("unmapped", Text("Нет в mapping.yaml", "Not in mapping.yaml")),
    ):
        for what, count in answer.get(name, {}).items():
            yield f"{shared.told(said)}: {what} ({count})"


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
