"""What a decision on an appeal orders: its fields by what was appealed, and that it only helps who appealed (92(2))."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.control import appealed
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault
from backend.control.cases.kinds import Asks
from backend.control.cases.naming import CATEGORIES
from backend.control.changing import live_points, not_in_favour, standing_violations
from backend.control.models import ControlEvent, Prescription, PrescriptionItem, Violation
from backend.risk.models import ControlObject
from calculators.appeal import Subject
from rules.control import RiskCategory
from rules.faults import Fault
from rules.text import Text

DUE = "due_"
CHANGES = frozenset({"cancel_in_full", "cancel_in_part", "replace", "find_unlawful"})
DOTTED = re.compile(r"^(?P<what>.*?);\s*(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{4})\s*$")
IN_FAVOUR = Text("Менять можно только в пользу заявителя: ст. 92 ч. 2", "Only in the applicant's favour: art. 92(2)")
CARRYING = Ask(
    "carrying_out",
    AskKind.LONG,
    Text("Срок и порядок исполнения", "Term and order of carrying it out"),
    Text("Их называет само решение: ст. 43 ч. 7", "The decision names them: art. 43(7)"),
)
ACTIONS = Ask(
    "actions",
    AskKind.LINES,
    Text("Что орган должен сделать", "What the authority has to do"),
    Text("Каждое с новой строки: что; до дня 31.12.2026", "One a line: what; until 31.12.2026"),
    optional=True,
)
NEW = (
    Ask("new_text", AskKind.LONG, Text("Новое решение", "The new decision"), IN_FAVOUR, most=20000),
    Ask("new_number", AskKind.TEXT, Text("Номер нового решения", "Its number"), optional=True, most=60),
    Ask("new_date", AskKind.DATE, Text("Дата нового решения", "Its date"), optional=True),
)


def ordered_asks(session: Session, row: Appeal, action: str) -> Asks:
    """Return the fields of what a decision orders."""
    if action not in CHANGES:
        return ()
    made: list[Ask] = []
    if action == "find_unlawful":
        made.append(ACTIONS)
    elif row.subject is Subject.RISK_CATEGORY:
        made.append(_category(row, action))
    elif action == "replace":
        made += NEW
    elif action == "cancel_in_part":
        made += _parts(session, row)
    carrying = CARRYING if row.shared else _left_out(CARRYING)
    return (*made, carrying)


def _left_out(ask: Ask) -> Ask:
    return Ask(ask.name, ask.kind, ask.label, ask.hint, optional=True)


def _category(row: Appeal, action: str) -> Ask:
    choices = tuple((code.value, CATEGORIES[code]) for code in RiskCategory)
    label = Text("Новая категория", "New category")
    return Ask("category", AskKind.CHOICE, label, IN_FAVOUR, choices=choices, optional=action != "replace")


def _parts(session: Session, row: Appeal) -> Iterator[Ask]:
    points, violations = points_at_stake(session, row), violations_at_stake(session, row)
    if points:
        label = Text("Какие пункты предписания отменить", "Which points of the prescription to cancel")
        choices = tuple((one.id, _point(one)) for one in points)
        yield Ask("points_cancelled", AskKind.CHOICES, label, choices=choices, optional=True)
    for one in points:
        n, day = one.position + 1, one.due_on
        later = Text(f"Пункт {n}: новый срок, позже {day:%d.%m.%Y}", f"Point {n}: a new day, after {day}")
        yield Ask(f"{DUE}{one.id}", AskKind.DATE, later, IN_FAVOUR, optional=True, to_come=True)
    if violations:
        label = Text("Какие нарушения исключить из акта", "Which violations to strike from the act")
        named = tuple((one.id, Text(one.text[:200], one.text[:200])) for one in violations)
        yield Ask("violations_struck", AskKind.CHOICES, label, choices=named, optional=True)
    if row.warning_id:
        words = Text("Что исправить в предостережении", "What to correct in the warning")
        yield Ask("correction", AskKind.LONG, words, optional=not row.shared)


def _point(one: PrescriptionItem) -> Text:
    return Text(f"{one.position + 1}. {one.text[:200]}", f"{one.position + 1}. {one.text[:200]}")


def prescriptions_at_stake(session: Session, row: Appeal) -> list[Prescription]:
    """Return the prescriptions a decision may change: the one appealed, or those of the act appealed."""
    if row.subject is Subject.PRESCRIPTION:
        found = session.get(Prescription, row.prescription_id) if row.prescription_id else None
        return [found] if found else []
    if row.subject not in (Subject.DECISION, Subject.ACT):
        return []
    cases = appealed.targets(session, event_id=row.event_id, visit_id=row.visit_id)
    return [one.case for case in cases for one in appealed.prescriptions_of(session, case)]


def points_at_stake(session: Session, row: Appeal) -> list[PrescriptionItem]:
    """Return the points of those prescriptions that still bind."""
    return [one for case in prescriptions_at_stake(session, row) for one in live_points(session, case)]


def violations_at_stake(session: Session, row: Appeal) -> Sequence[Violation]:
    """Return the violations of the act that is appealed, or that the appealed prescription rests on."""
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    return standing_violations(session, event) if event and row.subject in (Subject.ACT, Subject.DECISION) else []


def read_ordered(session: Session, row: Appeal, typed: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Return what was ordered, as the appeal keeps it, and every fault: changes only in favour (92(2))."""
    moved = {name.removeprefix(DUE): day for name, day in typed.items() if name.startswith(DUE) and day}
    actions, faults = _actions(typed.get("actions") or [])
    faults += _moved_faults(session, row, moved, typed)
    faults += _category_faults(session, row, typed.get("category"))
    said: dict[str, Any] = {
        "points_cancelled": list(typed.get("points_cancelled") or []),
        "points_moved": {one: day.isoformat() for one, day in moved.items()},
        "violations_struck": list(typed.get("violations_struck") or []),
        "actions": actions,
        "category": typed.get("category"),
        "correction": typed.get("correction"),
        "carrying_out": typed.get("carrying_out"),
        "new_decision": _new(typed),
    }
    return {name: value for name, value in said.items() if value}, faults


