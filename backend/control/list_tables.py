"""Lists of control as tables for spreadsheets, the heads first. By day or by name; nobody is ranked (30(7))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.control.cases.naming import state_name, type_name
from backend.control.models import Declaration, ErknmImport, InspectorAbsence
from backend.web import formats
from rules.text import Text

Table = list[list[str]]
EVENTS = (
    Text("Номер", "Number"),
    Text("Проверка", "Event"),
    Text("Вид контроля", "Type of control"),
    Text("Бизнес", "Business"),
    Text("ИНН", "Tax number (INN)"),
    Text("Орган", "Authority"),
    Text("Адрес", "Address"),
    Text("Номер в ЕРКНМ", "Number in ERKNM"),
    Text("Состояние", "State"),
    Text("Начало", "Start"),
    Text("Срок", "Due"),
    Text("Отметки", "Marks"),
)
ROOMS = (Text("Номер", "Number"), Text("Проверка", "Event"), Text("Состояние", "State"))
ABSENCES = (Text("Инспектор", "Inspector"), Text("С", "From"), Text("По", "To"), Text("Почему", "Why"))
DECLARATIONS = (
    Text("Номер", "Number"),
    Text("Вид контроля", "Type of control"),
    Text("Состояние", "State"),
    Text("Подана", "Filed"),
    Text("Зарегистрирована", "Registered"),
    Text("Номер в реестре", "Number in the register"),
    Text("Действует по", "Valid until"),
)
PLANS = (
    Text("Вид контроля", "Type of control"),
    Text("Год", "Year"),
    Text("Орган", "Authority"),
    Text("Состояние", "State"),
)
IMPORTS = (
    Text("Файл", "File"),
    Text("Начали", "Started"),
    Text("Закончили", "Finished"),
    Text("Прочитано записей", "Records read"),
    Text("Взято", "Kept"),
    Text("Уже были", "Known"),
    Text("Чужие", "Of others"),
    Text("Почему стоит", "Why it stands"),
)


def _table(heads: Sequence[Text], rows: Iterable[Sequence[Any]], language: str) -> Table:
    return [[head.in_(language) for head in heads], *([_said(cell, language) for cell in row] for row in rows)]


def _said(cell: Any, language: str) -> str:
    if isinstance(cell, Text):
        return cell.in_(language)
    return "" if cell is None else str(cell)


def events_table(rows: Iterable[Mapping[str, Any]], language: str) -> Table:
    """Return lines of `room_view.rows_of`."""
    return _table(EVENTS, (_event(row, language) for row in rows), language)


def _event(row: Mapping[str, Any], language: str) -> list[Any]:
    event = row["event"]
    who = [event.business_name, event.inn, event.authority_name, event.address, event.registry_number]
    start = formats.moment(row["start"], language) if row["start"] else ""
    labels = ", ".join(one.in_(language) for one in row["labels"])
    return [event.number, row["title"], row["type"], *who, row["state"], start, row["due"], labels]


def rooms_table(rows: Iterable[Mapping[str, Any]], language: str) -> Table:
    """Return the rooms opened to an ombudsman: what a consent may not name is not here."""
    return _table(ROOMS, ([row["event"].number, row["title"], row["state"]] for row in rows), language)


def workload_table(shown: Mapping[str, Any], language: str) -> Table:
    """Return days on events by inspector and week, in the order of their names."""
    name = Text("Инспектор", "Inspector")
    days = [Text(*[formats.day(monday, to) for to in ("ru", "en")]) for monday in shown["mondays"]]
    rows = ([row["name"], *(str(cell.days) for cell in row["cells"])] for row in shown["rows"])
    return _table((name, *days), rows, language)


def absences_table(rows: Iterable[InspectorAbsence], people: Mapping[str, str], language: str) -> Table:
    """Return when inspectors are away."""
    lines = ([people.get(row.person_id, ""), row.first, row.last, row.reason] for row in rows)
    return _table(ABSENCES, lines, language)


def declarations_table(rows: Iterable[Declaration], language: str) -> Table:
    """Return the declarations of a business."""
    return _table(DECLARATIONS, (_declaration(row) for row in rows), language)


def _declaration(row: Declaration) -> list[Any]:
    days = [row.submitted_on, row.registered_on, row.registry_number, row.valid_until]
    return [row.number, type_name(row.control_type), state_name("declaration", row.state), *days]


def plans_table(rows: Iterable[tuple[Any, str]], language: str) -> Table:
    """Return plans with the names of their bodies."""
    lines = (
        [type_name(plan.control_type), plan.year, body, state_name("event_plan", plan.state)] for plan, body in rows
    )
    return _table(PLANS, lines, language)


def imports_table(rows: Iterable[ErknmImport], language: str) -> Table:
    """Return runs over files of the register."""
    return _table(IMPORTS, (_import(row, language) for row in rows), language)


def _import(row: ErknmImport, language: str) -> list[Any]:
    ended = formats.moment(row.finished_at, language) if row.finished_at else ""
    counts = [str(count) for count in (row.read, row.kept, row.repeated, row.others)]
    return [row.name, formats.moment(row.started_at, language), ended, *counts, row.fault.get(language, "")]
