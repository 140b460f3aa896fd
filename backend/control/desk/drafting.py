"""The draft of a decision: its fields, which of the fifteen items of art. 64(1) are filled, saving it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.control.cases.asking import Ask, AskKind
from backend.control.desk.decision_lists import lines_of, list_asks, named_lists
from backend.control.linking import secret_before_start
from backend.control.models import ControlEvent, EventItem
from backend.control.parts import Part
from backend.control.queries import Seen, find_event, require_part
from backend.control.telling import begins_urgently
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor
from calculators.calendar import zone_of
from rules.control import control_types, event_rules
from rules.control.asking import allowed_actions
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

PREPARING = "PREPARING"
LINES = Text("Каждое с новой строки", "One on each line")
# Fields without a column of their own; they are kept as JSON, in the words of the form.
IN_DRAFT = [
    "decision_time",
    "decision_place",
    "decided_by",
    "experts",
    "business_address",
    "checklists_needed",
    "documents_needed",
    "other_needed",
    "other_info",
    "why_on_site",
    "product_needed",
]
COLUMNS = [
    "decision_date",
    "decision_number",
    "people_named",
    "address",
    "business_name",
    "actions",
    "subject",
    "checklists",
    "documents_named",
    "start_at",
    "planned_end",
    "working_days",
    "hours_planned",
    "registry_number",
    "reasoned_submission",
    "complainant",
    "complainant_consents",
    "indicators",
]


def draft_asks(event: ControlEvent) -> tuple[Ask, ...]:
    """Return the fields of the decision, in the order of art. 64(1)."""
    return (*_who_and_when(), *_where(), *_what(event), *list_asks(event.control_type), *_time(), *_papers())


def _who_and_when() -> tuple[Ask, ...]:
    experts = Text("Специалисты и эксперты", "Specialists and experts")
    inspectors = Text("Инспекторы: имя, должность", "Inspectors: name, post")
    return (
        Ask("decision_date", AskKind.DATE, Text("Дата решения", "Date of the decision"), optional=True, to_come=True),
        Ask("decision_time", AskKind.TEXT, Text("Время решения", "Its time"), most=20, optional=True),
        Ask("decision_place", AskKind.TEXT, Text("Место решения", "Its place"), optional=True),
        Ask("decision_number", AskKind.TEXT, Text("Номер решения", "Its number"), most=60, optional=True),
        Ask("decided_by", AskKind.TEXT, Text("Кто принимает", "Who takes it"), optional=True),
        Ask("people_named", AskKind.LINES, inspectors, LINES, optional=True),
        Ask("experts", AskKind.LINES, experts, LINES, optional=True),
    )


def _where() -> tuple[Ask, ...]:
    return (
        Ask("address", AskKind.TEXT, Text("Адрес места", "Address of the place"), most=500, optional=True),
        Ask("business_name", AskKind.TEXT, Text("Кого проверяют", "Who is checked"), optional=True),
        Ask("business_address", AskKind.TEXT, Text("Адрес организации", "Its address"), most=500, optional=True),
    )


def _what(event: ControlEvent) -> tuple[Ask, ...]:
    known = event.kind in event_rules().kinds
    allowed = allowed_actions(event.kind, control_types().get(event.control_type)) if known else frozenset()
    actions = tuple((code, one.title) for code, one in event_rules().actions.items() if code in allowed)
    product = Text("Пробы, испытания, экспертиза нужны предмету?", "Does the subject need tests of products?")
    asked = (
        Ask("actions", AskKind.CHOICES, Text("Действия", "Actions"), choices=actions, optional=True),
        Ask("subject", AskKind.LONG, Text("Предмет", "Subject"), most=2000, optional=True),
        Ask("product_needed", AskKind.YES_NO, product, optional=True),
    )
    if event.kind != "ON_SITE":
        return asked
    return (*asked, Ask("why_on_site", AskKind.LONG, Text("Почему нельзя без выезда", "Why on site"), optional=True))


def _time() -> tuple[Ask, ...]:
    hours = Text("Часов взаимодействия", "Hours of interaction")
    return (
        Ask("start_at", AskKind.MOMENT, Text("Начало", "Start"), optional=True, to_come=True),
        Ask("planned_end", AskKind.DATE, Text("Последний день", "Last day"), optional=True, to_come=True),
        Ask("working_days", AskKind.WHOLE, Text("Рабочих дней", "Working days"), optional=True, least=1, most=60),
        Ask("hours_planned", AskKind.DECIMAL, hours, optional=True, most=500),
    )


def _papers() -> tuple[Ask, ...]:
    consents = Text("Согласен, чтобы его назвали: 59(4)", "Agrees to be named: 59(4)")
    submission = Text("Мотивированное представление", "Reasoned submission")
    return (
        Ask("documents_needed", AskKind.YES_NO, Text("Документы просите?", "Are papers asked for?"), optional=True),
        Ask("documents_named", AskKind.LINES, Text("Какие документы", "Which papers"), LINES, optional=True),
        Ask(
            "other_needed",
            AskKind.YES_NO,
            Text("Положение требует иного?", "Does the act ask for more?"),
            optional=True,
        ),
        Ask("other_info", AskKind.LONG, Text("Иные сведения", "Other information"), optional=True),
        Ask("registry_number", AskKind.TEXT, Text("Номер в ЕРКНМ", "In ERKNM"), most=40, optional=True, register=True),
        Ask("reasoned_submission", AskKind.LONG, submission, most=8000, optional=True),
        Ask(
            "indicators", AskKind.LINES, Text("Сработавшие индикаторы", "Indicators that matched"), LINES, optional=True
        ),
        Ask("complainant", AskKind.TEXT, Text("Кто обратился", "Who complained"), most=500, optional=True),
        Ask("complainant_consents", AskKind.YES_NO, consents, optional=True),
    )


def draft_values(event: ControlEvent) -> dict[str, Any]:
    """Return what the form shows."""
    zone = zone_of(event.region or None)
    shown = {name: _shown(getattr(event, name), zone) for name in COLUMNS}
    kept = {name: _shown(event.draft.get(name), zone) for name in IN_DRAFT}
    return {**shown, **kept, "actions[]": event.actions or [], "checklists[]": event.checklists or []}


def _shown(value: Any, zone: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def find_draft(session: Session, actor: Actor, event_id: str, today: date, *, write: bool = False) -> Seen:
    """Return an event whose draft the actor may read; `write` asks for an inspector and an unfinished draft.

    Raises:
        NotFound: not their body's event.
        Conflict: it was passed on already.
    """
    seen = find_event(session, actor, event_id, today, write=write)
    require_part(seen, Part.DRAFT)
    if not write:
        return seen
    if Role.INSPECTOR not in actor.roles:
        raise NotFound
    if seen.event.state != PREPARING:
        raise Conflict(
            Text("Решение уже передано на подпись.", "The decision was passed on already."),
            Text("Чтобы править, пусть руководитель вернёт его.", "To edit it, let the head return it."),
        )
    return seen


def save_draft(session: Session, actor: Actor, event: ControlEvent, typed: Mapping[str, Any], now: datetime) -> None:
    """Keep what was typed. Whoever typed it prepared the decision, and will not sign it.

    Raises:
        Invalid: an end before the start, a list of papers with «нет».
    """
    _check(typed)
    for name in COLUMNS:
        value = typed.get(name)
        setattr(event, name, ("" if name in EMPTY else None) if value is None else value)
    event.complainant_consents = bool(typed.get("complainant_consents"))
    event.documents_named = _documents(typed)
    event.indicators = typed.get("indicators") or None
    event.actions, event.people_named = typed.get("actions") or None, typed.get("people_named") or None
    event.checklists = named_lists(typed.get("checklists"))
    event.draft = {**event.draft, **{name: typed.get(name) for name in IN_DRAFT}}
    if event.start_at is not None:
        event.planned_start = event.start_at.astimezone(zone_of(event.region or None)).date()
    event.prepared_by = actor.person_id
    event.version += 1
    session.add(event)
    session.flush()
    record(session, actor, "control_event.draft", "control_event", event.id, {"version": event.version}, now)


EMPTY = frozenset({"address", "business_name", "subject", "reasoned_submission", "complainant"})


def _documents(typed: Mapping[str, Any]) -> list[str] | None:
    """None while nobody said whether papers are asked for; an empty list says that none are."""
    if typed.get("documents_needed") is False:
        return []
    return typed.get("documents_named") or None


def _check(typed: Mapping[str, Any]) -> None:
    faults: list[Fault] = []
    start, end = typed.get("start_at"), typed.get("planned_end")
    if start is not None and end is not None and end < start.date():
        message = Text("Последний день раньше начала.", "The last day is before the start.")
        faults.append(Fault("order", "planned_end", message, Text("Исправьте одну из дат.", "Correct one of them.")))
    if typed.get("documents_needed") is False and typed.get("documents_named"):
        message = Text("Документы перечислены, а ответ «нет».", "Papers are listed, and the answer is no.")
        remedy = Text("Уберите список или ответьте «да».", "Drop the list, or answer yes.")
        faults.append(Fault("against", "documents_named", message, remedy))
    if typed.get("checklists_needed") is False and typed.get("checklists"):
        message = Text("Листы выбраны, а ответ «нет».", "Lists are chosen, and the answer is no.")
        remedy = Text("Снимите выбор или ответьте «да».", "Choose none, or answer yes.")
        faults.append(Fault("against", "checklists", message, remedy))
    if faults:
        raise Invalid(faults)


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One of the fifteen items of art. 64(1)."""

    number: int
    title: Text
    filled: bool


