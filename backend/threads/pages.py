"""The page of a thread: reading, writing, marking as read, showing earlier words to a newcomer, files, the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.db.engine import open_session
from backend.errors import Invalid, NotFound
from backend.papers.downloads import download
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.threads.looking import note_look
from backend.threads.models import MessageKind
from backend.threads.queries import Place, find_file, find_place, readable, unseen_by
from backend.threads.service import Draft, enter, mark_read, send, show_earlier
from backend.threads.shown import lines_of, thread_view
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import Input, Whole, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from backend.web.tables import csv_answer
from rules.faults import Fault
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
FILE, ANSWER = "file", "answer:"
PATH = "/threads/{procedure:str}/{case_id:str}"
SENT = say_after("thread_sent", Text("Отправлено.", "Sent."))
READ = say_after("thread_read", Text("Отмечено прочитанным.", "Marked as read."))
SHOWN = say_after("thread_shown", Text("Показано сообщений: {0}.", "Messages shown: {0}."))


class MessageInput(Input):
    """A message as it is typed."""

    text: str = Field(min_length=1, max_length=4000)
    readers_sha256: str = Field(default="", max_length=64)
    kind: str = Field(default=MessageKind.MESSAGE.value, max_length=60)


class ReadInput(Input):
    """Up to which number messages were read."""

    up_to: Whole = Field(ge=1, le=10**9)


class ThreadPage(Controller):
    """What is written in a case."""

    path = PATH

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, procedure: str, case_id: str
    ) -> Response[Any]:
        """Show the newest messages; `before` goes back from a number, `answer` chooses a request to answer."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        note_look(request, actor, place, clock.now())
        asked = request.query_params.get("answer", "")
        values = {"kind": f"{ANSWER}{asked}"} if asked else {}
        return _page(request, session, place, values, before=_number(request.query_params.get("before", "")))

    @post(opt=ROOM, sync_to_thread=True)
    def write(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: str,
        case_id: str,
    ) -> Response[Any]:
        """Send it, or put a prepared sentence into the form; what was typed stays where it is refused."""
        # Looking into a file may take long: only then is the database taken for writing.
        with open_session(request.app.state.engine) as reading:
            place = find_place(reading, actor, procedure, case_id, clock.now())
            if "quick" in form.fields:
                return _page(request, reading, place, _with_sentence(request, reading, place, form))
        files, faults = files_in(form, FILE)
        place = enter(session, actor, procedure, case_id, clock.now())
        try:
            if faults:
                raise Invalid(faults)
            draft = _draft(form, files)
            send(session, settings_of(request).data, actor, place, draft, clock.now())
        except Invalid as refusal:
            session.rollback()
            place = find_place(session, actor, procedure, case_id, clock.now())
            return _page(request, session, place, _typed(form), refusal)
        return see(f"{place.address}#last", SENT)


class ReadForm(Controller):
    """Marking as read."""

    path = f"{PATH}/read"

    @post(opt=ROOM, sync_to_thread=True)
    def mark(
        self, session: Session, actor: Actor, clock: Clock, form: Form, procedure: str, case_id: str
    ) -> Response[Any]:
        """Mark the messages of others up to a number as read; their writers see it."""
        place = enter(session, actor, procedure, case_id, clock.now())
        mark_read(session, actor, place, read(ReadInput, form.flat()).up_to, clock.now())
        return see(place.address, READ)


class EarlierPage(Controller):
    """Showing a newcomer what was written before they came; the owner alone does."""

    path = f"{PATH}/earlier"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, procedure: str, case_id: str
    ) -> Response[Any]:
        """Show the messages that the one named by `to` does not see."""
        place, to = find_place(session, actor, procedure, case_id, clock.now()), request.query_params.get("to", "")
        if place.owns and not to:
            return see(place.address)  # the page of the thread names everybody to choose from
        return _earlier(request, session, place, to)

    @post(opt=ROOM, sync_to_thread=True)
    def choose(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: str,
        case_id: str,
    ) -> Response[Any]:
        """Show the chosen ones, or all that were on the page."""
        place, to = enter(session, actor, procedure, case_id, clock.now()), form.get("to")
        wanted = read(ReadInput, {"up_to": form.get("up_to")}).up_to if "all" in form.fields else form.all("messages")
        try:
            count = show_earlier(session, actor, place, to, wanted, clock.now())
        except Invalid as refusal:
            session.rollback()
            place = find_place(session, actor, procedure, case_id, clock.now())
            return _earlier(request, session, place, to, refusal)
        return see(place.address, SHOWN, count)


