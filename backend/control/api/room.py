"""What lies in a room, for programs: files and their handing over, messages, video slots, consents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import EventFileOut, EventFilesOut, file_document
from backend.control.cases.files import hand_over, keep
from backend.control.cases.stepping import find_case
from backend.control.file_rights import find_readable, list_readable
from backend.control.models import EventFile, EventMessage, RoomConsent, VideoSlot
from backend.control.models.room import Side
from backend.control.queries import Seen, find_event
from backend.control.talking import answer_slot, give_consent, propose_slot, withdraw_consent, write
from backend.control.talking_pages import MessageInput
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Actor, Permission
from backend.risk.models import Source
from backend.web.calls import Api, answer, parts, read_body
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.etags import shown
from backend.web.forms import DayText, Input, Whole
from backend.web.idempotency import once
from backend.web.openapi import BASE, changes, creates, reads
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.shapes import wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
ROOM = f"{BASE}/control-events/{{event_id:str}}"
WRITERS = (Side.BUSINESS, Side.AUTHORITY)
FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"}
    },
    "required": ["file"],
    "additionalProperties": False,
}


class MessageOut(BaseModel):
    """A message in the case."""

    id: str
    side: str
    text: str
    at: datetime


class NewMessage(MessageInput):
    """Words to the other side."""


class NewSlot(Input):
    """A time for a talk by video; without an offset it is in the zone of the event's region."""

    starts_at: str = Field(min_length=16, max_length=40, pattern="^20[0-9]{2}-", examples=["2026-12-01T10:00"])
    minutes: Whole = Field(default=30, ge=10, le=240)
    link: str = Field(default="", max_length=500)


class SlotOut(BaseModel):
    """A time for a talk by video."""

    id: str
    side: str
    starts_at: datetime
    minutes: int
    link: str
    accepted_at: datetime | None
    cancelled_at: datetime | None


class NewConsent(Input):
    """Which parts of the room the ombudsman may see, until which day."""

    parts: list[str] = Field(max_length=40, examples=[["event", "act"]])
    until: Annotated[date, DayText]


class ConsentOut(BaseModel):
    """A consent to the ombudsman."""

    id: str
    parts: list[str]
    until: date
    wording: str
    given_at: datetime
    withdrawn_at: datetime | None


class RoomFiles(Api):
    """Files of a room."""

    path = f"{ROOM}/files"
    tags = ["control"]

    @get(**reads(READ, "Files of a room", EventFilesOut, tagged=True))
    def list_room_files(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return one's own, and those handed over to one."""
        seen = find_event(session, actor, event_id, clock.today())
        return shown(request, {"items": [file_document(row) for row in list_readable(session, seen)]})

    @post(**creates("Add a file to a room", None, EventFileOut, WRITE, form=FORM))
    def add_room_file(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Keep a file of one's own: nobody else reads it until it is handed over."""
        # Looking into a file may take long: only then is the database taken for writing.
        with open_session(request.app.state.engine) as reading:
            _writer(find_event(reading, actor, event_id, clock.today()))
        file, sent = file_in(request, form)
        seen = _writer(find_event(session, actor, event_id, clock.today()))

        def act() -> Response[bytes]:
            case = find_case(session, actor, "control_event", seen.event.id, clock.today())
            rows = keep(session, settings_of(request).data, case, "paper", [file], clock.now(), handed=False)
            return answer(file_document(rows[0]), 201)

        return once(request, session, actor, seen.event.business_id, {"sha256": sent}, clock.now(), act)

    @get("/{event_file_id:str}", **reads(READ, "Download a file of a room", None, files=(ANY_FILE,)))
    def download_room_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        event_id: FromPath[str],
        event_file_id: FromPath[str],
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        row, _ = _file_in(session, actor, clock, event_id, event_file_id)
        return download(settings_of(request).data, row.sha256, row.name)

    @post("/{event_file_id:str}/hand-over", **changes(WRITE, "Hand a file over", EventFileOut))
    def hand_room_file_over(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str], event_file_id: FromPath[str]
    ) -> Response[bytes]:
        """Let the other side read a file from now on; the answer holds the number of the receipt."""
        row, seen = _file_in(session, actor, clock, event_id, event_file_id)
        if row.side is not seen.side or seen.event.source is Source.BUSINESS:
            raise NotFound
        return answer(file_document(hand_over(session, row, actor.person_id or "", clock.now())))


class RoomMessages(Api):
    """Words in the case; read them as the part `messages`."""

    path = f"{ROOM}/messages"
    tags = ["control"]

    @post(**creates("Write in the case", NewMessage, MessageOut, WRITE, example={"text": "Документы готовы."}))
    def write_message(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Send words to the other side, who reads them in the room; not a question about requirements."""
        seen = _two_sides(find_event(session, actor, event_id, clock.today()))
        data = read_body(NewMessage, document, ("text",))

        def act() -> Response[bytes]:
            row: EventMessage = write(session, seen, actor, data.text, clock.now())
            return answer({"id": row.id, "side": row.side.value, "text": row.text, "at": row.at}, 201)

        return once(request, session, actor, seen.event.business_id, document, clock.now(), act)


class RoomSlots(Api):
    """Times for a talk by video; read them as the part `video`."""

    path = f"{ROOM}/video"
    tags = ["control"]

    @post(**creates("Propose a time for a talk", NewSlot, SlotOut, WRITE, example={"starts_at": "2026-12-01T10:00"}))
    def propose_video(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Propose it to the other side."""
        seen = _two_sides(find_event(session, actor, event_id, clock.today()))
        data = read_body(NewSlot, document, ("starts_at",))
        starts = _moment(data.starts_at, seen)

        def act() -> Response[bytes]:
            return answer(_slot(propose_slot(session, seen, actor, starts, data.minutes, data.link, clock.now())), 201)

        return once(request, session, actor, seen.event.business_id, document, clock.now(), act)

    @post("/{slot_id:str}/accept", **changes(WRITE, "Accept a proposed time", SlotOut, conflicts=True))
    def accept_video(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str], slot_id: FromPath[str]
    ) -> Response[bytes]:
        """Accept what the other side proposed."""
        seen = find_event(session, actor, event_id, clock.today())
        answer_slot(session, seen, actor, slot_id, True, clock.now())
        return answer(_slot(session.get_one(VideoSlot, slot_id)))

    @post("/{slot_id:str}/cancel", **changes(WRITE, "Call a talk off", SlotOut, conflicts=True))
    def cancel_video(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str], slot_id: FromPath[str]
    ) -> Response[bytes]:
        """Call it off, whoever proposed it."""
        seen = find_event(session, actor, event_id, clock.today())
        answer_slot(session, seen, actor, slot_id, False, clock.now())
        return answer(_slot(session.get_one(VideoSlot, slot_id)))


