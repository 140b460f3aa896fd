"""A request to move an event: by right (D1, art. 31(8)) or by agreement (D2); what its steps ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault, not_ahead
from backend.control.cases.kinds import Asks, AsksOf, CaseKind, register
from backend.control.models import ControlEvent, Postponement
from backend.control.models.room import Side
from backend.control.moving import open_requests
from backend.control.sides import side_of
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from backend.risk.models import Source
from calculators.calendar import zone_of
from rules.control import control_types, event_rules
from rules.control.postponing import PERSONS, REFUSALS, Route, Standing, absence_open, refusals, shift_open
from rules.faults import Fault
from rules.text import Text

NAME = "postponement"
FILED = Ask(
    "filed_on",
    AskKind.DATE,
    Text("Когда отправили органу", "When you sent it to the authority"),
    Text("От этого дня ждём ответа", "The answer is counted from this day"),
)
DECIDED = Ask("decided_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))
WHY = Ask("decision_reason", AskKind.LONG, Text("Обоснование", "Reasons"))
NEW_START = Ask("new_start", AskKind.MOMENT, Text("Новое начало", "The new start"), to_come=True)


def event_of(session: Session, case: Postponement) -> ControlEvent:
    """Return the event that a request wants to move."""
    return session.get_one(ControlEvent, case.event_id)


def listed(event: ControlEvent) -> tuple[str, ...]:
    """Return the causes that the act on the type of control lists; empty while nobody has read them."""
    known = control_types().get(event.control_type)
    return tuple(ground.code for ground in known.absence_grounds) if known else ()


def standing_of(session: Session, event: ControlEvent) -> Standing:
    """Return what decides which requests are open in an event."""
    pending = bool(open_requests(session, event))
    return Standing(event.kind, event.state, event.person_type, listed(event), pending=pending)


def _submit(session: Session, case: Postponement) -> Asks:
    if case.route == Route.SHIFT:
        return (
            Ask("reason", AskKind.LONG, Text("Почему просите", "Why you ask")),
            Ask("wanted_from", AskKind.DATE, Text("С какого дня удобно", "From which day it suits"), to_come=True),
            FILED,
        )
    return (
        Ask("ground", AskKind.CHOICE, Text("Что мешает", "What keeps you away"), _of_type(session, case), _causes()),
        Ask("proof", AskKind.TEXT, Text("Чем подтвердите", "What proves it"), PROOF, most=1000),
        Ask("cause_from", AskKind.DATE, Text("С какого дня", "From which day"), to_come=True),
        Ask(
            "cause_until",
            AskKind.DATE,
            Text("По какой день", "Until which day"),
            UNKNOWN_END,
            optional=True,
            to_come=True,
        ),
        FILED,
    )


PROOF = Text(
    "Например: больничный лист, номер. Файл приложите ниже", "Such as a sick note, its number. Attach it below"
)
UNKNOWN_END = Text("Не знаете? Оставьте пустым: перенесут, пока не пройдёт", "Not known? Leave it empty")


def _causes() -> tuple[tuple[str, Text], ...]:
    return tuple((code, cause.title) for code, cause in event_rules().absence.items())


def _of_type(session: Session, case: Postponement) -> Text:
    names = [event_rules().absence[code].title for code in listed(event_of(session, case))]
    if not names:
        return Text(
            "Список причин своего вида контроля проверьте в положении о нём",
            "Check the causes in the act on it",
        )
    return Text(
        f"В положении названы: {', '.join(name.ru for name in names)}",
        f"The act lists: {', '.join(name.en for name in names)}",
    )


def _refuse(session: Session, case: Postponement) -> Asks:
    if case.route == Route.SHIFT:
        return (WHY, DECIDED)
    event = event_of(session, case)
    possible = tuple((code, REFUSALS[code]) for code in refusals(event.person_type, case.ground, listed(event)))
    hint = Text("Других причин отказать закон не даёт: 31(8)", "The law gives no other ground: 31(8)")
    return (Ask("refusal", AskKind.CHOICE, Text("Основание отказа", "Ground"), hint, possible), WHY, DECIDED)


JUDGED = Ask(
    "judged_without",
    AskKind.YES_NO,
    Text("Можно всё оценить без присутствия?", "Can all be judged without presence?"),
    Text("Иначе проверку переносят: 31(7)", "Otherwise the event is moved: 31(7)"),
)
ASKS: dict[str, Asks | AsksOf] = {
    "submit": _submit,
    "grant": (NEW_START, DECIDED),
    "grant_until_cause_ends": (DECIDED,),
    "proceed_without": (JUDGED, WHY, DECIDED),
    "refuse": _refuse,
    "cause_ended": (Ask("cause_ended_on", AskKind.DATE, Text("Когда прошла", "When it ended")),),
}


def compose_submit(session: Session, case: Postponement, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write what was asked for; a cause that ends before it begins, or a day ahead, is no request."""
    faults = list(not_ahead("filed_on", typed["filed_on"], _today(session, case, now)))
    begins, ends, wanted = (typed.get(name) for name in ("cause_from", "cause_until", "wanted_from"))
    if begins and ends and ends < begins:
        faults.append(fault("order", "cause_until", "Конец причины раньше начала.", "It ends before it began."))
    if wanted and wanted <= typed["filed_on"]:
        faults.append(fault("order", "wanted_from", "Выберите день позже просьбы.", "Choose a day after the request."))
    if faults:
        raise Invalid(faults)
    _write(case, typed)


