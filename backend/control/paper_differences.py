"""What a business had written down of a paper, beside what the paper itself says: for the business alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.models import DocumentRequest, Postponement, Prescription
from backend.control.pairing import paired_papers
from backend.control.prescriptions.prescribing import items_of
from rules.text import Text

NUMBER, ISSUED = Text("Номер", "Number"), Text("Дата", "Date")
RECEIVED, DUE = Text("Получено", "Received"), Text("Срок", "Due")
FIELDS: Mapping[str, Text] = {
    "number": NUMBER,
    "issued_on": ISSUED,
    "received_on": RECEIVED,
    "due_on": DUE,
    "items": Text("Что просят", "What is asked"),
    "act": Text("Акт", "Act"),
    "unit": Text("Пункт", "Unit"),
    "action": Text("Что не так", "What is wrong"),
    "proposal": Text("Что предлагают", "What is proposed"),
    "filed_on": Text("Подано", "Filed"),
    "reason": Text("Почему", "Why"),
    "new_start": Text("Новое начало", "New start"),
}
POINTS = Text("Пункты", "Points")
LONGEST = 600


def differences_with(session: Session, official: Any, business_id: str | None) -> list[dict[str, Any]]:
    """Return where an official paper differs from what the business wrote: {"name", "own", "official"}, as words.

    What the business left empty is no difference.
    """
    found = []
    for own in paired_papers(session, type(official), official.id, business_id):
        for name, label in FIELDS.items():
            mine, theirs = words(getattr(own, name, None)), words(getattr(official, name, None))
            if mine and mine != theirs:
                found.append({"name": label, "own": mine[:LONGEST], "official": theirs[:LONGEST]})
        found += _points(session, own, official)
    return found


def _points(session: Session, own: Any, official: Any) -> list[dict[str, Any]]:
    if not isinstance(own, Prescription):
        return []
    mine, theirs = (
        "; ".join(f"{row.text}, {words(row.due_on)}" for row in items_of(session, one)) for one in (own, official)
    )
    return [{"name": POINTS, "own": mine[:LONGEST], "official": theirs[:LONGEST]}] if mine and mine != theirs else []


def words(value: Any) -> str:
    """Return a value in plain words: days as they are written, lists by semicolons, nothing as empty.

    >>> words(date(2026, 12, 1)), words(["акт", "журнал"]), words(None)
    ('01.12.2026', 'акт; журнал', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(MOSCOW).strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def paper_words(session: Session, row: DocumentRequest | Postponement | Prescription) -> str:
    """Return what a business's note of a paper says, as it is handed over: its fields and its points."""
    said = [(label, words(getattr(row, name, None))) for name, label in FIELDS.items()]
    if isinstance(row, Prescription):
        said += [
            (Text(f"Пункт {one.position + 1}", ""), f"{one.text}, {words(one.due_on)}")
            for one in items_of(session, row)
        ]
    return "\n".join(f"{label.ru}: {value}" for label, value in said if value)
