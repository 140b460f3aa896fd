"""An event that a business enters from its own papers: its authority may never have heard of the platform."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from backend.accounts.models import Business
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import not_ahead
from backend.control.cases.naming import CATEGORIES, OTHER
from backend.control.models import ControlEvent, EventItem
from backend.control.queries import next_number
from backend.errors import Invalid
from backend.permissions import Actor, Scope
from backend.procedures.runner import take_step
from backend.profiles.queries import PlaceProfile, load_profile, take_business
from backend.risk.models import Source
from calculators.calendar import zone_of
from rules.conditions import FactValue
from rules.control import control_types, event_rules
from rules.faults import Fault
from rules.text import Text

NAME = "control_event"
# How far the event has come when it is entered: the step that brings the own copy there.
STAGES = (
    ("record_notice", Text("Только сообщили", "I have only been told")),
    ("record_visit", Text("Уже идёт", "It is going on")),
    ("record_end", Text("Прошла, акта ещё нет", "It is over, no act yet")),
    ("record_act", Text("Акт вручили", "The act was given to me")),
)
PLACE = "place_id"
PEOPLE = {"ip": "entrepreneur", "npd": "citizen"}
# What is asked first; the rest stands folded below, for those who have the decision at hand.
FIRST = frozenset({"stage", "control_type", "kind", PLACE, "authority_name", "noticed_at", "start_at"})
SIZES = frozenset({"micro", "small", "medium", "large"})
LINES = Text("Каждое с новой строки, как в решении", "One on each line, as in the decision")


def asks(places: tuple[tuple[str, Text], ...] = ()) -> tuple[Ask, ...]:
    """Return the fields of an own event; `places` where the business has more than one."""
    rules = event_rules()
    types = tuple((code, one.title) for code, one in control_types().items())
    where = (
        (Ask(PLACE, AskKind.CHOICE, Text("По какому адресу", "At which address"), choices=places),) if places else ()
    )
    return (
        Ask("stage", AskKind.CHOICE, Text("Что уже произошло", "How far it has come"), choices=STAGES),
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=(*types, OTHER)),
        Ask(
            "kind",
            AskKind.CHOICE,
            Text("Что проводят", "What is held"),
            choices=tuple((code, one.title) for code, one in rules.kinds.items()),
        ),
        *where,
        Ask("authority_name", AskKind.TEXT, Text("Орган", "Authority"), optional=True),
        Ask("decision_number", AskKind.TEXT, Text("Номер решения", "Number of the decision"), optional=True, most=60),
        Ask("decision_date", AskKind.DATE, Text("Дата решения", "Date of the decision"), optional=True),
        Ask(
            "registry_number",
            AskKind.TEXT,
            Text("Номер в ЕРКНМ", "Number in ERKNM"),
            Text("20 цифр, рядом QR-код", "20 digits beside a QR code"),
            optional=True,
            most=40,
            register=True,
        ),
        Ask("planned", AskKind.YES_NO, Text("Плановая?", "Is it planned?"), optional=True),
        Ask(
            "ground",
            AskKind.CHOICE,
            Text("Основание", "Ground"),
            optional=True,
            choices=tuple((code, one.title) for code, one in rules.grounds.items()),
        ),
        Ask(
            "category",
            AskKind.CHOICE,
            Text("Категория риска в решении", "Category of risk in the decision"),
            optional=True,
            choices=tuple(CATEGORIES.items()),
        ),
        Ask("noticed_at", AskKind.MOMENT, Text("Когда вам сообщили", "When you were told"), optional=True),
        Ask("start_at", AskKind.MOMENT, Text("Начало", "Start"), optional=True, to_come=True),
        Ask("planned_end", AskKind.DATE, Text("Последний день", "Last day"), optional=True, to_come=True),
        Ask(
            "actions",
            AskKind.CHOICES,
            Text("Какие действия названы", "Which actions are named"),
            optional=True,
            choices=tuple((code, one.title) for code, one in rules.actions.items()),
        ),
        Ask("people_named", AskKind.LINES, Text("Кто назван в решении", "Who is named"), LINES, optional=True),
        Ask("items", AskKind.LINES, Text("Что проверяют", "What is checked"), LINES, optional=True),
        Ask("documents_named", AskKind.LINES, Text("Какие документы просят", "Papers asked for"), LINES, optional=True),
        Ask("act_number", AskKind.TEXT, Text("Номер акта", "Number of the act"), optional=True, most=60),
        Ask("act_delivered_on", AskKind.DATE, Text("Когда вручён акт", "When the act was given"), optional=True),
    )


def enter_event(
    session: Session, actor: Actor, business_id: str, typed: Mapping[str, Any], now: datetime
) -> ControlEvent:
    """Enter an own copy and bring it to where the event stands.

    Raises:
        NotFound: not the actor's business.
        Invalid: a date that cannot be: an end before the start, an act not given yet.
    """
    business = take_business(session, actor, business_id, Scope.CONTROL)
    _check_order(typed, zone_at(session, business, str(typed.get(PLACE) or "")), now)
    event = ControlEvent(
        number=next_number(session),
        source=Source.BUSINESS,
        business_id=business.id,
        control_type=str(typed["control_type"]),
        kind=str(typed["kind"]),
        created_by=actor.person_id,
        created_at=now,
        **_who(session, business, str(typed.get(PLACE) or "")),
        **{name: value for name, value in typed.items() if name in ControlEvent.model_fields and name not in SAID},
    )
    _take_over(event, str(typed["stage"]))
    session.add(event)
    session.flush()
    for position, text in enumerate(typed.get("items") or ()):
        session.add(EventItem(event_id=event.id, position=position, text=text))
    given = {name: value for name, value in typed.items() if value is not None}
    take_step(session, NAME, event, str(typed["stage"]), actor, "business", now, given=given)
    return event


SAID = frozenset({"control_type", "kind", "items", "stage", PLACE})


def zone_at(session: Session, business: Business, place_id: str = "") -> ZoneInfo:
    """Return the time of a place of the business, its main one where none is named: in it papers are dated."""
    profile = load_profile(session, business)
    known = any(one.place.id == place_id for one in profile.places)
    return _zone(profile.at(place_id) if known else profile.main)


def _zone(place: PlaceProfile) -> ZoneInfo:
    return zone_of(str(_value(place, "region") or "") or None)


def _take_over(event: ControlEvent, stage: str) -> None:
    """Fill what follows from what was said: an empty list of actions is none named, not none at all."""
    zone = zone_of(event.region or None)
    event.actions = event.actions or None
    event.decision_known_on = event.noticed_at.astimezone(zone).date() if event.noticed_at else event.decision_date
    event.in_plan = None
    if event.start_at is not None:
        event.planned_start = event.start_at.astimezone(zone).date()
    if stage != STAGES[0][0]:
        # What is going on has begun: from its start the longest it may take is counted.
        event.started_at = event.start_at


def _who(session: Session, business: Business, place_id: str) -> dict[str, Any]:
    """Return who is checked and where, from what the business has said of itself."""
    profile = load_profile(session, business)
    place = profile.at(place_id) if place_id else profile.main
    size, form = (_value(place, code) for code in ("sme_category", "legal_form"))
    return {
        "inn": business.inn or "",
        "business_name": business.name,
        "region": str(_value(place, "region") or ""),
        "place_id": place.place.id,
        "address": place.place.name,
        "size": str(size) if size in SIZES else None,
        "person_type": None if form is None else PEOPLE.get(str(form), "organisation"),
    }


def _value(place: PlaceProfile, code: str) -> FactValue:
    known = place.known.get(code)
    return known.value if known else None


def _check_order(typed: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> None:
    faults: list[Fault] = []
    start, end = typed.get("start_at"), typed.get("planned_end")
    if start is not None and typed["stage"] != STAGES[0][0]:
        # What is going on has begun; before that a start is a plan.
        faults += not_ahead("start_at", start, now)
    given, decided = typed.get("act_delivered_on"), typed.get("decision_date")
    began = start.astimezone(zone).date() if start is not None else None
    if given is not None and ((decided and given < decided) or (began and given < began)):
        message = Text("Акт раньше решения или начала.", "The act is before the decision or the start.")
        faults.append(
            Fault("order", "act_delivered_on", message, Text("Исправьте одну из дат.", "Correct one of the dates."))
        )
    if began is not None and end is not None and end < began:
        message = Text("Последний день раньше начала.", "The last day is before the start.")
        faults.append(
            Fault("order", "planned_end", message, Text("Исправьте одну из дат.", "Correct one of the dates."))
        )
    if typed["stage"] == "record_act" and typed.get("act_delivered_on") is None:
        message = Text("Нет дня, когда вручили акт: от него идёт срок жалобы.", "The day of delivery is missing.")
        faults.append(Fault("missing", "act_delivered_on", message, Text("Укажите его.", "Give it.")))
    if faults:
        raise Invalid(faults)
