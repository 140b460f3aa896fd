"""What a business notes beside the steps of its cases, for programs: a paper handed over, a declaration out of date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.cases import find_seen, shown_case
from backend.control.api.shapes import CaseOut
from backend.control.declaration_pages import ChangeInput
from backend.control.declaring import NAME as DECLARATION
from backend.control.declaring import note_change
from backend.control.handing import hand_paper
from backend.control.models.room import Side
from backend.control.queries import find_event
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved
from backend.web.openapi import BASE, changes, writes
from rules.faults import InputError
from rules.shapes import missing

WRITE = Permission.CONTROL_WRITE_BY_KEY


class HandedNoteOut(BaseModel):
    """A note that the other side may read from now on."""

    procedure: str = Field(examples=["document_request"])
    id: str
    receipt: str = Field(description="Number of the receipt", examples=["7KQ2-MX4P-9RTD"])
    handed_at: datetime


class HandedNotes(Api):
    """What a business noted of a paper before its copy met the official event."""

    path = f"{BASE}/control-events/{{event_id:str}}/cases/{{procedure:str}}/{{case_id:str}}/hand-over"
    tags = ["control"]

    @post(**changes(WRITE, "Hand a note over", HandedNoteOut, conflicts=True))
    def hand_note_over(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        event_id: FromPath[str],
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Let the authority read it, as words in the case; 409 when it was handed over before."""
        seen = find_event(session, actor, event_id, clock.today(), write=True)
        row = hand_paper(session, seen, actor, procedure, case_id, clock.now())
        return answer({"procedure": procedure, "id": row.id, "receipt": row.receipt, "handed_at": row.handed_at})


class Changes(Api):
    """What a declaration states has changed: a month to bring it up to date (248-ФЗ, art. 51(6))."""

    path = f"{BASE}/cases/{{procedure:str}}/{{case_id:str}}/changed"
    tags = ["control"]

    @post(
        **writes(
            "Note that what is declared has changed",
            ChangeInput,
            CaseOut,
            WRITE,
            conflicts=True,
            example={"changed_on": "2026-11-20"},
        )
    )
    def note_declared_change(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep the day of the change; cases of other kinds have none."""
        seen = find_seen(session, actor, procedure, case_id, clock, write=True)
        if procedure != DECLARATION or seen.side is not Side.BUSINESS:
            raise NotFound
        refuse_if_moved(request, seen.case.version)
        day = read_body(ChangeInput, document, ("changed_on",)).changed_on
        if day is None:
            raise InputError([missing("changed_on")])
        note_change(session, seen.case, day, clock.today(), clock.now())
        return shown_case(request, session, actor, clock, seen)


ROUTES: list[Any] = [HandedNotes, Changes]