def _new(typed: Mapping[str, Any]) -> dict[str, str]:
    day = typed.get("new_date")
    said = {"text": typed.get("new_text"), "number": typed.get("new_number"), "date": day and day.isoformat()}
    return {name: value for name, value in said.items() if value}


def _moved_faults(
    session: Session, row: Appeal, moved: Mapping[str, date], typed: Mapping[str, Any]
) -> Iterator[Fault]:
    cancelled = set(typed.get("points_cancelled") or [])
    points = points_at_stake(session, row)
    for point in points:
        if point.id in moved and point.id in cancelled:
            ru, en = "Пункт и отменён, и перенесён.", "The point is both cancelled and moved."
            yield fault("both", f"{DUE}{point.id}", ru, en, Text("Оставьте одно.", "Leave one of the two."))
        elif point.id in moved:
            yield from not_in_favour(point, moved[point.id], f"{DUE}{point.id}")
    if row.subject is Subject.PRESCRIPTION and points and "points_cancelled" in typed and not (moved or cancelled):
        ru, en = "Не названо ни одного пункта.", "No point is named."
        remedy = Text("Отметьте пункты или перенесите срок.", "Tick points, or move a day.")
        yield fault("missing", "points_cancelled", ru, en, remedy)


def _category_faults(session: Session, row: Appeal, category: str | None) -> Iterator[Fault]:
    found = session.get(ControlObject, row.object_id) if row.object_id else None
    if not category or found is None or not found.category:
        return
    if RiskCategory(category).level >= RiskCategory(found.category).level:
        now = CATEGORIES[RiskCategory(found.category)]
        ru = f"Сейчас {now.ru}: новая должна быть ниже. Менять можно только в пользу заявителя: ст. 92 ч. 2."
        en = f"It is {now.en} now: the new one has to be lower. Only in the applicant's favour: art. 92(2)."
        yield fault("not_in_favour", "category", ru, en, Text("Выберите категорию ниже.", "Choose a lower one."))


def _actions(lines: Sequence[str]) -> tuple[list[dict[str, str]], list[Fault]]:
    """Return the actions with their days; a line without a day says so."""
    made, faults = [], []
    for n, line in enumerate(lines, start=1):
        found = DOTTED.match(line)
        day = _day(found) if found else None
        if found is None or day is None:
            ru, en = f"Строка {n}: нет дня после «;».", f"Line {n}: no day after “;”."
            faults.append(fault("no_day", "actions", ru, en, Text("Допишите: ; 31.12.2026", "Add: ; 31.12.2026")))
        else:
            made.append({"text": found["what"].strip(), "until": day.isoformat()})
    return made, faults


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
