"""Threads for programs: who would read, what was written, sending to exactly those readers, files, marks, newcomers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Actor, Permission
from backend.threads.hosts import ThreadSide
from backend.threads.looking import note_look
from backend.threads.models import MessageKind
from backend.threads.queries import Place, find_file, find_place, readable, unread
from backend.threads.readers import digest_of, readers_of, told
from backend.threads.service import Draft, enter, mark_read, send, show_earlier
from backend.threads.shown import lines_of, newcomers
from backend.threads.words import sentences
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.etags import shown
from backend.web.forms import Input, Whole, read
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import Fault, InputError
from rules.text import Text

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
HOME = f"{BASE}/threads/{{procedure:str}}/{{case_id:str}}"
SHA = "a" * 64
EXAMPLE = {"kind": "message", "text": "Документы приложены.", "readers_sha256": SHA}
SHOW = {"to": "ombudsman:1", "up_to": 3}
OF_FILE = ("text", "kind", "answers", "readers_sha256")
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"},
        "text": {"type": "string", "minLength": 1, "maxLength": 4000},
        "kind": {"enum": [kind.value for kind in MessageKind]},
        "answers": {"type": "string", "maxLength": 32, "description": "Id of the request that is answered"},
        "readers_sha256": {"type": "string", "maxLength": 64},
    },
    "required": ["file", "text", "readers_sha256"],
    "additionalProperties": False,
}


class ReaderOut(BaseModel):
    """Somebody who reads: a person, or an office with so many people."""

    key: str
    side: ThreadSide
    role: str
    region: str
    name: TextOut
    people: int


class NewcomerOut(BaseModel):
    """Who does not see messages written before they came; the owner may show them."""

    key: str
    name: TextOut
    hidden: int


class ThreadOut(BaseModel):
    """A thread as its participant has it: who would read a message sent now, and the hash to send it with."""

    procedure: str = Field(examples=["appeal"])
    case_id: str
    title: TextOut
    me: str = Field(description="Key of the participant the caller is")
    owner: bool = Field(description="Whether the caller may show earlier messages to newcomers")
    readers: list[ReaderOut]
    readers_sha256: str
    messages: int
    unread: int
    newcomers: list[NewcomerOut]
    sentences: list[TextOut] = Field(description="Prepared sentences, to be edited before sending")


class MomentOut(BaseModel):
    """Who, and when."""

    name: TextOut
    at: datetime


class ThreadFileOut(BaseModel):
    """A file of a message with the number of its receipt."""

    id: str
    name: str
    receipt: str


class ThreadMessageOut(BaseModel):
    """A message. `readers` could read it when it was sent; `shown_later` saw it by a step of the owner."""

    id: str
    n: int
    kind: MessageKind
    answers: int | None = Field(description="Number of the request that it answers")
    open: bool = Field(description="A request nobody answered yet")
    answered_by: int | None
    mine: bool
    name: TextOut
    text: str
    at: datetime
    files: list[ThreadFileOut]
    readers: list[TextOut]
    shown_later: list[MomentOut]
    read: list[MomentOut] = Field(description="Read marks, of one's own messages only")


class ThreadMessagePage(BaseModel):
    """Messages, the oldest first."""

    items: list[ThreadMessageOut]
    next: str | None


class NewThreadMessage(Input):
    """Words for exactly the readers of `readers_sha256`; where they have changed nothing is sent."""

    text: str = Field(min_length=1, max_length=4000)
    readers_sha256: str = Field(max_length=64)
    kind: MessageKind = MessageKind.MESSAGE
    answers: str = Field(default="", max_length=32, description="Id of the request that is answered")


class ReadUpTo(Input):
    """Up to which number the messages of others were read."""

    up_to: Whole = Field(ge=1, le=10**9)


class Earlier(Input):
    """What to show to a newcomer: named messages, or all up to a number."""

    to: str = Field(min_length=1, max_length=120)
    messages: list[str] = Field(default_factory=list, max_length=1000)
    up_to: Whole | None = Field(default=None, ge=1, le=10**9)


class OneThread(Api):
    """One thread."""

    path = HOME
    tags = ["control"]

    @get(**reads(READ, "The thread of a case", ThreadOut, tagged=True))
    def show_thread(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Return who would read a message sent now, and what waits."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        return shown(request, thread_document(session, place))

    @post("/read", **writes("Mark messages as read", ReadUpTo, ThreadOut, WRITE, example={"up_to": 3}))
    def read_thread(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Mark the messages of others up to a number as read; their writers see it."""
        place = enter(session, actor, procedure, case_id, clock.now())
        mark_read(session, actor, place, read_body(ReadUpTo, document, ("up_to",)).up_to, clock.now())
        return answer(thread_document(session, place))

    @post("/earlier", **writes("Show a newcomer earlier messages", Earlier, ThreadOut, WRITE, example=SHOW))
    def show_earlier_messages(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Show them what was written before they came, message by message or all; only the owner does."""
        place = enter(session, actor, procedure, case_id, clock.now())
        if not place.owns:
            raise NotFound
        data = read_body(Earlier, document, ("to",))
        if data.messages and data.up_to is not None:
            both = Text("Либо messages, либо up_to.", "Either messages or up_to.")
            raise InputError([Fault("both", "up_to", both, Text("Оставьте одно.", "Keep one of them."))])
        wanted = data.messages if data.up_to is None else data.up_to
        show_earlier(session, actor, place, data.to, wanted, clock.now())
        return answer(thread_document(session, place))


class ThreadMessages(Api):
    """What is written."""

    path = f"{HOME}/messages"
    tags = ["control"]

    @get(**reads(READ, "Messages of a thread", ThreadMessagePage, tagged=True))
    def list_thread_messages(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those the caller was a reader of, or was shown later."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        note_look(request, actor, place, clock.now())
        part = page_of(readable(session, place), lambda row: row.id, cursor, limit, ["thread", procedure, case_id])
        items = [message_document(line) for line in lines_of(session, place, part.items)]
        return shown(request, {"items": items, "next": part.next})

    @post(**creates("Write in a thread", NewThreadMessage, ThreadMessageOut, WRITE, example=EXAMPLE))
    def write_in_thread(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Send words, a request or the answer to one; refused with the new readers where they have changed."""
        place = enter(session, actor, procedure, case_id, clock.now())
        data = read_body(NewThreadMessage, document, ("text", "readers_sha256"))
        draft = Draft(data.text, data.readers_sha256, data.kind, data.answers)
        return _sent(request, session, actor, place, draft, document, clock.now())


class ThreadFiles(Api):
    """Files of a thread."""

    path = f"{HOME}/files"
    tags = ["control"]

    @post(**creates("Send a file in a thread", None, ThreadMessageOut, WRITE, form=FORM))
    def send_thread_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Send a message with a file; the answer holds the number of its receipt."""
        # Looking into a file may take long: only then is the database taken for writing.
        with open_session(request.app.state.engine) as reading:
            find_place(reading, actor, procedure, case_id, clock.now())
        file, sha256 = file_in(request, form, OF_FILE)
        data = read(NewThreadMessage, {name: form.get(name) for name in OF_FILE if name in form.fields})
        place = enter(session, actor, procedure, case_id, clock.now())
        draft = Draft(data.text, data.readers_sha256, data.kind, data.answers, [file])
        return _sent(request, session, actor, place, draft, {**data.model_dump(), "sha256": sha256}, clock.now())

    @get("/{thread_file_id:str}", **reads(READ, "Download a file of a thread", None, files=(ANY_FILE,)))
    def download_thread_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
        thread_file_id: FromPath[str],
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        row = find_file(session, place, thread_file_id)
        note_look(request, actor, place, clock.now())
        return download(settings_of(request).data, row.sha256, row.name)


def _sent(
    request: AnyRequest, session: Session, actor: Actor, place: Place, draft: Draft, sent: object, now: datetime
) -> Response[bytes]:
    def act() -> Response[bytes]:
        row = send(session, settings_of(request).data, actor, place, draft, now)
        return answer(message_document(lines_of(session, place, [row])[0]), 201)

    return once(request, session, actor, place.case.business_id, sent, now, act)


def thread_document(session: Session, place: Place) -> dict[str, Any]:
    """Return a thread as its participant has it."""
    readers, host = readers_of(place.case), place.host
    return {
        "procedure": host.procedure,
        "case_id": place.case_id,
        "title": place.case.title.as_dict(),
        "me": place.me.key,
        "owner": place.owns,
        "readers": told(readers),
        "readers_sha256": digest_of(readers),
        "messages": len(readable(session, place)),
        "unread": len(unread(session, place)),
        "newcomers": [{**one, "name": one["name"].as_dict()} for one in newcomers(session, place)],
        "sentences": [one.as_dict() for one in sentences(host.quick(place.me.side), place.me.side)],
    }


def message_document(line: dict[str, Any]) -> dict[str, Any]:
    """Return a message as programs see it."""
    kept = ("id", "n", "answers", "open", "answered_by", "mine", "text", "at")
    return {
        **{name: line[name] for name in kept},
        "kind": line["kind"].value,
        "name": line["name"].as_dict(),
        "files": [{name: file[name] for name in ("id", "name", "receipt")} for file in line["files"]],
        "readers": [name.as_dict() for name in line["readers"]],
        "shown_later": [{"name": one["name"].as_dict(), "at": one["at"]} for one in line["later"]],
        "read": [{"name": one["name"].as_dict(), "at": one["at"]} for one in line["read"]],
    }


ROUTES = [OneThread, ThreadMessages, ThreadFiles]
