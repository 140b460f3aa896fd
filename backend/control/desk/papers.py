"""Papers of an event: decision, reasoned submission, notice, act; drafts, in Russian, from the event's own fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.control.cases.naming import action_name, category_name, ground_name, kind_name, type_name
from backend.control.desk.decision_lists import lines_of
from backend.control.desk.drafting import TITLES, items_of
from backend.control.desk.paper_pdf import Content, Section, render
from backend.control.models import ControlEvent, Violation
from backend.control.parts import Part
from backend.errors import NotFound
from backend.risk.models import ControlObject
from backend.web import formats
from calculators.calendar import zone_of
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its name, the part of the room it belongs to, what stands on it."""

    title: Text
    part: Part
    compose: Callable[[Session, ControlEvent, Sequence[Part]], Content]


def paper_of(session: Session, event: ControlEvent, name: str, parts: Sequence[Part]) -> bytes:
    """Return a paper as PDF, for a side that sees these parts of the room.

    Raises:
        NotFound: there is nothing to print yet.
    """
    return render(PAPERS[name].compose(session, event, parts))


def papers_for(event: ControlEvent, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return the papers that a side may print, with their addresses."""
    return [
        {"code": code, "title": paper.title, "href": f"/control-events/{event.id}/papers/{code}"}
        for code, paper in PAPERS.items()
        if paper.part in parts and READY[code](event)
    ]


def _decision(session: Session, event: ControlEvent, parts: Sequence[Part]) -> Content:
    values = _fifteen_values(session, event)
    numbered = enumerate(zip(TITLES, values, strict=True), 1)
    sections = tuple(Section(f"{n}. {title.ru}", tuple(lines)) for n, (title, lines) in numbered)
    return Content("Решение о проведении", _head(event), sections)


def _fifteen_values(session: Session, event: ControlEvent) -> list[list[str]]:
    draft = event.draft
    object = session.get(ControlObject, event.object_id) if event.object_id else None
    dates = [f"с {_moment(event)} по {_day(event.planned_end)}"] if event.start_at else []
    hours = [f"Взаимодействие: {formats.number(event.hours_planned, 'ru')} ч"] if event.hours_planned else []
    who = [event.business_name, f"ИНН {event.inn}", draft.get("business_address")]
    listed = draft.get("checklists_needed")
    return [
        _kept(_numbered(event), _day(event.decision_date), draft.get("decision_time"), draft.get("decision_place")),
        _kept(draft.get("decided_by")),
        _kept(_ru(ground_name(event.ground))),
        _kept(type_name(event.control_type).ru),
        [*(event.people_named or ()), *(draft.get("experts") or ())],
        _kept(object.kind, object.registry_number, _ru(category_name(event.category))) if object else [],
        _kept(event.address),
        _kept(*who),
        _kept(kind_name(event.kind).ru),
        [action_name(code).ru for code in event.actions or ()],
        [*_kept(event.subject), *(f"{row.text}: {row.act}, {row.unit}" for row in items_of(session, event))],
        lines_of(event.checklists) or ([] if listed is None else ["обязательны" if listed else "не обязательны"]),
        [*dates, *hours],
        ["не запрашиваются"] if event.documents_named == [] else list(event.documents_named or ()),
        ["положением не предусмотрены"] if draft.get("other_needed") is False else _kept(draft.get("other_info")),
    ]


def _submission(session: Session, event: ControlEvent, parts: Sequence[Part]) -> Content:
    sections = [
        Section("Основание", tuple(_kept(_ru(ground_name(event.ground))))),
        Section("Представление", tuple(_kept(event.reasoned_submission))),
        Section("Индикаторы риска", tuple(event.indicators or ("не применялись",))),
    ]
    # The prosecutor gets the submission without the name: 59(4) speaks of the business, PARTS of everybody else.
    if Part.COMPLAINANT in parts and event.complainant:
        sections.append(Section("Кто обратился", (event.complainant,)))
    return Content("Мотивированное представление", _head(event), tuple(sections))


def _notice(session: Session, event: ControlEvent, parts: Sequence[Part]) -> Content:
    sections = (
        Section("Кому", tuple(_kept(event.business_name, f"ИНН {event.inn}"))),
        Section("Что", tuple(_kept(kind_name(event.kind).ru, type_name(event.control_type).ru))),
        Section("Где и когда", tuple(_kept(event.address, _moment(event) if event.start_at else None))),
        Section("Решение", tuple(_kept(event.decision_number, _day(event.decision_date)))),
        Section("Номер в едином реестре", tuple(_kept(event.registry_number))),
        Section("Документы", tuple(event.documents_named or ("не запрашиваются",))),
    )
    return Content("Уведомление о проведении", _head(event), sections)


def _act(session: Session, event: ControlEvent, parts: Sequence[Part]) -> Content:
    query = select(Violation).where(Violation.event_id == event.id).order_by(col(Violation.position))
    found = [
        f"{row.position + 1}. {row.text}. {row.act}, {row.unit}{'. Исправлено до окончания' if row.fixed else ''}"
        for row in session.exec(query)
    ]
    hours = f"{formats.number(event.hours_spent, 'ru')} ч" if event.hours_spent is not None else None
    sections = (
        Section("Номер и дата акта", tuple(_kept(event.act_number, _day(event.act_date)))),
        Section("Начало и окончание", tuple(_kept(_when(event.started_at, event), _when(event.ended_at, event)))),
        Section("Взаимодействие", tuple(_kept(hours))),
        Section("Кто участвовал", tuple(event.people_present or event.people_named or ())),
        Section("Нарушения", tuple(found or ["не выявлены"])),
        Section("Рекомендации", tuple(_kept(event.recommendations) or ["нет"])),
    )
    return Content("Акт", _head(event), sections)


PAPERS: Mapping[str, Paper] = {
    "decision": Paper(Text("Проект решения, PDF", "Draft decision, PDF"), Part.DECISION, _decision),
    "submission": Paper(Text("Проект представления, PDF", "Draft submission, PDF"), Part.SUBMISSION, _submission),
    "notice": Paper(Text("Проект уведомления, PDF", "Draft notice, PDF"), Part.DECISION, _notice),
    "act": Paper(Text("Проект акта, PDF", "Draft act, PDF"), Part.ACT, _act),
}
READY: Mapping[str, Callable[[ControlEvent], bool]] = {
    "decision": lambda event: True,
    "submission": lambda event: bool(event.reasoned_submission or event.indicators),
    "notice": lambda event: event.start_at is not None,
    "act": lambda event: event.act_number is not None,
}


def find_paper(event: ControlEvent, name: str) -> Paper:
    """Return a paper that can be printed.

    Raises:
        NotFound: there is none of that name, or nothing to print yet.
    """
    if name not in PAPERS or not READY[name](event):
        raise NotFound
    return PAPERS[name]


def _numbered(event: ControlEvent) -> str | None:
    return f"№ {event.decision_number}" if event.decision_number else None


def _head(event: ControlEvent) -> tuple[str, ...]:
    return tuple(_kept(event.authority_name, f"Проверка № {event.number}"))


def _kept(*lines: str | None) -> list[str]:
    return [line for line in lines if line]


def _ru(text: Text | None) -> str | None:
    return text.ru if text else None


def _day(day: date | None) -> str | None:
    return formats.day(day, "ru") if day else None


def _moment(event: ControlEvent) -> str:
    return _when(event.start_at, event) or ""


def _when(moment: datetime | None, event: ControlEvent) -> str | None:
    if moment is None:
        return None
    local = moment.astimezone(zone_of(event.region or None))
    return f"{formats.day(local.date(), 'ru')}, {local:%H:%M}"
