"""What control looks like to programs: rooms, cases, the fields of steps; the shapes and how they are filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.asking import LINE, LONGEST, MOST_LINES, Ask, AskKind
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import event_title, state_name
from backend.control.cases.numbering import Taken, official_steps
from backend.control.cases.opening import openings
from backend.control.cases.stepping import DAY, NUMBER, CaseSeen, Offer, find_case, offers
from backend.control.cases.view import waiting_of
from backend.control.desk.coming import days_of
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.prescriptions.prescribing import NAME as PRESCRIPTION
from backend.control.prescriptions.view import agreement_shown
from backend.control.queries import Seen
from backend.permissions import Actor
from backend.procedures.queries import marks
from backend.risk.models import Source
from backend.web.api_schemas import TextOut
from rules.procedures import procedures
from rules.procedures.outside import SYSTEMS
from rules.text import Text


class CaseMarkOut(BaseModel):
    """A mark of a case, such as an overdue term."""

    code: str = Field(examples=["OVERDUE"])
    name: TextOut


class OutsideOut(BaseModel):
    """The official system a step has its counterpart in; without a number the step is a working copy."""

    system: str = Field(examples=["erknm"])
    name: TextOut


class StepOut(BaseModel):
    """A step that can be taken now; `fields` is the JSON Schema of what it asks for."""

    action: str = Field(examples=["notify_business"])
    name: TextOut
    article: str = Field(examples=["248-ФЗ, ст. 21"])
    acting_as: str = Field(examples=["inspector"])
    fields: dict[str, Any]
    outside: OutsideOut | None


class OpeningOut(BaseModel):
    """A case that can be opened in the room now, by its first step."""

    procedure: str = Field(examples=["postponement"])
    name: TextOut
    action: str


class WaitingTermOut(BaseModel):
    """A term a case waits by."""

    key: str
    name: TextOut
    due: datetime | None
    standing: str
    article: str
    verified: bool
    calendar: str | None
    anchor: str | None


class WaitingOut(BaseModel):
    """Whom a case waits for, until when, by which article."""

    whom: TextOut
    articles: list[str]
    terms: list[WaitingTermOut]
    notes: list[TextOut]


class EventHead(BaseModel):
    """An event in a list."""

    id: str
    number: int
    source: str = Field(description="authority, import, or business for an own copy", examples=["business"])
    side: str = Field(description="From where the key looks", examples=["business"])
    title: TextOut
    state: str = Field(examples=["SCHEDULED"])
    state_name: TextOut
    closed: bool
    marks: list[CaseMarkOut]
    planned_start: date | None = Field(description="Null too while the event waits for a new date")
    version: int


class EventOut(EventHead):
    """The room of an event: where it stands, whom it waits for, what can be done, which parts the key sees."""

    own_copy: bool
    waiting_for: WaitingOut | None
    steps: list[StepOut]
    openings: list[OpeningOut]
    parts: list[str] = Field(examples=[["event", "timeline", "terms"]])


class EventPage(BaseModel):
    """Control events, the latest first."""

    items: list[EventHead]
    next: str | None


class PartOut(BaseModel):
    """One part of a room; `data` is null while there is nothing to show."""

    part: str = Field(examples=["terms"])
    name: TextOut
    data: dict[str, Any] | None


class EventFileOut(BaseModel):
    """A file of a case; the other side reads it once it is handed over."""

    id: str
    name: str = Field(examples=["лицензия.pdf"])
    type: str = Field(examples=["pdf"])
    size: int
    sha256: str
    side: str
    part: str = Field(description="The step it came with, or what it is", examples=["paper"])
    at: datetime
    handed_at: datetime | None
    receipt: str | None = Field(description="Number of the receipt", examples=["7KQ2-MX4P-9RTD"])


class EventFilesOut(BaseModel):
    """Files of a room."""

    items: list[EventFileOut]


class OfficialStepOut(BaseModel):
    """A step of this side that has a counterpart in another system; `number` is null while it is a working copy."""

    step: int = Field(description="Its place in the course", examples=[2])
    action: str = Field(examples=["submit"])
    name: TextOut
    at: datetime
    system: str = Field(examples=["epgu"])
    number: str | None = Field(examples=["2026-77-001234"])


class CaseFactOut(BaseModel):
    """One fact of a case."""

    label: TextOut
    value: Any


class CaseOut(BaseModel):
    """A case under control: where it stands, whom it waits for, what can be done."""

    procedure: str = Field(examples=["document_request"])
    id: str
    event_id: str | None = Field(description="The event whose room it lies in")
    side: str
    title: TextOut
    state: str
    state_name: TextOut
    closed: bool
    version: int
    marks: list[CaseMarkOut]
    own_copy: bool
    waiting_for: WaitingOut | None
    steps: list[StepOut]
    facts: list[CaseFactOut] = Field(description="Of a case that stands by itself; others are told in the room's parts")
    files: list[EventFileOut]
    official: list[OfficialStepOut]


def plain(value: Any) -> Any:
    """Return a value of a part as JSON has it: texts in both languages, decimals as text, days as ISO."""
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, str | bool | int | date) or value is None:
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Iterable):
        return [plain(part) for part in value]
    raise TypeError(f"a part may not give {type(value).__name__}")


def marks_of(session: Session, procedure: str, case_id: str) -> list[dict[str, Any]]:
    """Return the marks of a case with their names."""
    raised = marks(session, procedure, [case_id]).get(case_id, frozenset())
    return [{"code": mark, "name": MARKS.get(mark, Text(mark, mark)).as_dict()} for mark in sorted(raised)]


def first_day(seen: Seen) -> date | None:
    """Return the day an event begins, to whoever sees the event itself; None while it waits for a new date."""
    days = days_of(seen.event) if Part.EVENT in seen.parts else None
    return days[0] if days else None


def head(session: Session, seen: Seen) -> dict[str, Any]:
    """Return an event as a line of a list; its day only to whoever sees the event itself."""
    event = seen.event
    return {
        "id": event.id,
        "number": event.number,
        "source": event.source.value,
        "side": seen.side.value,
        "title": event_title(event).as_dict(),
        "state": event.state,
        "state_name": state_name("control_event", event.state).as_dict(),
        "closed": procedures()["control_event"].states[event.state].terminal,
        "marks": marks_of(session, "control_event", event.id),
        "planned_start": first_day(seen),
        "version": event.version,
    }


def event_document(session: Session, seen: Seen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the room of an event."""
    case = find_case(session, actor, "control_event", seen.event.id, now.astimezone(MOSCOW).date())
    return head(session, seen) | {
        "own_copy": seen.event.source is Source.BUSINESS,
        "waiting_for": waiting_document(session, case, now) if Part.TERMS in seen.parts else None,
        "steps": [step_document(offer) for offer in offers(session, case, actor)],
        "openings": [
            {
                "procedure": kind.procedure,
                "name": procedures()[kind.procedure].title.as_dict(),
                "action": action,
            }
            for kind, action in openings(session, seen, actor)
        ],
        "parts": [part.value for part in seen.parts],
    }


