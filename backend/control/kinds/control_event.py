"""The control event as a case: what its steps ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.kinds import Asks, AsksOf, CaseKind, register
from backend.control.desk.scope_guard import sign_asks, why_not_signed
from backend.control.event_days import ORDER
from backend.control.event_writing import composes
from backend.control.models import ControlEvent, Violation
from backend.control.models.room import Side
from backend.control.sides import side_of
from backend.permissions import Actor
from backend.risk.models import Source
from rules.control import event_rules
from rules.text import Text

REASON = Ask("reason", AskKind.LONG, Text("Причина", "Reason"))
ENDED = Ask("ended_at", AskKind.MOMENT, Text("Когда закончилась", "When it ended"))
DELIVERED = Ask("act_delivered_on", AskKind.DATE, Text("День, когда акт вручён или отправлен", "Day of delivery"))
# The seven of art. 66(8), in its order.
REFUSALS = (
    ("papers_missing", Text("нет документов к заявлению", "papers of the application are missing")),
    ("no_ground", Text("нет оснований для проверки", "no ground for the event")),
    ("not_the_indicators", Text("вид проверки не отвечает индикаторам риска", "the kind does not fit the indicators")),
    ("decision_faulty", Text("решение оформлено не по закону", "the decision does not follow the law")),
    ("against_acts", Text("проверка противоречит законам или актам", "the event is against laws or acts")),
    ("beyond_powers", Text("предмет не по полномочиям органа", "the subject is beyond the body's powers")),
    ("same_requirements", Text("те же требования проверяют другие органы", "other bodies check the same")),
)
NUMBER = Text("Номер в ЕРКНМ", "Number in ERKNM")
NOT_YET = Text("Без номера проверку не начать: 19(4)", "Without it the event may not begin: 19(4)")
DECIDED = Ask("approval_decided_on", AskKind.DATE, Text("Дата решения прокурора", "Date of the decision"))
REFUSAL = Ask("approval_ground", AskKind.CHOICE, Text("Основание: 66(8)", "Ground: 66(8)"), choices=REFUSALS)


def _noticed(session: Session, case: Any) -> tuple[Ask, ...]:
    return (
        Ask("noticed_at", AskKind.MOMENT, Text("Когда уведомили", "When notice was given")),
        Ask(
            "notice_manner",
            AskKind.TEXT,
            Text("Как уведомили", "In which manner"),
            Text("Например: через Госуслуги, письмом, лично", "Such as Gosuslugi, by letter, in person"),
            optional=True,
        ),
    )


def _start(session: Session, case: ControlEvent) -> tuple[Ask, ...]:
    return (
        Ask("started_at", AskKind.MOMENT, Text("Когда началась", "When it began")),
        Ask("people_present", AskKind.LINES, Text("Кто пришёл", "Who came"), LINES_HINT, optional=True),
    )


LINES_HINT = Text("Каждого с новой строки", "One on each line")
VIOLATIONS = Ask(
    "violations",
    AskKind.LINES,
    Text("Нарушения", "Violations"),
    Text(
        "Каждое с новой строки: что нарушено; акт; пункт. Исправленное до конца начните со знака «+».",
        "One a line: what is broken; act; unit. Begin what was fixed before the end with “+”.",
    ),
    optional=True,
)


def _draw_act(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the act and its violations; the fixed ones are marked (87(2))."""
    lines = typed.pop("violations", None) or []
    for name in ("act_number", "act_date", "recommendations", "hours_spent"):
        if typed.get(name) is not None:
            setattr(case, name, typed[name])
    for position, line in enumerate(lines):
        session.add(_violation(case, position, line))
    session.flush()


def _violation(case: ControlEvent, position: int, line: str) -> Violation:
    fixed, words = line.startswith("+"), line.lstrip("+ ")
    text, act, unit = [*(part.strip() for part in words.split(";", 2)), "", ""][:3]
    return Violation(event_id=case.id, position=position, text=text, act=act, unit=unit, fixed=fixed)