class FilePage(Controller):
    """A file of a message."""

    path = f"{PATH}/files/{{thread_file_id:str}}"

    @get(opt=ROOM, sync_to_thread=True)
    def hand_out(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: str,
        case_id: str,
        thread_file_id: str,
    ) -> Response[bytes]:
        """Hand it out to whoever reads the message."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        row = find_file(session, place, thread_file_id)
        note_look(request, actor, place, clock.now())
        return download(settings_of(request).data, row.sha256, row.name)


class MessagesTable(Controller):
    """What is written as a table."""

    path = f"{PATH}/messages.csv"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, procedure: str, case_id: str
    ) -> Response[bytes]:
        """Return the file: every message the participant reads."""
        place = find_place(session, actor, procedure, case_id, clock.now())
        note_look(request, actor, place, clock.now())
        return _table(request, session, place)


HEADS = (
    Text("Номер", "Number"),
    Text("Когда", "When"),
    Text("Кто", "Who"),
    Text("Вид", "Kind"),
    Text("Ответ на", "Answer to"),
    Text("Текст", "Text"),
    Text("Файлы", "Files"),
    Text("Кто мог прочесть", "Who could read it"),
)


def _table(request: AnyRequest, session: Session, place: Place) -> Response[bytes]:
    language = language_of(request)
    rows = [[head.in_(language) for head in HEADS]]
    for line in lines_of(session, place, readable(session, place)):
        when, answers = formats.moment(line["at"], language), str(line["answers"] or "")
        files = "; ".join(f"{file['name']} ({file['receipt']})" for file in line["files"])
        readers = "; ".join(name.in_(language) for name in line["readers"])
        who, kind = line["name"].in_(language), line["kind_name"].in_(language)
        rows.append([str(line["n"]), when, who, kind, answers, line["text"], files, readers])
    return csv_answer("yasno-thread", rows)


def _typed(form: Form) -> dict[str, str]:
    """Return what was typed; browsers end lines with two characters, which would count twice."""
    return {name: form.get(name).replace("\r\n", "\n") for name in MessageInput.model_fields if name in form.fields}


def _draft(form: Form, files: Any) -> Draft:
    typed = read(MessageInput, _typed(form))
    answers = typed.kind.removeprefix(ANSWER) if typed.kind.startswith(ANSWER) else ""
    kinds = {MessageKind.MESSAGE.value: MessageKind.MESSAGE, MessageKind.REQUEST.value: MessageKind.REQUEST}
    kind = MessageKind.ANSWER if answers else kinds.get(typed.kind, MessageKind.ANSWER)
    return Draft(typed.text, typed.readers_sha256, kind, answers, files)


def _with_sentence(request: AnyRequest, session: Session, place: Place, form: Form) -> dict[str, str]:
    prepared, number = thread_view(session, place)["quick"], _number(form.get("quick"))
    if not 0 < number <= len(prepared):
        raise NotFound
    typed = _typed(form)
    said = prepared[number - 1].in_(language_of(request))
    return typed | {"text": "\n".join(part for part in (typed.get("text", ""), said) if part)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page(
    request: AnyRequest,
    session: Session,
    place: Place,
    values: dict[str, str],
    refusal: Invalid | None = None,
    before: int = 0,
) -> Response[Any]:
    status = 422 if refusal else 200
    faults = [_placed(fault) for fault in refusal.faults] if refusal else []
    view = thread_view(session, place, before)
    return page(request, "threads/thread.html", status_code=status, values=values, faults=faults, **view)


def _placed(fault: Fault) -> Fault:
    """Where a page shows a fault: a request is chosen in the field of the kind."""
    return replace(fault, field="kind") if fault.field == "answers" else fault


def _earlier(
    request: AnyRequest, session: Session, place: Place, to: str, refusal: Invalid | None = None
) -> Response[Any]:
    other = next((one for one in place.case.participants if one.key == to and to != place.me.key), None)
    if not place.owns or other is None:
        raise NotFound
    rows = unseen_by(session, place, other)
    return page(
        request,
        "threads/earlier.html",
        status_code=422 if refusal else 200,
        to=other,
        back=place.address,
        title=place.case.title,
        lines=lines_of(session, place, rows),
        up_to=rows[-1].n if rows else 0,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [ThreadPage, ReadForm, EarlierPage, FilePage, MessagesTable]
MENU: list[Any] = []