def case_document(
    session: Session, seen: CaseSeen, actor: Actor, files: Iterable[EventFile], now: datetime
) -> dict[str, Any]:
    """Return a case as its side sees it."""
    kind, case = seen.kind, seen.case
    table = procedures()[kind.procedure]
    shown = kind.standing
    facts = shown.facts(session, case, seen.side) if shown else []
    whole = {
        "procedure": kind.procedure,
        "id": case.id,
        "event_id": case.id if kind.procedure == "control_event" else getattr(case, "event_id", None),
        "side": seen.side.value,
        "title": (shown.title(session, case) if shown else table.title).as_dict(),
        "state": case.state,
        "state_name": table.states[case.state].name.as_dict(),
        "closed": table.states[case.state].terminal,
        "version": case.version,
        "marks": marks_of(session, kind.procedure, case.id),
        "own_copy": kind.own_copy(session, case),
        "waiting_for": waiting_document(session, seen, now),
        "steps": [step_document(offer) for offer in offers(session, seen, actor)],
        "facts": [{"label": one["label"].as_dict(), "value": plain(one["value"])} for one in facts],
        "files": [file_document(row) for row in files],
        "official": [_official(one) for one in official_steps(session, seen)],
    }
    agreed_upon = kind.procedure == PRESCRIPTION and seen.side is Side.PROSECUTOR
    return whole | _agreement(session, seen, actor, now) if agreed_upon else whole