def compose_grant(session: Session, case: Postponement, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the new start: after the cause (31(8)), and in a shared event not in the past."""
    event, start = event_of(session, case), typed["new_start"]
    faults = list(_decided(session, typed, case, now))
    first = start.astimezone(zone_of(event.region or None)).date()
    if case.route == Route.ABSENCE and case.cause_until and first <= case.cause_until:
        ru = f"Причина длится по {case.cause_until:%d.%m.%Y}: начинать раньше нельзя (31(8))."
        faults.append(fault("cause_lasts", "new_start", ru, f"The cause lasts until {case.cause_until} (31(8))."))
    elif (event.source is not Source.BUSINESS and start <= now) or (case.filed_on and first < case.filed_on):
        faults.append(fault("order", "new_start", "Это время уже прошло.", "That time has passed."))
    if faults:
        raise Invalid(faults)
    _write(case, typed)


def compose_decision(session: Session, case: Postponement, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write a decision that names no new day."""
    faults = list(_decided(session, typed, case, now))
    if faults:
        raise Invalid(faults)
    _write(case, typed)


def compose_cause_ended(
    session: Session, case: Postponement, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Write when the cause ended: not ahead, not before it began."""
    faults = list(not_ahead("cause_ended_on", typed["cause_ended_on"], _today(session, case, now)))
    if case.cause_from and typed["cause_ended_on"] < case.cause_from:
        faults.append(fault("order", "cause_ended_on", "Это раньше начала причины.", "This is before the cause began."))
    if faults:
        raise Invalid(faults)
    _write(case, typed)


def _today(session: Session, case: Postponement, now: datetime) -> date:
    """Return the day where the authority of the event sits."""
    return now.astimezone(zone_of(event_of(session, case).region or None)).date()


def _decided(session: Session, typed: dict[str, Any], case: Postponement, now: datetime) -> list[Fault]:
    found = list(not_ahead("decided_on", typed["decided_on"], _today(session, case, now)))
    if case.filed_on and typed["decided_on"] < case.filed_on:
        found.append(fault("order", "decided_on", "Решение раньше просьбы.", "The decision is before the request."))
    return found


def _write(case: Postponement, typed: dict[str, Any]) -> None:
    for name, value in typed.items():
        setattr(case, name, value)


def side(session: Session, actor: Actor, case: Postponement, today: date) -> Side | None:
    """Return from which side an actor sees a request: as its event; not the prosecutor."""
    found = side_of(session, actor, event_of(session, case), today)
    return found if found in (Side.BUSINESS, Side.AUTHORITY) else None


def begin(session: Session, event: ControlEvent, actor: Actor, side: Side, now: datetime) -> Postponement:
    """Return a new request by the way that is open to whoever is checked: their right, else a shift."""
    right = event.person_type is None or event.person_type in PERSONS
    return begin_by(session, event, Route.ABSENCE if right else Route.SHIFT, now)


def begin_by(session: Session, event: ControlEvent, route: Route, now: datetime) -> Postponement:
    """Return a new request by one way, not stored yet.

    Raises:
        Conflict: this way is not open to this business in this event; the words say why.
    """
    standing = standing_of(session, event)
    opened, why = absence_open(standing) if route is Route.ABSENCE else shift_open(standing)
    if opened is False:
        raise Conflict(why, CHOOSE)
    return Postponement(event_id=event.id, business_id=event.business_id, route=route.value, created_at=now)


CHOOSE = Text("Посмотрите, какой способ открыт сейчас.", "See which way is open now.")


def first(session: Session, event: ControlEvent, side: Side) -> str | None:
    """Only the business asks."""
    if side is not Side.BUSINESS:
        return None
    standing = standing_of(session, event)
    opened = absence_open(standing)[0] is not False or shift_open(standing)[0] is not False
    return "submit" if opened else None


KIND = register(
    CaseKind(
        procedure=NAME,
        model=Postponement,
        side=side,
        address=lambda case, side: f"/control-events/{case.event_id}#postponements",
        region=lambda case: "",
        own_copy=lambda session, case: event_of(session, case).source is Source.BUSINESS,
        asks=ASKS,
        compose={
            "submit": compose_submit,
            "grant": compose_grant,
            "grant_until_cause_ends": compose_decision,
            "proceed_without": compose_decision,
            "refuse": compose_decision,
            "cause_ended": compose_cause_ended,
        },
        hidden=frozenset({"check", "ask_cause", "lapse", "mark_overdue"}),
        begin=begin,
        first=first,
    )
)