ASKS: dict[str, Asks | AsksOf] = {
    "sign_decision": sign_asks,
    "return_draft": (REASON,),
    "send_for_approval": (
        Ask("approval_sent_on", AskKind.DATE, Text("День отправки прокурору", "Day it was sent")),
        Ask("registry_number", AskKind.TEXT, NUMBER, NOT_YET, optional=True, most=40, register=True),
    ),
    "approve": (DECIDED,),
    "refuse_approval": (DECIDED, REFUSAL, REASON),
    "schedule": (Ask("registry_number", AskKind.TEXT, NUMBER, most=40, register=True),),
    "notify_business": _noticed,
    "start": _start,
    "start_urgently": (
        Ask("harm_information_at", AskKind.MOMENT, Text("Когда пришли сведения о вреде", "When word of harm came")),
        Ask("started_at", AskKind.MOMENT, Text("Когда началась", "When it began")),
    ),
    "record_visit": _start,
    "record_end": (Ask("started_at", AskKind.MOMENT, Text("Когда началась", "When it began"), optional=True), ENDED),
    "record_act": (
        Ask("act_number", AskKind.TEXT, Text("Номер акта", "Number of the act"), optional=True, most=60),
        Ask("act_date", AskKind.DATE, Text("Дата акта", "Date of the act"), optional=True),
        DELIVERED,
    ),
    "reschedule": (Ask("start_at", AskKind.MOMENT, Text("Новое начало", "The new start"), to_come=True),),
    "pause_for_documents": (Ask("papers_asked_on", AskKind.DATE, Text("День, когда запросили", "Day of the demand")),),
    "pause_for_expertise": (Ask("expertise_from", AskKind.DATE, Text("С какого дня экспертиза", "Expert work from")),),
    "go_on": (Ask("resumed_on", AskKind.DATE, Text("С какого дня снова идёт", "Goes on from")),),
    "find_impossible": (
        Ask("impossible_on", AskKind.DATE, Text("Дата акта о невозможности", "Date of the act of impossibility")),
        Ask("impossible_reason", AskKind.LONG, Text("Почему не состоялась", "Why it could not be held")),
    ),
    "try_again": (Ask("started_at", AskKind.MOMENT, Text("Когда началась", "When it began")),),
    "finish": (ENDED,),
    "tell_end": (ENDED,),
    "draw_act": (
        Ask("act_number", AskKind.TEXT, Text("Номер акта", "Number of the act"), most=60),
        Ask("act_date", AskKind.DATE, Text("Дата акта", "Date of the act")),
        Ask("hours_spent", AskKind.DECIMAL, Text("Часов взаимодействия", "Hours of interaction"), optional=True),
        VIOLATIONS,
        Ask("recommendations", AskKind.LONG, Text("Рекомендации", "Recommendations"), optional=True),
    ),
    "show_act": (DELIVERED,),
    "act_signed": (DELIVERED,),
    "act_refused": (DELIVERED,),
    "send_act": (DELIVERED,),
    "exclude": (REASON,),
    "cancel": (REASON,),
    "stay": (Ask("stayed_on", AskKind.DATE, Text("Дата решения о приостановке", "Date of the stay")),),
    "lift_stay": (Ask("stay_lifted_on", AskKind.DATE, Text("С какого дня снята", "Lifted from")),),
    "invalidate": (
        Ask("invalidated_on", AskKind.DATE, Text("Дата решения", "Date of the decision")),
        Ask("invalidated_by", AskKind.TEXT, Text("Кто решил", "Who decided"), most=200),
        REASON,
    ),
}
MANNERS = {"show_act": "shown", "act_signed": "signed", "act_refused": "refused", "send_act": "sent"}


def _deliver(manner: str) -> Any:
    def compose(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        """Keep the manner and the day of delivery: it is the anchor of appeals."""
        case.act_delivered_on, case.act_manner = typed["act_delivered_on"], manner
        case.act_shown = True if manner in ("shown", "signed") else case.act_shown

    return compose


def _address(case: ControlEvent, side: Side) -> str:
    return f"/control-events/{case.id}"


def _side(session: Session, actor: Actor, case: ControlEvent, today: date) -> Side | None:
    return side_of(session, actor, case, today)


def _why_closed(session: Session, case: ControlEvent, action: str) -> tuple[Text, Text] | None:
    """Say of a signature that is not open for the scope of the decision, which requirements stand in its way."""
    signing = action == "sign_decision" and case.state == "DRAFTED"
    return why_not_signed(session, case) if signing else None


def grounds() -> tuple[tuple[str, Text], ...]:
    """Return the grounds of an event with their names, for a field of choice."""
    return tuple((code, ground.title) for code, ground in event_rules().grounds.items())


KIND = register(
    CaseKind(
        procedure="control_event",
        model=ControlEvent,
        side=_side,
        address=_address,
        region=lambda case: case.region,
        own_copy=lambda session, case: case.source is Source.BUSINESS,
        asks=ASKS,
        compose={
            **composes(),
            "draw_act": _draw_act,
            **{action: _deliver(manner) for action, manner in MANNERS.items()},
        },
        order=ORDER,
        why_closed=_why_closed,
        hidden=frozenset({"run_out"}),
    )
)
