"""The decision on an appeal as a paper: an answer to each ground, what is ordered, until when (43(5)–43(7))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from backend.appeals.filing import grounds_of
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.naming import REFUSALS, SUBJECTS
from backend.appeals.ordering import points_at_stake, violations_at_stake
from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import CATEGORIES
from backend.control.models import PrescriptionItem, Violation
from backend.web import formats
from rules.control import RiskCategory
from rules.procedures import procedures

COPY = "Копия. Силу имеет решение, размещённое в личном кабинете на Госуслугах (248-ФЗ, ст. 43 ч. 7)"
WRITTEN_DOWN = "Записано заявителем по решению органа. Силу имеет само решение (248-ФЗ, ст. 43 ч. 7)"
DRAFT = "ПРОЕКТ. Рабочая копия, не подписана"


def decision_pdf(session: Session, row: Appeal) -> bytes:
    """Return the decision as PDF: the one taken as a copy, else the draft with «проект» on each page."""
    said = taken(session, row) if row.decision_text else drafted(session, row)
    sections = (
        Section("Доводы и ответы", lines=said["answers"]),
        Section("Решение", lines=(said["name"], said["text"])),
        Section("Что меняется", lines=said["ordered"]),
        Section("Срок и порядок исполнения", lines=said["carrying_out"]),
        Section("Суд", lines=("Решение можно обжаловать в суд: 248-ФЗ, ст. 39 ч. 2.",) if said["court"] else ()),
    )
    return render(
        Paper(
            title="Решение по жалобе",
            facts=_facts(row, said["on"]),
            sections=tuple(one for one in sections if any(one.lines)),
            signature="Подпись: усиленная квалифицированная, ставится в подсистеме досудебного обжалования",
            law="248-ФЗ, ст. 42, 43",
            mark=(COPY if row.shared else WRITTEN_DOWN) if row.decision_text else DRAFT,
        )
    )


def _facts(row: Appeal, on: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Кто рассмотрел", row.hearing_name),
        ("Жалоба", f"№ {row.registry_number or row.platform_number}"),
        ("Зарегистрирована", formats.day(row.registered_on, "ru") if row.registered_on else ""),
        ("Кто подал", row.filer_name),
        ("На что", f"{SUBJECTS[row.subject].ru}. {row.contested}"),
        ("Чьё решение", ", ".join(part for part in (row.authority_name, row.author_name) if part)),
        ("Дата решения", on),
    )


def taken(session: Session, row: Appeal) -> dict[str, Any]:
    """Return the decision that was taken, as the paper says it."""
    name = procedures()["appeal"].states[row.state].name.ru
    if row.state == "REFUSED_TO_CONSIDER" and row.refusal_ground:
        name = f"{name}: ст. 42 ч. 1 п. {row.refusal_ground}. {REFUSALS[row.refusal_ground].ru}"
    grounds = grounds_of(session, row)
    return {
        "answers": tuple(_answer(one, one.answer, one.accepted) for one in grounds if one.answer),
        "name": name,
        "text": row.decision_text,
        "ordered": tuple(ordered_lines(session, row, row.ordered)),
        "carrying_out": _kept(row.ordered.get("carrying_out")),
        "on": formats.day(row.decided_on, "ru") if row.decided_on else "",
        "court": row.state not in ("REFUSED_TO_CONSIDER", "SUPERSEDED"),
    }


def drafted(session: Session, row: Appeal) -> dict[str, Any]:
    """Return the draft of a decision, as the paper would say it; what is not written yet is not there."""
    action, values = row.decision_draft.get("action"), row.decision_draft.get("values", {})
    step = next((one for one in procedures()["appeal"].steps if one.action == action), None)
    answers = [
        _answer(one, values[f"answer_{one.n}"], {"yes": True, "no": False}.get(values.get(f"accepted_{one.n}", "")))
        for one in grounds_of(session, row)
        if values.get(f"answer_{one.n}")
    ]
    return {
        "answers": tuple(answers),
        "name": step.name.ru if step and step.name else "",
        "text": values.get("decision_text", ""),
        "ordered": tuple(ordered_lines(session, row, _as_ordered(values))),
        "carrying_out": _kept(values.get("carrying_out")),
        "on": values.get("decided_on", ""),
        "court": True,
    }


def _as_ordered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft's fields under the names that a decision keeps them by."""
    moved = {name.removeprefix("due_"): day for name, day in values.items() if name.startswith("due_")}
    actions = [{"text": line, "until": ""} for line in values.get("actions", ())]
    new = {"text": values.get("new_text"), "number": values.get("new_number"), "date": values.get("new_date")}
    return {**values, "points_moved": moved, "actions": actions, "new_decision": new if new["text"] else {}}


def _answer(ground: AppealGround, answer: str, accepted: bool | None) -> str:
    held = {True: " Довод принят.", False: " Довод отклонён."}.get(accepted, "") if accepted is not None else ""
    return f"{ground.n}. {ground.text} Ответ: {answer}{held}"


def _kept(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()


def ordered_lines(session: Session, row: Appeal, ordered: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a decision changes, a line each."""
    points, violations = points_at_stake(session, row), violations_at_stake(session, row)
    yield from _point_lines(session, ordered, points)
    yield from _violation_lines(session, ordered, violations)
    for one in ordered.get("actions", ()):
        until = f", до {_day(one['until'])}" if one["until"] else ""
        yield f"Орган должен: {one['text']}{until}"
    if category := ordered.get("category"):
        yield f"Новая категория: {CATEGORIES[RiskCategory(category)].ru}"
    if words := ordered.get("correction"):
        yield f"Исправить: {words}"
    if new := ordered.get("new_decision"):
        about = " ".join(part for part in (_number(new), f"от {_day(new['date'])}" if new.get("date") else "") if part)
        yield f"Новое решение{f' {about}' if about else ''}: {new.get('text') or ''}"


def _number(new: Mapping[str, Any]) -> str:
    return f"№ {new['number']}" if new.get("number") else ""


def _point_lines(session: Session, ordered: Mapping[str, Any], points: Sequence[PrescriptionItem]) -> Iterator[str]:
    known = {one.id: one for one in points}
    for id_ in ordered.get("points_cancelled", ()):
        if found := known.get(id_) or session.get(PrescriptionItem, id_):
            yield f"Отменить пункт {found.position + 1} предписания: {found.text}"
    for id_, day in ordered.get("points_moved", {}).items():
        if found := known.get(id_) or session.get(PrescriptionItem, id_):
            yield f"Срок пункта {found.position + 1} предписания: {_day(day)}"


def _violation_lines(session: Session, ordered: Mapping[str, Any], violations: Sequence[Violation]) -> Iterator[str]:
    known = {one.id: one for one in violations}
    for id_ in ordered.get("violations_struck", ()):
        if found := known.get(id_) or session.get(Violation, id_):
            yield f"Исключить из акта: {found.text}"


def _day(value: str) -> str:
    return formats.day(date.fromisoformat(value), "ru")
