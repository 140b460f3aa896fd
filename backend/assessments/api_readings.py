"""Readings and what is seen without asking, for programs. Only the business itself reads either."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, get, post
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.assessments.models import Reading
from backend.assessments.readings import ReadingInput, list_readings, record_reading
from backend.assessments.seen_status import Seen, seen_of
from backend.assessments.seen_words import sign_words
from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.own import OwnApi, OwnBusiness
from backend.web.api_schemas import TextOut
from backend.web.calls import answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads
from backend.web.paging import Cursor, Limit, page_of

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
EXAMPLE = {"requirement": "fire.alarm_maintenance", "kind": "done", "value": "yes", "at": "2026-11-28T09:00:00+03:00"}


class ReadingOut(BaseModel):
    """A reading as it is kept."""

    id: str
    requirement: str
    kind: str = Field(description="done, state or measure")
    value: str = Field(description="yes, no, or a decimal")
    source: str
    at: datetime


class ReadingsPage(BaseModel):
    """Readings, the newest first."""

    items: list[ReadingOut]
    next: str | None


class SignOut(BaseModel):
    """One sign: what it is, whether it speaks for (true), against (false) or is only there (null), and its day."""

    kind: str = Field(description="paper, date, notice, register or reading")
    speaks: bool | None
    on: date
    text: TextOut


class SeenOut(BaseModel):
    """What a requirement looks like from what is held here."""

    requirement: str
    status: str = Field(description="kept, not_kept or not_seen")
    answer: str | None = Field(description="What the self-assessment says")
    differs: bool
    signs: list[SignOut]


class SeenOfAll(BaseModel):
    """Every requirement of the list."""

    items: list[SeenOut]
    next: str | None


class Readings(OwnApi):
    """Readings of a business."""

    path = f"{HOME}/readings"
    tags = ["assessment"]

    @get(**reads(OWN, "Readings that programs sent", ReadingsPage, tagged=True))
    def list_own_readings(
        self, request: AnyRequest, session: Session, own: OwnBusiness, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return them, the newest first."""
        business = own.find()
        rows = {_key(row): row for row in list_readings(session, business.id)}
        part = page_of(sorted(rows, reverse=True), str, cursor, limit, ["readings", business.id])
        return shown(request, {"items": [_document(rows[key]) for key in part.items], "next": part.next})

    @post(**creates("Send a reading", ReadingInput, ReadingOut, example=EXAMPLE))
    def send_reading(
        self, request: AnyRequest, session: Session, actor: Actor, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep it. It is shown to the business alone and changes no answer."""
        business = own.take()
        data = read_body(ReadingInput, document, ("requirement", "kind", "value", "at"))

        def act() -> Response[bytes]:
            return answer(_document(record_reading(session, business.id, data, clock.now())), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class SeenByPrograms(OwnApi):
    """What is seen without asking."""

    path = f"{HOME}/seen"
    tags = ["assessment"]

    @get(**reads(OWN, "What requirements look like from what is held here", SeenOfAll, tagged=True))
    def list_own_seen(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return every requirement with its signs; for the business alone."""
        business = own.find()
        rows = {one.item.id: one for one in seen_of(session, business, clock.today())}
        part = page_of(sorted(rows), str, cursor, limit, ["seen", business.id])
        return shown(request, {"items": [_seen(rows[id_]) for id_ in part.items], "next": part.next})


def _key(row: Reading) -> str:
    return f"{row.at.isoformat()} {row.id}"


def _document(row: Reading) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ReadingOut.model_fields}


def _seen(one: Seen) -> dict[str, Any]:
    found = one.judgement
    return {
        "requirement": one.item.id,
        "status": found.status.value,
        "answer": one.answer.value if one.answer else None,
        "differs": one.differs,
        "signs": [
            {"kind": sign.kind.value, "speaks": sign.speaks, "on": sign.on, "text": sign_words(sign).as_dict()}
            for sign in (*found.because, *found.others)
        ],
    }


ROUTES = [Readings, SeenByPrograms]
