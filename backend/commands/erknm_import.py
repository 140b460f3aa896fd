"""`yasno erknm import`: the events of the register's open data that concern businesses with an account here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import settings
from backend.control.erknm.importing import begin, run_import
from backend.db.engine import make_engine, open_session
from rules.text import Text


def run(file: Path, as_json: bool) -> None:
    """Import a file, or go on with an import that was cut off, and write what was kept."""
    engine, clock = make_engine(settings().database_url), SystemClock()
    with open_session(engine, write=True) as session:
        begun = begin(session, file, clock.now())
        session.commit()
    kept = run_import(engine, file, begun.id, clock.now, stop=_told_on_the_way(as_json))
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
