"""What was filed and decided, in short lines: both sides, pages and programs read the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from backend.appeals.asking import said_between
from backend.appeals.models import Appeal
from backend.control.cases.naming import type_name
from backend.web import formats
from calculators.calendar import zone_of
from rules.text import Text


def facts_of(session: Session, row: Appeal) -> list[dict[str, Any]]:
    """Return what was filed and decided, in short lines; both sides read the same."""
    told: list[tuple[str, str, Any]] = [
        ("Кто подал", "Filed by", row.filer_name),
        ("Чьё решение", "Whose act", row.authority_name),
        ("Кто рассматривает", "Heard by", row.hearing_name),
        ("Что обжалуют", "Appealed against", row.contested),
        ("Вид контроля", "Type of control", type_name(row.control_type) if row.control_type else ""),
        ("Номер проверки", "Number of the event", row.event_number),
        ("Номер объекта в ЕРВК", "Number of the object in the register", row.object_number),
        ("Требования", "Demands", "; ".join(row.demands)),
        ("Подана", "Filed", _filed(row)),
        ("Номер жалобы", "Number of the appeal", row.registry_number),
        ("Почему срок прошёл", "Why it is late", row.restore_reason if row.asks_to_restore else ""),
        ("Почему приостановить", "Why stay it", row.stay_asked_reason if row.asks_for_stay else ""),
        ("Почему в приостановке отказано", "Why the stay was denied", row.stay_reason),
        ("Почему срок не восстановлен", "Why the term was not restored", row.term_reason),
        *said_between(session, row),
        ("Позиция уполномоченного", "The ombudsman's position", row.position_text),
        ("Ответ на позицию", "Answer to the position", row.answer_to_position),
        ("Добавлено после подачи", "Added after filing", row.material),
        ("Решение", "Decision", row.decision_text),
        ("Дата решения", "Day of the decision", _day(row.decided_on)),
        ("Срок и порядок исполнения", "Term and order of carrying out", row.ordered.get("carrying_out")),
        ("Суд", "Court", row.court_note),
    ]
    return [{"label": Text(ru, en), "value": value} for ru, en, value in told if value]


def _filed(row: Appeal) -> Text | None:
    """Return when it was filed, by the proof where there is one, in the body's zone (40(5), 40(6))."""
    at = row.proof_at or row.filed_at
    local = at.astimezone(zone_of(row.region or None)) if at else None
    return Text(formats.moment(local, "ru"), formats.moment(local, "en")) if local else None


def _day(day: date | None) -> Text | None:
    return Text(formats.day(day, "ru"), formats.day(day, "en")) if day else None
