"""Lists that leave the room as tables: the file and each of its lines say who took it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from litestar import Response

from backend.clock import MOSCOW
from backend.papers.downloads import headers_of
from backend.permissions import Actor
from backend.web import formats
from backend.web.tables import csv_answer
from rules.text import Text

TAKEN = (Text("Кто скачал", "Downloaded by"), Text("Когда", "When"))


def table_name(name: str, who: str, now: datetime) -> str:
    """Return what a table is called.

    >>> table_name("обращения", "Ольга Мирная", datetime(2026, 11, 28, 9, 0, tzinfo=MOSCOW))
    'обращения, Ольга Мирная, 2026-11-28 09-00.csv'
    """
    return f"{name}, {who}, {now.astimezone(MOSCOW):%Y-%m-%d %H-%M}.csv"


def taken_table(
    name: Text, heads: Sequence[Text], rows: Sequence[Sequence[str]], actor: Actor, now: datetime, language: str
) -> Response[bytes]:
    """Return a list to download; a line copied out of it still says whose copy it was."""
    taken = [actor.name, formats.moment(now, language)]
    lines = [[head.in_(language) for head in (*heads, *TAKEN)], *([*row, *taken] for row in rows)]
    made = csv_answer("yasno", lines)
    made.headers.update(headers_of(table_name(name.in_(language), actor.name, now)))
    return made
