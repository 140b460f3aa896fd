"""Consultations for programs: a business asks a control body about requirements, its consultants answer (art. 50)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.consultations import service
from backend.consultations.models import Channel, Consultation
from backend.consultations.pages import AnswerInput, QuestionInput
from backend.consultations.words import CHANNELS
from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, changes, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from rules.control import control_types
from rules.faults import InputError
from rules.roles import Role
from rules.shapes import unknown_code
from rules.text import Text

READ, WRITE = Permission.CONSULTATIONS_BY_KEY, Permission.CONSULTATIONS_WRITE_BY_KEY
HOME = f"{BASE}/consultations"
EXAMPLE = {"control_type": "sanitary", "channel": "phone", "text": "Нужен ли уголок потребителя в киоске?"}


class Standing(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class ConsultationOut(BaseModel):
    """A question about requirements. Whoever answers is told its words, and nothing else of the business."""

    id: str
    number: int
    state: Standing
    control_type: str = Field(examples=["sanitary"])
    control_type_name: TextOut
    requirement: str | None = Field(description="Id of the registry")
    channel: Channel = Field(description="How the answer is wanted; in writing only where the act says so (50(5))")
    channel_name: TextOut
    text: str
    contact: str
    asked_at: datetime
    answer: str = Field(description="Empty where the answer was given by word of mouth")
    answered_at: datetime | None
    withdrawn_at: datetime | None


class ConsultationPage(BaseModel):
    """Questions: of a business the last first, on a desk those that wait first."""

    items: list[ConsultationOut]
    next: str | None


class NewQuestion(QuestionInput):
    """A question about requirements; not about an event: that is written in its room (50(6))."""


class NewAnswer(AnswerInput):
    """An answer; `text` is kept only where it is given in writing."""


State = Annotated[str, QueryParameter(name="state", description="Only open, answered or withdrawn ones")]


class Consultations(Api):
    """All questions of the key."""

    path = HOME
    tags = ["consultations"]

    @get(**reads(READ, "Questions about requirements", ConsultationPage, tagged=True))
    def list_consultations(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        standing: State = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the business, or those on the desk of whoever answers for the authority."""
        if standing and standing not in set(Standing):
            raise InputError([unknown_code("state", standing, sorted(Standing))])
        rows = service.list_desk(session, actor) if _answers(actor) else _own(session, actor)
        kept = [row for row in rows if standing in ("", standing_of(row))]
        part = page_of(kept, lambda row: row.id, cursor, limit, ["consultations", standing, actor.client_id])
        return shown(request, {"items": [_document(row) for row in part.items], "next": part.next})

    @post(**creates("Ask about requirements", NewQuestion, ConsultationOut, WRITE, example=EXAMPLE))
    def ask_consultation(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Ask a control body; who inspects never reads it (50(7))."""
        business_id = _business(actor)
        data = read_body(NewQuestion, document, ("control_type", "channel", "text"))
        if data.requirement:
            _require_known(data.requirement)

        def act() -> Response[bytes]:
            row = service.ask(session, actor, business_id, service.Question(**data.model_dump()), clock.now())
            return answer(_document(row), 201)

        return once(request, session, actor, business_id, document, clock.now(), act)


class OneConsultation(Api):
    """One question."""

    path = f"{HOME}/{{consultation_id:str}}"
    tags = ["consultations"]

    @get(**reads(READ, "One question", ConsultationOut, tagged=True))
    def show_consultation(
        self, request: AnyRequest, session: Session, actor: Actor, consultation_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it with its answer."""
        find = service.find_on_desk if _answers(actor) else service.find_own
        return shown(request, _document(find(session, actor, consultation_id)))

    @post("/withdraw", **changes(WRITE, "Take a question back", ConsultationOut))
    def withdraw_consultation(
        self, session: Session, actor: Actor, clock: Clock, consultation_id: FromPath[str]
    ) -> Response[bytes]:
        """Take it back while nobody has answered; an answered one stays as it is."""
        _business(actor)
        row = service.find_own(session, actor, consultation_id)
        service.withdraw(session, actor, row, clock.now())
        return answer(_document(row))

    @post(
        "/answer",
        **writes(
            "Answer a question", NewAnswer, ConsultationOut, WRITE, conflicts=True, example={"text": "Да, нужен."}
        ),
    )
    def answer_consultation(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        consultation_id: FromPath[str],
    ) -> Response[bytes]:
        """Answer in writing where the question is to be answered so, else note that it was answered."""
        if not _answers(actor):
            raise NotFound
        row = service.find_on_desk(session, actor, consultation_id, write=True)
        refuse_if_changed(request, _document(row))
        service.answer(session, actor, row, read_body(NewAnswer, document).text, clock.now())
        return shown(request, _document(row))


def standing_of(row: Consultation) -> Standing:
    """Return where a question stands."""
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.ANSWERED if row.answered_at is not None else Standing.OPEN


def _answers(actor: Actor) -> bool:
    return Role.REGULATOR in actor.roles


def _own(session: Session, actor: Actor) -> list[Consultation]:
    return list(service.list_own(session, _business(actor)))


def _business(actor: Actor) -> str:
    """Return the business of the key.

    Raises:
        NotFound: a key of an office, or one without the right to control events.
    """
    if actor.business_id is None or not actor.may_for(actor.business_id, Scope.CONTROL):
        raise NotFound
    return actor.business_id


def _require_known(requirement: str) -> None:
    known = current_law().edition.requirements
    if requirement not in known:
        raise InputError([unknown_code("requirement", requirement, known)])


def _document(row: Consultation) -> dict[str, Any]:
    known = control_types().get(row.control_type)
    name = known.title if known else Text(row.control_type, row.control_type)
    kept = ("id", "number", "control_type", "requirement", "contact", "asked_at", "answer", "answered_at")
    return {one: getattr(row, one) for one in kept} | {
        "state": standing_of(row).value,
        "control_type_name": name.as_dict(),
        "channel": row.channel.value,
        "channel_name": CHANNELS[row.channel].as_dict(),
        "text": row.question,
        "withdrawn_at": row.withdrawn_at,
    }


ROUTES = [Consultations, OneConsultation]
