"""Lists as rows for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from backend.law import current_law
from backend.requirements.listing import Item
from backend.requirements.names import STATUSES, topic_name
from backend.requirements.words import act_text, effort_text, when_text
from backend.web.tables import csv_answer as csv_answer
from rules.requirements import Requirement
from rules.text import Text

NO, YES = Text("нет", "no"), Text("да", "yes")
COLUMNS = (
    Text("Код", "Id"),
    Text("Требование", "Requirement"),
    Text("Тема", "Topic"),
    Text("Когда", "When"),
    Text("Усилия, оценка", "Effort, estimate"),
    Text("Кто проверяет", "Who checks"),
    Text("Акт", "Act"),
    Text("Действует с", "In force from"),
    Text("Действует до", "In force until"),
    Text("Сверено с текстом", "Checked against a text"),
)
OWN_COLUMNS = (Text("Состояние", "State"), Text("Адреса", "Places"), Text("Почему здесь", "Why it stands here"))
NOT_ASSESSED = Text("не оценено", "not estimated")


def list_rows(items: Sequence[Item], language: str) -> list[list[str]]:
    """Return a personal list as rows, the heads first."""
    rows = [[column.in_(language) for column in (*COLUMNS, *OWN_COLUMNS)]]
    for item in items:
        own = [STATUSES[item.status].in_(language), ", ".join(item.places), item.priority.reason.in_(language)]
        rows.append([*_cells(item.requirement, language, item.when, item.effort), *own])
    return rows


def registry_rows(requirements: Iterable[Requirement], language: str) -> list[list[str]]:
    """Return requirements as rows, the heads first."""
    rows = [[column.in_(language) for column in COLUMNS]]
    rows += [
        _cells(one, language, when_text(one, None, date.min, working=False), effort_text(one.effort))
        for one in requirements
    ]
    return rows


def _cells(one: Requirement, language: str, when: Text, effort: Text | None) -> list[str]:
    authorities = current_law().edition.authorities
    authority = authorities.get(one.authority or "")
    return [
        one.id,
        one.title.in_(language),
        topic_name(one.domain).in_(language),
        when.in_(language),
        (effort or NOT_ASSESSED).in_(language),
        authority.name.in_(language) if authority else "",
        act_text(one.act, one.provision),
        one.in_force.from_.isoformat() if one.in_force.from_ else "",
        one.in_force.until.isoformat() if one.in_force.until else "",
        (YES if one.read_in else NO).in_(language),
    ]
