"""Where the official event differs from what the business had written down: for the business alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.cases.naming import action_name, category_name, ground_name, kind_name, type_name
from backend.control.models import ControlEvent, MergeDifference
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from rules.text import Text

PART, TEMPLATE = Part.DIFFERENCES, "control/parts/differences.html"
FIELDS: Mapping[str, Text] = {
    "control_type": Text("Вид контроля", "Type of control"),
    "kind": Text("Вид мероприятия", "Kind of event"),
    "ground": Text("Основание", "Ground"),
    "planned": Text("Плановая", "Planned"),
    "category": Text("Категория риска", "Category of risk"),
    "decision_number": Text("Номер решения", "Number of the decision"),
    "decision_date": Text("Дата решения", "Date of the decision"),
    "subject": Text("Предмет", "Subject"),
    "address": Text("Адрес", "Address"),
    "actions": Text("Действия", "Actions"),
    "people_named": Text("Кто назван", "Who is named"),
    "documents_named": Text("Документы", "Papers"),
    "approval": Text("Согласование", "Approval"),
    "noticed_at": Text("Уведомление", "Notice"),
    "planned_start": Text("Первый день", "First day"),
    "planned_end": Text("Последний день", "Last day"),
    "start_at": Text("Начало по решению", "Start by the decision"),
    "started_at": Text("Началась", "Began"),
    "ended_at": Text("Закончилась", "Ended"),
    "working_days": Text("Рабочих дней", "Working days"),
    "hours_spent": Text("Часов", "Hours"),
    "impossible_on": Text("Акт о невозможности", "Act of impossibility"),
    "act_number": Text("Номер акта", "Number of the act"),
    "act_date": Text("Дата акта", "Date of the act"),
    "act_delivered_on": Text("Акт вручён", "Act delivered"),
    "recommendations": Text("Рекомендации", "Recommendations"),
}
NAMES = {"kind": kind_name, "ground": ground_name, "category": category_name, "control_type": type_name}
SAID = {"yes": Text("да", "yes"), "no": Text("нет", "no")}


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the fields that differ, the business's words beside the official ones; papers stand in their own parts."""
    query = select(MergeDifference).where(MergeDifference.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(MergeDifference.at), col(MergeDifference.field))).all()
    copies = context.session.exec(select(ControlEvent).where(ControlEvent.merged_into == context.event.id)).all()
    if not copies:
        return None
    return {
        "differences": [
            {
                "field": row.field,
                "name": FIELDS.get(row.field, Text(row.field, row.field)),
                "own": _said(row.field, row.own),
                "official": _said(row.field, row.official),
            }
            for row in rows
        ],
    }


def _said(field: str, value: str) -> Text | None:
    if not value:
        return None
    if field == "actions":
        names = [action_name(code) for code in value.split(", ")]
        return Text(", ".join(name.ru for name in names), ", ".join(name.en for name in names))
    if field in NAMES:
        return NAMES[field](value)
    return SAID.get(value, Text(value, value))