def _agreement(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the prosecutor is told of a prescription: the agreement of 90.2(5), its violations, its own term."""
    told = agreement_shown(session, seen, actor, now)
    facts = [(Text("Программа", "The programme"), one["programme"]) for one in told["agreements"]]
    facts += [(Text("Последний день", "The last day"), one["until"].isoformat()) for one in told["agreements"]]
    facts += [(Text("Нарушение", "Violation"), f"{one['text']}: {one['unit']}") for one in told["violations"]]
    return {
        "marks": [],
        "waiting_for": _waiting(told["waiting"]),
        "facts": [{"label": label.as_dict(), "value": value} for label, value in facts],
    }


def file_document(row: EventFile) -> dict[str, Any]:
    """Return a file of a case."""
    names = ("id", "name", "size", "sha256", "part", "at", "handed_at", "receipt")
    return {name: getattr(row, name) for name in names} | {"type": row.type.value, "side": row.side.value}


def waiting_document(session: Session, seen: CaseSeen, now: datetime) -> dict[str, Any] | None:
    return _waiting(waiting_of(session, seen, now))


def _waiting(waiting: dict[str, Any] | None) -> dict[str, Any] | None:
    if waiting is None:
        return None
    terms = [
        {
            **{name: plain(term[name]) for name in ("key", "name", "due", "verified", "calendar", "anchor")},
            "standing": str(term["standing"]),
            "article": term["source"],
        }
        for term in waiting["terms"]
    ]
    notes = [note.as_dict() for note in waiting["notes"]]
    return {"whom": waiting["whom"].as_dict(), "articles": waiting["articles"], "terms": terms, "notes": notes}


def _official(one: Taken) -> dict[str, Any]:
    return {
        "step": one.record.number,
        "action": one.record.action,
        "name": one.name.as_dict(),
        "at": one.record.at,
        "system": str(one.row.outside),
        "number": one.number,
    }


def step_document(offer: Offer) -> dict[str, Any]:
    step, system = offer.step, offer.step.outside
    return {
        "action": step.action,
        "name": (step.name or Text(step.action, step.action)).as_dict(),
        "article": step.source,
        "acting_as": str(offer.acting_as),
        "fields": fields_schema(ask for ask in offer.asks if ask.name not in (NUMBER, DAY)),
        "outside": {"system": str(system), "name": SYSTEMS[system].as_dict()} if system is not None else None,
    }


def fields_schema(asks: Iterable[Ask]) -> dict[str, Any]:
    """Return the JSON Schema of the fields of a step."""
    found = list(asks)
    return {
        "type": "object",
        "properties": {ask.name: _field(ask) for ask in found},
        "required": [ask.name for ask in found if not ask.optional],
        "additionalProperties": False,
    }


def _field(ask: Ask) -> dict[str, Any]:
    form = {"pattern": r"^([0-9][ -]?){20}$"} if ask.register else {}
    shape = {**_shape(ask), **form, "title": ask.label.en, "x-title": ask.label.as_dict()}
    if ask.hint:
        shape |= {"description": ask.hint.en, "x-description": ask.hint.as_dict()}
    if ask.choices:
        shape["x-choices"] = {code: name.as_dict() for code, name in ask.choices}
    return shape


def _shape(ask: Ask) -> dict[str, Any]:
    codes = [code for code, _ in ask.choices]
    low, high = ask.least if ask.least is not None else 0, ask.most if ask.most is not None else 10**9
    lines = {"type": "string", "maxLength": LONGEST}
    shapes: dict[AskKind, dict[str, Any]] = {
        AskKind.TEXT: {"type": "string", "minLength": 1, "maxLength": ask.most or LINE},
        AskKind.LONG: {"type": "string", "minLength": 1, "maxLength": ask.most or LONGEST},
        AskKind.LINES: {"type": "array", "maxItems": MOST_LINES, "items": lines},
        AskKind.DATE: {"type": "string", "format": "date"},
        AskKind.MOMENT: {"type": "string", "format": "date-time"},
        AskKind.WHOLE: {"type": "integer", "minimum": low, "maximum": high},
        AskKind.DECIMAL: {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,10})?$"},
        AskKind.CHOICE: {"enum": codes},
        AskKind.CHOICES: {"type": "array", "items": {"enum": codes}},
        AskKind.YES_NO: {"type": "boolean"},
    }
    return shapes[ask.kind]
