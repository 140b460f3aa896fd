"""What a case shows, for programs: writing it down, reading it, who looked, the position put into an appeal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.params import FromPath
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import plain
from backend.control.cases.stepping import find_case
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.ombudsman.api_cases import case_document
from backend.ombudsman.api_shapes import LooksOut, OmbudsmanCaseOut, OmbudsmanPage, SharedOut, head
from backend.ombudsman.appeal_threads import call_in, let_go
from backend.ombudsman.attaching import attach
from backend.ombudsman.consents import lasting
from backend.ombudsman.opening import Shown, write_draft
from backend.ombudsman.paper import file_name
from backend.ombudsman.queries import due_dates, find_as
from backend.ombudsman.rights import NAME
from backend.ombudsman.sharing import named_files
from backend.ombudsman.shown import shared
from backend.ombudsman.similar import similar_to
from backend.ombudsman.views import COMPARED, FILE, PROGRAM, looks_of, note
from backend.papers.downloads import ANY_FILE, download
from backend.permissions import Actor, Permission
from backend.web.calls import Api, read_body
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import refuse_if_moved
from backend.web.etags import shown as tagged
from backend.web.forms import DayText, Input
from backend.web.openapi import BASE, reads, writes

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
TEXT = {"type": "string"}
SHOWN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "request": {**TEXT, "maxLength": 8000, "description": "Only while it is a draft"},
        "parts": {"type": "array", "items": TEXT, "description": "Of `nameable_parts`"},
        "files": {"type": "array", "items": TEXT, "description": "Of `nameable_files`"},
        "purpose": {**TEXT, "maxLength": 1000},
        "until": {**TEXT, "format": "date"},
        "presence": {"type": "boolean"},
        "may_ask": {"type": "boolean"},
    },
    "additionalProperties": False,
}
POSITION: dict[str, Any] = {
    "type": "object",
    "properties": {"appeal": {**TEXT, "maxLength": 32}},
    "required": ["appeal"],
    "additionalProperties": False,
}
THREAD: dict[str, Any] = {
    "type": "object",
    "properties": {"takes_part": {"type": "boolean"}},
    "required": ["takes_part"],
    "additionalProperties": False,
}
SAID = {"request": "Помогите.", "parts": ["event"], "purpose": "Позиция к жалобе", "until": "2026-12-20"}


class ShownBody(Input):
    """What to show."""

    request: str = Field(default="", max_length=8000)
    parts: list[str] = Field(default_factory=list, max_length=60)
    files: list[str] = Field(default_factory=list, max_length=200)
    purpose: str = Field(default="", max_length=1000)
    until: Annotated[date | None, DayText] = None
    presence: bool = False
    may_ask: bool = False


class PositionBody(Input):
    """Into which appeal the position goes."""

    appeal: str = Field(min_length=1, max_length=32)


class ThreadBody(Input):
    """Whether the ombudsman takes part in the thread of the appeal."""

    takes_part: bool


class SharedMaterial(Api):
    """The shared material of a case."""

    path = f"{BASE}/ombudsman-cases/{{case_id:str}}"
    tags = ["control"]

    @put("/shown", **writes("Say what a request shows", SHOWN, OmbudsmanCaseOut, WRITE, conflicts=True, example=SAID))
    def write_shown(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Write the draft of a consent: parts, files one by one, purpose, last day; it begins when it is sent."""
        row = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True).case
        refuse_if_moved(request, row.version)
        said = read_body(ShownBody, document)
        typed = Shown(said.request, said.parts, said.files, said.purpose, said.until, said.presence, said.may_ask)
        write_draft(session, row, typed, clock.today())
        seen = find_case(session, actor, NAME, case_id, clock.today())
        return tagged(request, case_document(session, seen), version=row.version)

    @get("/shared", **reads(READ, "What the client shows", SharedOut))
    def read_shared(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it to the ombudsman while the consent lasts; the client reads of each call."""
        row = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today()).case
        consent = lasting(session, case_id, clock.today())
        view = shared(session, row, consent, clock.now())
        note(request, actor, [case_id], PROGRAM, clock.now())
        parts = [
            {"part": one["code"], "name": one["name"].as_dict(), "data": plain(one["data"])} for one in view["material"]
        ]
        until = consent.until if consent is not None else None
        return tagged(request, {"request": view["words"], "until": until, "parts": parts, "files": view["files"]})

    @get("/shared/{file_id:str}", **reads(READ, "A file the client shows", None, files=(ANY_FILE,)))
    def download_shared_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        case_id: FromPath[str],
        file_id: FromPath[str],
    ) -> Response[bytes]:
        """Return it; its name says who took it, and when."""
        row = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today()).case
        consent = lasting(session, case_id, clock.today())
        named = named_files(session, row, consent) if consent is not None else []
        found = next((one for one in named if one.id == file_id), None)
        if found is None:
            raise NotFound
        note(request, actor, [case_id], FILE, clock.now(), found.id)
        name = file_name(found.name, row.platform_number, actor.name, clock.now())
        return download(settings_of(request).data, found.sha256, name)

    @get("/views", **reads(READ, "Who looked", LooksOut, tagged=True))
    def list_views(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: FromPath[str]
    ) -> Response[bytes]:
        """Return to the client who looked, at what, when."""
        find_as(session, actor, case_id, Side.BUSINESS, clock.today())
        items = [
            {"who": one["who"], "what": one["what"].as_dict(), "file": one["item"] or None, "at": one["at"]}
            for one in looks_of(session, case_id)
        ]
        return tagged(request, {"items": items})

    @get("/similar", **reads(READ, "Similar cases", OmbudsmanPage, tagged=True))
    def list_similar(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the cases of the ombudsman that share a requirement, ground, type of control or authority."""
        row = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today()).case
        found = similar_to(session, actor, row, clock.now())
        note(
            request,
            actor,
            [case_id, *(one.row.id for one in found if one.seen and one.by_material)],
            COMPARED,
            clock.now(),
        )
        rows = [one.row for one in found if one.seen]
        due = due_dates(session, rows)
        items = [head(session, one, Side.OMBUDSMAN, due) for one in rows]
        return tagged(request, {"items": items, "next": None})

    @post(
        "/position",
        **writes(
            "Attach the position to an appeal",
            POSITION,
            OmbudsmanCaseOut,
            WRITE,
            conflicts=True,
            example={"appeal": "0193f0a2b7c47c1e8d4f5a6b7c8d9e0f"},
        ),
    )
    def attach_position(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Put it into an appeal of the business, word for word (art. 41(4))."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True)
        refuse_if_moved(request, seen.case.version)
        said = read_body(PositionBody, document, ("appeal",))
        attach(session, seen.case, said.appeal, clock.now())
        return tagged(request, case_document(session, seen), version=seen.case.version)

    @post(
        "/appeal-thread",
        **writes(
            "Call the ombudsman into the thread of the appeal, or out",
            THREAD,
            OmbudsmanCaseOut,
            WRITE,
            conflicts=True,
            example={"takes_part": True},
        ),
    )
    def open_appeal_thread(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Let them read and write from now on while the consent lasts; nothing of before is shown by it."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True)
        refuse_if_moved(request, seen.case.version)
        said = read_body(ThreadBody, document, ("takes_part",))
        (call_in if said.takes_part else let_go)(session, seen.case, actor, clock.now())
        return tagged(request, case_document(session, seen), version=seen.case.version)


ROUTES: list[Any] = [SharedMaterial]
