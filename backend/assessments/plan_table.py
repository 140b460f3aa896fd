"""The plan for gaps as rows for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from backend.requirements.names import STATUSES
from rules.text import Text

if TYPE_CHECKING:
    from backend.assessments.plan_pages import Task

COLUMNS = (
    Text("Код", "Id"),
    Text("Требование", "Requirement"),
    Text("Состояние", "State"),
    Text("Ваш срок", "Your day"),
    Text("Срок по закону", "Day of the law"),
    Text("Кто делает", "Who does it"),
    Text("Заметка", "Note"),
)


def plan_rows(tasks: Sequence[Task], language: str) -> list[list[str]]:
    """Return what is to be done as rows, the heads first, in the order of the page."""
    rows = [[column.in_(language) for column in COLUMNS]]
    for task in tasks:
        state, title = STATUSES[task.status].in_(language), task.item.requirement.title.in_(language)
        written = (task.entry.who, task.entry.note) if task.entry else ("", "")
        rows.append([task.item.id, title, state, _iso(task.own), _iso(task.item.due), *written])
    return rows


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
