"""The plan for gaps: its tasks, and them as rows for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.assessments.models import PlanEntry
from backend.requirements.listing import Item
from backend.requirements.names import STATUSES
from rules.text import Text

COLUMNS = (
    Text("Код", "Id"),
    Text("Требование", "Requirement"),
    Text("Состояние", "State"),
    Text("Ваш срок", "Your day"),
    Text("Срок по закону", "Day of the law"),
    Text("Кто делает", "Who does it"),
    Text("Заметка", "Note"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """A gap with what is planned for it."""

    item: Item
    entry: PlanEntry | None
    status: str
    overdue: bool

    @property
    def own(self) -> date | None:
        """Return the business's own day."""
        return self.entry.due_on if self.entry else None

    @property
    def day(self) -> date | None:
        """Return the day that comes first, of the law or one's own."""
        return min((day for day in (self.own, self.item.due) if day), default=None)


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