def fifteen(session: Session, event: ControlEvent) -> tuple[DraftItem, ...]:
    """Return the items of art. 64(1) with whether each is filled."""
    draft, points = event.draft, items_of(session, event)
    raid = event.kind == "RAID"
    contact = raid or bool(event.hours_planned) or event.kind == "DOCUMENTARY"
    dated = event.planned_start is not None and event.planned_end is not None
    filled = (
        event.decision_date and draft.get("decision_time") and draft.get("decision_place"),
        draft.get("decided_by"),
        event.ground,
        event.control_type,
        event.people_named,
        event.object_id,
        event.address or raid,
        (event.business_name and draft.get("business_address")) or raid,
        event.kind,
        event.actions,
        event.subject and points,
        draft.get("checklists_needed") is False or lines_of(event.checklists),
        dated and contact,
        event.documents_named is not None,
        draft.get("other_needed") is False or draft.get("other_info"),
    )
    return tuple(DraftItem(n, TITLES[n - 1], bool(one)) for n, one in enumerate(filled, 1))


TITLES = (
    Text("Дата, время и место решения", "Date, time and place of the decision"),
    Text("Кто принял", "Who took it"),
    Text("Основание", "Ground"),
    Text("Вид контроля", "Type of control"),
    Text("Инспекторы и эксперты", "Inspectors and experts"),
    Text("Объект", "Object"),
    Text("Адрес места", "Address of the place"),
    Text("Кого проверяют, адрес", "Who is checked, address"),
    Text("Вид мероприятия", "Kind of event"),
    Text("Действия", "Actions"),
    Text("Предмет и требования", "Subject and requirements"),
    Text("Проверочные листы", "Checklists"),
    Text("Даты и часы", "Dates and hours"),
    Text("Документы", "Papers"),
    Text("Иное по положению", "What the act of the type adds"),
)


def items_of(session: Session, event: ControlEvent) -> list[EventItem]:
    """Return the requirements an event looks at, in order."""
    query = select(EventItem).where(EventItem.event_id == event.id).order_by(col(EventItem.position))
    return list(session.exec(query))


def stays_secret(event: ControlEvent) -> bool:
    """Whether the business is not told before the start."""
    return secret_before_start(event) or begins_urgently(event)
