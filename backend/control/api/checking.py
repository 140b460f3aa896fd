"""«Check the check» and getting ready for an event, for programs of its business: questions, answers, findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from litestar import Response, get, put
from pydantic import BaseModel, Field

from backend.clock import Clock
from backend.control.api.private import READ, ROOM, WRITE
from backend.control.api.shapes import fields_schema, plain
from backend.control.api.steps import check_days, moved
from backend.control.models import ControlEvent
from backend.control.own.appeal_basis import basis_document
from backend.control.own.checking import BREACH_TITLES, OTHER_TITLES, check, choose, keep_answers, kept
from backend.control.own.preparing import keep_preparation, kept_preparation
from backend.control.own_room import OwnRoom, OwnRoomApi
from backend.control.parts import Part
from backend.control.rooms import room_parts
from backend.errors import Invalid
from backend.web.api_schemas import TextOut
from backend.web.calls import answer, parts
from backend.web.openapi import reads, writes
from rules.checklists import ANSWERS
from rules.faults import InputError
from rules.shapes import unknown_code, wrong

CHECKED: dict[str, Any] = {
    "type": "object",
    "properties": {"answers": {"type": "object", "description": "As `questions` says; what is left out is open again"}},
    "required": ["answers"],
    "additionalProperties": False,
}
CODES = (*BREACH_TITLES, *OTHER_TITLES)
CHOSEN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "codes": {
            "type": "array",
            "items": {"enum": list(CODES)},
            "maxItems": len(CODES),
            "description": "Breaches that the check finds now; those left out leave the appeal",
        }
    },
    "required": ["codes"],
    "additionalProperties": False,
}
PREPARED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "answers": {
            "type": "object",
            "description": "By `key` of a question; one left out follows the self-assessment",
            "additionalProperties": {"enum": [*ANSWERS, None]},
        }
    },
    "required": ["answers"],
    "additionalProperties": False,
}
NOTHING: dict[str, Any] = {"answers": {}}


class EventCheckOut(BaseModel):
    """What is asked of an event, what was answered, what the tests find."""

    event_id: str
    questions: dict[str, Any] = Field(description="JSON Schema of the answers that are asked for now")
    answers: dict[str, Any]
    chosen: list[str] = Field(description="Breaches that go into the appeal", examples=[["notice"]])
    found: dict[str, Any] = Field(description="As the part `check` shows it")


class BasisGroundOut(BaseModel):
    """One breach, as an appeal words it."""

    code: str = Field(examples=["notice"])
    level: str = Field(examples=["gross"])
    title: TextOut
    article: str
    evidence: TextOut
    wording: TextOut


class AppealBasisOut(BaseModel):
    """What an appeal rests on; no appeal by itself (248-ФЗ, art. 40(1))."""

    format: str = Field(examples=["yasno-appeal-basis/1"])
    made_at: datetime
    event: dict[str, Any] = Field(description="Its title and numbers")
    filed_at: str = Field(description="The article that says where an appeal is filed")
    grounds: list[BasisGroundOut]


class PreparationOut(BaseModel):
    """Questions about what an event looks at; no check list of an authority."""

    event_id: str
    answers: dict[str, str] = Field(description="Given here; others follow the self-assessment")
    found: dict[str, Any] | None = Field(description="As the part `preparation` shows it; null: no scope is known")


class EventChecks(OwnRoomApi):
    """«Check the check» of one event."""

    path = f"{ROOM}/check"
    tags = ["control"]

    @get(**reads(READ, "What «check the check» finds and asks", EventCheckOut, tagged=True))
    def show_event_check(self, own: OwnRoom) -> Response[bytes]:
        """Return breaches by level, what is clean, what is not known and what would settle it."""
        return _shown_check(own, own.find(Part.CHECK))

    @put(**writes("Answer «check the check»", CHECKED, EventCheckOut, WRITE, example=NOTHING))
    def answer_event_check(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace the answers to what is asked now; answers that cannot be true together are refused."""
        event = own.find(Part.CHECK, write=True)
        own.refuse_if_moved(kept(own.session, event.id))
        answers = _answers(document)
        asks = check(own.session, event, kept(own.session, event.id)[0]).asks
        check_days(asks, answers, "answers.")
        try:
            keep_answers(own.session, event, answers, asks, clock.now())
        except Invalid as refusal:
            raise Invalid([moved(fault, "answers") for fault in refusal.faults]) from None
        return _shown_check(own, event)

    @put(
        "/chosen",
        **writes("Choose breaches for an appeal", CHOSEN, EventCheckOut, WRITE, conflicts=True, example={"codes": []}),
    )
    def choose_breaches(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace the list; 409 where the check finds no such breach now."""
        event, codes = own.find(Part.CHECK, write=True), _codes(document)
        own.refuse_if_moved(kept(own.session, event.id))
        for code in kept(own.session, event.id)[1]:
            choose(own.session, event, code, clock.now(), taken=False)
        for code in codes:
            choose(own.session, event, code, clock.now(), taken=True)
        return _shown_check(own, event)

    @get("/basis", **reads(READ, "The chosen breaches as an appeal words them", AppealBasisOut))
    def show_appeal_basis(self, own: OwnRoom, clock: Clock) -> Response[bytes]:
        """Return the event in a few words and each breach: level, article, evidence, wording."""
        return answer(basis_document(own.session, own.find(Part.CHECK), clock.now()))


class Preparations(OwnRoomApi):
    """Getting ready for one event."""

    path = f"{ROOM}/preparation"
    tags = ["control"]

    @get(**reads(READ, "Questions for getting ready", PreparationOut, tagged=True))
    def show_preparation(self, own: OwnRoom) -> Response[bytes]:
        """Return the questions with their answers; no authority reads them."""
        return _shown_preparation(own, own.find(Part.PREPARATION))

    @put(**writes("Answer questions for getting ready", PREPARED, PreparationOut, WRITE, example=NOTHING))
    def answer_preparation(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace the answers given here."""
        event = own.find(Part.PREPARATION, write=True)
        own.refuse_if_moved(kept_preparation(own.session, event.id))
        answers = _answers(document)
        faults = [
            wrong(f"answers.{key}", value, "один из ответов вопроса", "one of the question's answers")
            for key, value in answers.items()
            if value not in (*ANSWERS, None)
        ]
        if faults:
            raise InputError(faults)
        try:
            keep_preparation(own.session, event, answers, clock.now())
        except Invalid as refusal:
            raise Invalid([moved(fault, "answers") for fault in refusal.faults]) from None
        return _shown_preparation(own, event)


def _answers(document: object) -> dict[str, Any]:
    answers = parts(document, ("answers",))["answers"]
    if not isinstance(answers, dict):
        raise InputError([wrong("answers", answers, "объект: вопрос и ответ", "an object: question and answer")])
    return answers


def _codes(document: object) -> Iterable[str]:
    codes = parts(document, ("codes",))["codes"]
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise InputError([wrong("codes", codes, "список нарушений", "a list of breaches")])
    faults = [unknown_code(f"codes[{n}]", code, CODES) for n, code in enumerate(codes) if code not in CODES]
    if faults:
        raise InputError(faults)
    return dict.fromkeys(codes)


def _part(own: OwnRoom, event: ControlEvent, part: Part) -> Any:
    return plain(room_parts()[part].make(own.context(event)))


def _shown_check(own: OwnRoom, event: ControlEvent) -> Response[bytes]:
    held, found = kept(own.session, event.id), _part(own, event, Part.CHECK)
    shape = {
        "event_id": event.id,
        "questions": fields_schema(check(own.session, event, held[0]).asks),
        "answers": held[0],
        "chosen": found["chosen"],
        "found": found,
    }
    return own.shown(shape, held)


def _shown_preparation(own: OwnRoom, event: ControlEvent) -> Response[bytes]:
    answers, found = kept_preparation(own.session, event.id), _part(own, event, Part.PREPARATION)
    return own.shown({"event_id": event.id, "answers": answers, "found": found}, answers)


ROUTES: list[Any] = [EventChecks, Preparations]