class RoomConsents(Api):
    """Letting the ombudsman in; read consents as the part `consents`."""

    path = f"{ROOM}/consents"
    tags = ["control"]

    @post(
        **creates(
            "Let the ombudsman see parts of a room",
            NewConsent,
            ConsentOut,
            WRITE,
            example={"parts": ["event", "act"], "until": "2027-03-01"},
        )
    )
    def give_room_consent(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Name the parts and the last day; only the business does that."""
        seen = find_event(session, actor, event_id, clock.today())
        if seen.side is not Side.BUSINESS:
            raise NotFound
        data = read_body(NewConsent, _checked(document), ("parts", "until"))

        def act() -> Response[bytes]:
            row = give_consent(session, seen, actor, data.parts, data.until, clock.today(), clock.now())
            return answer(_consent(row), 201)

        return once(request, session, actor, seen.event.business_id, document, clock.now(), act)

    @post("/{consent_id:str}/withdraw", **changes(WRITE, "Take a consent back", ConsentOut))
    def withdraw_room_consent(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str], consent_id: FromPath[str]
    ) -> Response[bytes]:
        """Take it back: the ombudsman sees nothing from this moment."""
        seen = find_event(session, actor, event_id, clock.today())
        withdraw_consent(session, seen, actor, consent_id, clock.now())
        return answer(_consent(session.get_one(RoomConsent, consent_id)))


def _writer(seen: Seen) -> Seen:
    if seen.side not in WRITERS:
        raise NotFound
    return seen


def _two_sides(seen: Seen) -> Seen:
    """An own copy has nobody on the other side."""
    if seen.event.source is Source.BUSINESS:
        raise NotFound
    return _writer(seen)


def _file_in(session: Session, actor: Actor, clock: Clock, event_id: str, file_id: str) -> tuple[EventFile, Seen]:
    row, seen = find_readable(session, actor, file_id, clock.today())
    if event_id not in (row.event_id, seen.event.id):
        raise NotFound
    return row, seen


def _moment(text: str, seen: Seen) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            [wrong("starts_at", text, "время, например 2026-12-01T10:00", "a time, such as 2026-12-01T10:00")]
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_of(seen.event.region or None))


def _checked(document: object) -> dict[str, Any]:
    """A number would pass for seconds since 1970."""
    given = parts(document, ("parts", "until"))
    if not isinstance(given["until"], str):
        raise InputError([wrong("until", given["until"], "день, например 2027-03-01", "a day, such as 2027-03-01")])
    return given


def _slot(row: VideoSlot) -> dict[str, Any]:
    names = ("id", "starts_at", "minutes", "link", "accepted_at", "cancelled_at")
    return {name: getattr(row, name) for name in names} | {"side": row.side.value}


def _consent(row: RoomConsent) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "parts", "until", "wording", "given_at", "withdrawn_at")}


ROUTES = [RoomFiles, RoomMessages, RoomSlots, RoomConsents]
