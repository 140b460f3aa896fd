"""A demand for papers or explanations (art. 80): its fields, its part of the step runner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.day_order import After
from backend.control.cases.faults import fault
from backend.control.cases.files import list_files
from backend.control.cases.kinds import Asks, AsksOf, CaseKind, register
from backend.control.cases.naming import event_title
from backend.control.models import ControlEvent, DocumentRequest
from backend.control.models.room import Side
from backend.control.sides import side_of
from backend.errors import Conflict, Invalid
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from calculators.calendar import zone_of
from rules.control.state_holds import held_by_state
from rules.procedures import procedures
from rules.text import Text

NAME = "document_request"
DOCUMENTARY = "DOCUMENTARY"
PAUSED_BY = frozenset({"IN_PROGRESS"})
KINDS = (
    ("documents", Text("документы", "documents")),
    ("explanations", Text("пояснения", "explanations")),
)
DUE = Ask(
    "due_on",
    AskKind.DATE,
    Text("Срок, названный в требовании", "Day named in the demand"),
    Text("В документарной проверке срок ставит закон: 10 рабочих дней", "In a documentary check the law sets it"),
    optional=True,
    to_come=True,
)
RECORD: Asks = (
    Ask("kind", AskKind.CHOICE, Text("Что просят", "What is asked for"), choices=KINDS),
    Ask("items", AskKind.LINES, Text("Перечень", "List"), Text("Каждое с новой строки", "One on each line")),
    Ask("number", AskKind.TEXT, Text("Номер требования", "Number of the demand"), optional=True, most=60),
    Ask("issued_on", AskKind.DATE, Text("Дата требования", "Date of the demand"), optional=True),
    Ask("received_on", AskKind.DATE, Text("День вручения", "Day of delivery"), optional=True),
    DUE,
)
NAMED = Ask("due_on", AskKind.DATE, Text("Срок, названный в требовании", "Day named in the demand"), to_come=True)
RECEIVED = Ask("received_on", AskKind.DATE, Text("День вручения", "Day of delivery"))


def _issue(session: Session, case: DocumentRequest) -> Asks:
    """A demand names its day; in a documentary check the law does, from the delivery."""
    rest = tuple(ask for ask in RECORD if ask.name != "due_on")
    return rest if event_of(session, case).kind == DOCUMENTARY else (*rest, NAMED)


ASKS: dict[str, Asks | AsksOf] = {
    "issue": _issue,
    "record": RECORD,
    "record_delivery": (RECEIVED, DUE),
    "supply": (
        Ask("answer", AskKind.LONG, Text("Сопроводительное письмо", "Covering letter"), optional=True),
        Ask("supplied_on", AskKind.DATE, Text("День передачи", "Day of handing over")),
    ),
    "name_earlier_paper": (
        Ask(
            "already_held",
            AskKind.LONG,
            Text("Куда и когда вы это уже давали", "Where and when you gave it already"),
            Text(
                "Орган не просит того, что у государства есть: 80(5), 37(6)", "The state's own papers are not asked for"
            ),
        ),
    ),
    "ask_extension": (
        Ask("extension_reason", AskKind.LONG, Text("Почему не успеваете", "Why more time is needed")),
        Ask("extension_until", AskKind.DATE, Text("До какого дня", "Until when"), to_come=True),
        Ask("extension_asked_at", AskKind.MOMENT, Text("Когда отправили", "When you sent it")),
    ),
    "extend": (Ask("due_on", AskKind.DATE, Text("Новый срок", "The new day"), to_come=True),),
    "refuse_extension": (Ask("decision_reason", AskKind.LONG, Text("Почему нет", "Why not")),),
}


DEMAND = Text("Это раньше даты требования.", "This is before the date of the demand.")
DELIVERY = Text("Это раньше вручения требования.", "This is before the demand came.")
ORDER = (
    After("received_on", "issued_on", DEMAND),
    After("due_on", "received_on", DELIVERY),
    After("due_on", "issued_on", DEMAND),
    After("supplied_on", "received_on", DELIVERY),
    After("supplied_on", "issued_on", DEMAND),
    After("extension_asked_at", "received_on", DELIVERY),
    After("extension_asked_at", "issued_on", DEMAND),
    After("extension_until", "due_on", Text("Это раньше нынешнего срока.", "This is before the day it is due.")),
)


def event_of(session: Session, case: DocumentRequest) -> ControlEvent:
    """Return the event a demand belongs to."""
    return session.get_one(ControlEvent, case.event_id)


def side(session: Session, actor: Actor, case: DocumentRequest, today: date) -> Side | None:
    """Return from which side an actor sees a demand: as its event; not the prosecutor."""
    found = side_of(session, actor, event_of(session, case), today)
    return found if found in (Side.BUSINESS, Side.AUTHORITY) else None


def begin(session: Session, event: ControlEvent, actor: Actor, side: Side, now: datetime) -> DocumentRequest:
    """Return a new demand in the room of an event."""
    return DocumentRequest(event_id=event.id, business_id=event.business_id, created_at=now)


def first(session: Session, event: ControlEvent, side: Side) -> str | None:
    """An inspector issues a demand; in an own copy the business records it."""
    if side is Side.AUTHORITY and event.state in ("IN_PROGRESS", "PAUSED"):
        return "issue"
    own = side is Side.BUSINESS and event.source is Source.BUSINESS
    return "record" if own and event.state in ("SCHEDULED", "IN_PROGRESS", "PAUSED") else None


def event_has_begun(session: Session, case: DocumentRequest, actor: Actor | None) -> None:
    """See that nothing is demanded before the start (37(8)).

    Raises:
        Conflict: the event has not begun.
    """
    if event_of(session, case).started_at is None:
        raise Conflict(
            Text("До начала проверки документов не требуют (37(8)).", "No papers before the start (37(8))."),
            Text("Начните проверку, потом просите.", "Start the event first."),
        )


def asks_no_paper_the_state_holds(session: Session, case: DocumentRequest, actor: Actor | None) -> None:
    """See that no paper is named that the state holds (37(6)).

    Raises:
        Conflict: one is.
    """
    held = held_by_state(case.items)
    if held:
        raise Conflict(
            Text(f"Это есть у государства: {held[0]} (37(6)).", f"The state holds this: {held[0]} (37(6))."),
            Text("Запросите у другого органа.", "Ask the other body."),
        )


def supplied_all_or_said_why(session: Session, case: DocumentRequest, actor: Actor | None) -> None:
    """See that papers were handed over, or that a letter says why not.

    Raises:
        Conflict: neither.
    """
    handed = [row for row in list_files(session, [case.id], Side.BUSINESS) if row.part == "supply"]
    if not handed and not case.answer and event_of(session, case).source is not Source.BUSINESS:
        raise Conflict(
            Text("Нет ни файла, ни письма.", "There is neither a file nor a letter."),
            Text("Приложите документы или напишите, почему их нет.", "Attach papers, or write why there are none."),
        )


def pause_event_clock(session: Session, case: DocumentRequest, actor: Actor | None, now: datetime) -> None:
    """In a documentary check the clock stands from the sending of the demand (72(7)), else from its receipt."""
    event = event_of(session, case)
    if event.kind == DOCUMENTARY and event.state in PAUSED_BY and event.merged_into is None:
        event.papers_asked_on = case.issued_on or case.received_on
        take_step(session, "control_event", event, "pause_for_documents", None, SYSTEM, now)


def resume_event_clock(session: Session, case: DocumentRequest, actor: Actor | None, now: datetime) -> None:
    """The clock of a documentary check runs on from the answer, once no other demand waits for one (72(7)).

    A demand that ended without papers names no day of its own: the clock runs on from the day it was closed.
    """
    event = event_of(session, case)
    stands = event.kind == DOCUMENTARY and event.state == "PAUSED" and event.merged_into is None
    if stands and not _others_wait(session, case):
        event.resumed_on = case.supplied_on or now.astimezone(zone_of(event.region or None)).date()
        take_step(session, "control_event", event, "go_on", None, SYSTEM, now)


def _others_wait(session: Session, case: DocumentRequest) -> bool:
    ended = [code for code, state in procedures()[NAME].states.items() if state.terminal]
    query = select(DocumentRequest.id).where(
        DocumentRequest.event_id == case.event_id,
        DocumentRequest.id != case.id,
        col(DocumentRequest.state).not_in(["DRAFT", *ended]),
    )
    return session.exec(query.limit(1)).first() is not None


def compose_extend(session: Session, case: DocumentRequest, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Give a later day: more time never ends before the old day, or before the demand came.

    Raises:
        Invalid: it would.
    """
    old = max(filter(None, (case.due_on, case.received_on, case.issued_on)), default=None)
    if old and typed["due_on"] <= old:
        raise Invalid(
            [fault("order", "due_on", "Новый срок не позже прежнего.", "The new day is not after the old one.")]
        )
    case.due_on = typed["due_on"]


