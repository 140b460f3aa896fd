"""A case in short lines, by side: the authority reads what it was asked and what it answered, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from backend.control.cases.marks import MARKS
from backend.control.cases.naming import type_name
from backend.control.models.room import Side
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import KINDS
from backend.web import formats
from rules.control.grounds import appeal_grounds
from rules.text import Text

# Marks that tell of something missed; the others only tell of what was done.
ALARMS = tuple(MARKS[mark] for mark in ("OVERDUE", "POSITION_LATE", "REQUEST_LATE"))
BOTH = frozenset({Side.BUSINESS, Side.OMBUDSMAN})
EVERY = BOTH | {Side.AUTHORITY}
LABELS: Mapping[str, tuple[Text, frozenset[Side]]] = {
    "kind": (Text("Кому", "To whom"), EVERY),
    "authority_name": (Text("Орган", "Authority"), EVERY),
    "control_type": (Text("Вид контроля", "Type of control"), BOTH),
    # The client's words are shared material: the ombudsman reads them where each look is noted.
    "request": (Text("Обращение", "The request"), frozenset({Side.BUSINESS})),
    "ground": (Text("О чём дело", "What it is about"), BOTH),
    "requirement": (Text("Требование", "Requirement"), BOTH),
    "forwarded_to": (Text("Передано", "Forwarded to"), BOTH),
    "question": (Text("Вопрос органу", "Question to the authority"), EVERY),
    "asked_on": (Text("Дата запроса", "Date of the request"), EVERY),
    "answer": (Text("Ответ органа", "The authority's answer"), EVERY),
    "joined_on": (Text("Участвует в проверке с", "Present at the event since"), BOTH),
    "position": (Text("Позиция", "Position"), BOTH),
    "answer_to_position": (Text("Ответ на позицию", "Answer to the position"), BOTH),
    "effect": (Text("Чего добились", "What came of it"), BOTH),
}


def marks_in_words(raised: Iterable[str]) -> list[Text]:
    """Return the marks of a case in words, in one order."""
    return [MARKS[mark] for mark in sorted(raised) if mark in MARKS]


def facts_of(session: Session, row: OmbudsmanCase, side: Side) -> list[dict[str, Any]]:
    """Return what a side reads of a case, as {"label", "value"}."""
    return [
        {"label": label, "value": value}
        for name, (label, sides) in LABELS.items()
        if side in sides and (value := _said(row, name))
    ]


def _said(row: OmbudsmanCase, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, date):
        return Text(formats.day(value, "ru"), formats.day(value, "en"))
    if name == "kind":
        return KINDS[row.kind]
    if name == "control_type":
        return type_name(value) if value else None
    if name == "ground":
        return appeal_grounds()[value].title if value in appeal_grounds() else value
    return value
