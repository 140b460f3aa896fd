"""Cases under control for programs: where one stands, its steps, opening one in a room, its files, a draft decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import CaseOut, EventFileOut, case_document, file_document
from backend.control.api.steps import STEP, act, read_said
from backend.control.cases.files import keep, list_files
from backend.control.cases.opening import begin
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.file_rights import is_readable
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.prescriptions.prescribing import NAME as PRESCRIPTION
from backend.control.queries import find_event, require_part
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Actor, Permission
from backend.web.calls import Api, answer
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.etags import refuse_if_moved, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
# In which part of the room a case is shown: who does not see the part does not see the case.
PARTS_OF: Mapping[str, Part] = {
    "control_event": Part.EVENT,
    "document_request": Part.REQUESTS,
    "postponement": Part.POSTPONEMENTS,
    "prescription": Part.PRESCRIPTIONS,
    "motion": Part.PRESCRIPTIONS,
    "remedy_agreement": Part.REMEDY,
}
SIDES = (Side.BUSINESS, Side.AUTHORITY)
FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"}
    },
    "required": ["file"],
    "additionalProperties": False,
}
EXAMPLE = {"fields": {"reason": "Сведения подтвердились."}, "outside": {"number": "77260841000112233445"}}


class Cases(Api):
    """One case of any kind."""

    path = f"{BASE}/cases/{{procedure:str}}/{{case_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "A case under control", CaseOut, tagged=True))
    def show_case(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Return where it stands, whom it waits for, its files, and the steps open now with their fields."""
        seen = find_seen(session, actor, procedure, case_id, clock)
        return shown_case(request, session, actor, clock, seen)

    @post(
        "/steps/{action:str}",
        **writes("Take a step of a case", STEP, CaseOut, WRITE, creates=True, conflicts=True, example=EXAMPLE),
    )
    def take_case_step(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
        action: FromPath[str],
    ) -> Response[bytes]:
        """Take it: `fields` of the step, its official record in `outside`, in `file` the id of a paper added before."""
        seen = find_seen(session, actor, procedure, case_id, clock, write=True)

        def take() -> Response[bytes]:
            refuse_if_moved(request, seen.case.version)
            act(session, settings_of(request), seen, actor, action, read_said(document), clock.now())
            return shown_case(request, session, actor, clock, seen)

        return once(request, session, actor, business_of(seen), document, clock.now(), take)

    @post("/files", **creates("Add a file to a case", None, EventFileOut, WRITE, form=FORM))
    def add_case_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep a file of one's own; the other side reads it when a step names it, or when it is handed over."""
        with open_session(request.app.state.engine) as reading:
            find_seen(reading, actor, procedure, case_id, clock)
        file, sent = file_in(request, form)
        seen = find_seen(session, actor, procedure, case_id, clock)
        if seen.side is Side.OMBUDSMAN:
            raise NotFound

        def add() -> Response[bytes]:
            rows = keep(session, settings_of(request).data, seen, "paper", [file], clock.now(), handed=False)
            return answer(file_document(rows[0]), 201)

        return once(request, session, actor, business_of(seen), {"sha256": sent}, clock.now(), add)

    @get("/files/{event_file_id:str}", **reads(READ, "Download a file of a case", None, files=(ANY_FILE,)))
    def download_case_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
        event_file_id: FromPath[str],
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        seen = find_seen(session, actor, procedure, case_id, clock)
        row = next((one for one in _files(session, actor, seen, clock) if one.id == event_file_id), None)
        if row is None:
            raise NotFound
        return download(settings_of(request).data, row.sha256, row.name)


class RoomCases(Api):
    """Opening a case in the room of an event."""

    path = f"{BASE}/control-events/{{event_id:str}}/cases/{{procedure:str}}"
    tags = ["control"]

    @post(**creates("Open a case in a room", STEP, CaseOut, WRITE, conflicts=True, example={"fields": {}}))
    def open_case(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        event_id: FromPath[str],
        procedure: FromPath[str],
    ) -> Response[bytes]:
        """Open it by its first step: a demand for papers, a request to move the event, a prescription."""
        room = find_event(session, actor, event_id, clock.today(), write=True)

        def open_it() -> Response[bytes]:
            seen, action = begin(session, room, actor, procedure, clock.now())
            session.add(seen.case)
            session.flush()
            act(session, settings_of(request), seen, actor, action, read_said(document), clock.now())
            made = shown_case(request, session, actor, clock, seen)
            made.status_code = 201
            return made

        return once(request, session, actor, room.event.business_id, document, clock.now(), open_it)


def find_seen(
    session: Session, actor: Actor, procedure: str, case_id: str, clock: Clock, *, write: bool = False
) -> CaseSeen:
    """Return a case as the actor sees it; one that lies in a room only with its part of the room.

    Raises:
        NotFound: no such case, or not theirs.
    """
    seen = find_case(session, actor, procedure, case_id, clock.today(), write=write)
    event_id = _event_of(seen)
    # An agreement in place of a prescription goes to the prosecutor, who has nothing to do with the event itself.
    if event_id is None or (procedure == PRESCRIPTION and seen.side is Side.PROSECUTOR):
        return seen
    part = PARTS_OF.get(procedure)
    if part is not None:
        require_part(find_event(session, actor, event_id, clock.today()), part)
    elif seen.side not in SIDES:
        raise NotFound
    return seen


def _event_of(seen: CaseSeen) -> str | None:
    if seen.kind.procedure == "control_event":
        return str(seen.case.id)
    # A case that stands by itself may name an event it came from; its own rights decide.
    return None if seen.kind.standing is not None else getattr(seen.case, "event_id", None)


def business_of(seen: CaseSeen) -> str | None:
    return getattr(seen.case, "business_id", None)


def _files(session: Session, actor: Actor, seen: CaseSeen, clock: Clock) -> Sequence[EventFile]:
    rows = list_files(session, [seen.case.id], seen.side)
    event_id = _event_of(seen)
    if event_id is None or seen.side is not Side.OMBUDSMAN:
        return rows
    room = find_event(session, actor, event_id, clock.today())
    return [row for row in rows if is_readable(room, row)]


def shown_case(request: AnyRequest, session: Session, actor: Actor, clock: Clock, seen: CaseSeen) -> Response[bytes]:
    files = _files(session, actor, seen, clock)
    return shown(request, case_document(session, seen, actor, files, clock.now()), version=seen.case.version)


ROUTES = [Cases, RoomCases]