def about(session: Session, case: DocumentRequest) -> Mapping[str, Any]:
    """Return what notices say of a demand."""
    event = event_of(session, case)
    return {"about": event_title(event), "number": event.number, "business": event.business_name}


register(
    CaseKind(
        procedure=NAME,
        model=DocumentRequest,
        side=side,
        address=lambda case, side: f"/control-events/{case.event_id}",
        region=lambda case: "",
        own_copy=lambda session, case: event_of(session, case).source is Source.BUSINESS,
        asks=ASKS,
        compose={"extend": compose_extend},
        order=ORDER,
        hidden=frozenset({"run_out", "mark_unanswered"}),
        begin=begin,
        first=first,
    )
)


def _recipients(session: Session, case: DocumentRequest, role: str) -> Any:
    return recipients(session, event_of(session, case), role)


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(DocumentRequest, case_id),
        recipients=_recipients,
        link=lambda case, role: f"/control-events/{case.event_id}",
        about=about,
        region=lambda session, case: region_of(session, event_of(session, case)),
        guards={
            **shared_guards(NAME),
            "event_has_begun": event_has_begun,
            "asks_no_paper_the_state_holds": asks_no_paper_the_state_holds,
            "supplied_all_or_said_why": supplied_all_or_said_why,
        },
        conditions={
            "documentary": lambda session, case: event_of(session, case).kind == DOCUMENTARY,
            "not_documentary": lambda session, case: event_of(session, case).kind != DOCUMENTARY,
            "day_not_known": lambda session, case: case.received_on is None,
        },
        effects={"pause_event_clock": pause_event_clock, "resume_event_clock": resume_event_clock},
        scope=Scope.CONTROL,
        left=left_by,
        control_type=lambda session, case: control_type_of(session, event_of(session, case)),
        acts=acts_in(NAME),
    )
)
