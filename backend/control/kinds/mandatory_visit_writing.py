"""What the steps of a mandatory visit ask for and write (art. 52.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.kinds import Asks, AsksOf
from backend.control.kinds import prescription_asks, prescription_writing
from backend.control.linking import business_with
from backend.control.models import Prescription, PreventiveVisit
from backend.control.prevention.shared import in_order, is_own, past, refuse, today_of, write
from backend.permissions import Actor
from backend.procedures.runner import SYSTEM, take_step
from rules.control import event_rules
from rules.text import Text

NAME = "mandatory_visit"
REASON = Ask("reason", AskKind.LONG, Text("Причина", "Reason"))
AGREED = Ask("agreed_date", AskKind.DATE, Text("День визита", "Day of the visit"), to_come=True)
ACT: Asks = (
    Ask("act_number", AskKind.TEXT, Text("Номер акта", "Number of the act"), most=60),
    Ask("act_date", AskKind.DATE, Text("Дата акта", "Date of the act")),
)
LINES = Text("Каждое с новой строки", "One on each line")


def _fixed(*, optional: bool) -> Ask:
    label = Text("Что исправили до конца визита", "What was fixed before the end")
    return Ask("fixed", AskKind.LINES, label, LINES, optional=optional)


def _prescribe(session: Session, case: PreventiveVisit) -> Asks:
    order: Asks = (prescription_asks.NUMBER, prescription_asks.DUE, prescription_asks.POINTS)
    if is_own(session, case):
        order = (*order, prescription_asks.RECEIVED)
    return (*ACT, _fixed(optional=True), *order)


def _open_event(session: Session, case: PreventiveVisit) -> Asks:
    if is_own(session, case):
        return ()
    kinds = tuple((code, one.title) for code, one in event_rules().kinds.items() if one.needs_ground)
    return (Ask("event_kind", AskKind.CHOICE, Text("Какую проверку", "Which inspection"), choices=kinds),)


ASKS: dict[str, Asks | AsksOf] = {
    "notify": (Ask("notified_on", AskKind.DATE, Text("Когда уведомили", "When notice was given")), AGREED),
    "start": (Ask("held_on", AskKind.DATE, Text("Когда начался", "When it began")),),
    "ask_shift": (REASON,),
    "refuse_shift": (REASON,),
    "postpone": (
        REASON,
        Ask("cause_until", AskKind.DATE, Text("До какого дня", "Until which day"), optional=True, to_come=True),
    ),
    "reschedule": (AGREED,),
    "pause_for_expertise": (Ask("expertise_from", AskKind.DATE, Text("С какого дня экспертиза", "Expert work from")),),
    "go_on": (Ask("resumed_on", AskKind.DATE, Text("С какого дня снова идёт", "Goes on from")),),
    "finish": (Ask("ended_on", AskKind.DATE, Text("Когда закончился", "When it ended")),),
    "close_clean": ACT,
    "close_fixed": (*ACT, _fixed(optional=False)),
    "prescribe": _prescribe,
    "find_impossible": (
        Ask("impossible_on", AskKind.DATE, Text("Дата акта о невозможности", "Date of the act of impossibility")),
        Ask("impossible_reason", AskKind.LONG, Text("Почему не состоялся", "Why it was not held"), most=2000),
    ),
    "repeat": (AGREED,),
    "open_event": _open_event,
    "cancel": (REASON,),
    "stay": (Ask("stayed_on", AskKind.DATE, Text("Дата решения о приостановке", "Date of the stay")),),
    "lift_stay": (Ask("stay_lifted_on", AskKind.DATE, Text("С какого дня снята", "Lifted from")),),
}


def compose_day(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the notice or a new day; the business sees the visit from the notice on."""
    ru, en = "Визит раньше уведомления о нём.", "The visit is before its notice."
    noticed = typed.get("notified_on") or case.impossible_on or case.notified_on
    faults = [*past(typed, now, "notified_on", region=case.region), *in_order(typed, "agreed_date", noticed, ru, en)]
    if not is_own(session, case):
        ru, en = "Этот день уже прошёл.", "That day has passed."
        faults += in_order(typed, "agreed_date", today_of(now, case.region), ru, en)
        case.business_id = case.business_id or business_with(session, case.inn)
    refuse(faults)
    write(case, typed)


def compose_past(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write days that have come, in their order."""
    names = ("held_on", "ended_on", "impossible_on", "expertise_from", "resumed_on", "act_date")
    ru, en = "Это раньше начала визита.", "This is before the start of the visit."
    after = [one for name in names[1:] for one in in_order(typed, name, case.held_on, ru, en)]
    ru, en = "Это раньше начала экспертизы.", "This is before the expert work."
    refuse(
        [
            *past(typed, now, *names, region=case.region),
            *after,
            *in_order(typed, "resumed_on", case.expertise_from, ru, en),
        ]
    )
    write(case, typed)


def compose_act(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the act and what it names: nothing, what was fixed, what is left as points of an order."""
    fixed, points = typed.pop("fixed", None) or [], typed.get("points") or []
    named = [{"text": line, "fixed": True} for line in fixed] + [{"text": line, "fixed": False} for line in points]
    case.details = {**case.details, "violations": named}
    act = {name: typed.pop(name) for name in ("act_number", "act_date")}
    compose_past(session, case, act, actor, now)


def compose_prescribe(
    session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Write the act and the order that comes of it: a draft that waits for a signature, in an own copy one received."""
    compose_act(session, case, typed, actor, now)
    order = Prescription(visit_id=case.id, business_id=case.business_id, prepared_by=actor.person_id, created_at=now)
    session.add(order)
    session.flush()
    own, day = is_own(session, case), typed.get("received_on")
    said = {name: typed.pop(name, None) for name in ("number", "due_on", "points", "received_on")}
    # A draft is dated by the act it comes from; its own day and its receipt come with the signature.
    prescription_writing.compose_record(
        session, order, {**said, "issued_on": case.act_date, "received_on": day or case.act_date}, actor, now
    )
    if own:
        given = {"due_on": order.due_on, "received_on": order.received_on}
        take_step(session, "prescription", order, "record", None, SYSTEM, now, given=given, by=f"{NAME}:{case.id}")
    else:
        order.issued_on = order.received_on = None
        session.add(order)


def compose_open_event(
    session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Keep which inspection is ordered: the step prepares it."""
    case.details = {**case.details, "event_kind": typed.pop("event_kind", None)}


COMPOSE = {
    "notify": compose_day,
    "reschedule": compose_day,
    "repeat": compose_day,
    **dict.fromkeys(("start", "finish", "pause_for_expertise", "go_on", "find_impossible"), compose_past),
    **dict.fromkeys(("close_clean", "close_fixed"), compose_act),
    "prescribe": compose_prescribe,
    "open_event": compose_open_event,
}
