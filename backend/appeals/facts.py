"""What was filed and decided, in short lines: both sides, pages and programs read the same."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from backend.appeals.asking import said_between
from backend.appeals.models import Appeal
from rules.text import Text


def facts_of(session: Session, row: Appeal) -> list[dict[str, Any]]:
    """Return what was filed and decided, in short lines; both sides read the same."""
    told: list[tuple[str, str, Any]] = [
        ("Кто подал", "Filed by", row.filer_name),
        ("Чьё решение", "Whose act", row.authority_name),
        ("Кто рассматривает", "Heard by", row.hearing_name),
        ("Что обжалуют", "Appealed against", row.contested),
        ("Номер проверки", "Number of the event", row.event_number),
        ("Требования", "Demands", "; ".join(row.demands)),
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
        ("Срок и порядок исполнения", "Term and order of carrying out", row.ordered.get("carrying_out")),
        ("Суд", "Court", row.court_note),
    ]
    return [{"label": Text(ru, en), "value": value} for ru, en, value in told if value]
