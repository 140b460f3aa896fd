"""Forms of the room beside its steps: messages, video slots, consents, files and handing them over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.files import hand_over, keep
from backend.control.cases.stepping import find_case
from backend.control.file_rights import find_any, find_readable
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import Seen, find_event, require_part
from backend.control.room_pages import part_page
from backend.control.talking import answer_slot, give_consent, propose_slot, withdraw_consent, write
from backend.db.engine import open_session
from backend.errors import Invalid, NotFound
from backend.papers.downloads import download
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.risk.models import Source
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import DayText, Input, Whole, read
from backend.web.redirects import say_after, see
from calculators.calendar import zone_of
from rules.faults import Fault
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
FILE = "file"
SENT = say_after("message_sent", Text("Сообщение отправлено.", "The message is sent."))
SLOT = say_after("slot_kept", Text("Время записано.", "The time is kept."))
CONSENT = say_after("consent_kept", Text("Согласие записано.", "The consent is kept."))
WITHDRAWN = say_after("consent_taken_back", Text("Согласие отозвано: доступ закрыт.", "The consent is taken back."))
ADDED = say_after(
    "files_added", Text("Файлы сохранены. Видите их только вы.", "The files are kept; only you see them.")
)
HANDED = say_after(
    "file_handed", Text("Файл передан. Расписка рядом с ним.", "The file is handed over, with a receipt.")
)


class MessageInput(Input):
    """A message."""

    text: str = Field(min_length=1, max_length=4000)


class SlotInput(Input):
    """A time for a talk."""

    starts_at: datetime
    minutes: Whole = Field(default=30, ge=10, le=240)
    link: str = Field(default="", max_length=500)


class ConsentInput(Input):
    """What to show to the ombudsman, until when."""

    until: Annotated[date, DayText]


class MessagesForm(Controller):
    """Writing in the case."""

    path = "/control-events/{event_id:str}/messages/new"

    @post(opt=ROOM, sync_to_thread=True)
    def send(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Send a message to the other side; what was typed stays on the page where it is refused."""
        seen = find_event(session, actor, event_id, clock.today())
        try:
            typed = read(MessageInput, form.flat())
            write(session, seen, actor, typed.text, clock.now())
        except Invalid as refusal:
            return _again(request, session, actor, clock, seen, Part.MESSAGES, form, refusal)
        return see(f"/control-events/{seen.event.id}#messages", SENT)


class SlotsForm(Controller):
    """Proposing a time."""

    path = "/control-events/{event_id:str}/video/new"

    @post(opt=ROOM, sync_to_thread=True)
    def propose(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Propose it to the other side; what was typed stays on the page where it is refused."""
        seen = find_event(session, actor, event_id, clock.today())
        try:
            typed = read(SlotInput, {name: value for name, value in form.flat().items() if value})
            local = typed.starts_at
            starts = local if local.tzinfo else local.replace(tzinfo=zone_of(seen.event.region))
            propose_slot(session, seen, actor, starts, typed.minutes, typed.link, clock.now())
        except Invalid as refusal:
            return _again(request, session, actor, clock, seen, Part.VIDEO, form, refusal)
        return see(f"/control-events/{seen.event.id}#video", SLOT)


class SlotForm(Controller):
    """Answering a proposed time."""

    path = "/control-events/{event_id:str}/video/{slot_id:str}/{answer:str}"

    @post(opt=ROOM, sync_to_thread=True)
    def take(
        self, session: Session, actor: Actor, clock: Clock, event_id: str, slot_id: str, answer: str
    ) -> Response[Any]:
        """Accept it, or call it off."""
        if answer not in ("accept", "cancel"):
            raise NotFound
        seen = find_event(session, actor, event_id, clock.today())
        answer_slot(session, seen, actor, slot_id, answer == "accept", clock.now())
        return see(f"/control-events/{seen.event.id}#video", SLOT)


class ConsentsForm(Controller):
    """Letting the ombudsman in."""

    path = "/control-events/{event_id:str}/consents/new"

    @post(opt=ROOM, sync_to_thread=True)
    def give(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Give a consent; what was ticked stays on the page where it is refused."""
        seen = find_event(session, actor, event_id, clock.today())
        try:
            typed = read(ConsentInput, {name: value for name, value in form.flat().items() if name != "parts"})
            give_consent(session, seen, actor, form.all("parts"), typed.until, clock.today(), clock.now())
        except Invalid as refusal:
            return _again(request, session, actor, clock, seen, Part.CONSENTS, form, refusal)
        return see(f"/control-events/{seen.event.id}#consents", CONSENT)


class ConsentWithdrawal(Controller):
    """Taking a consent back."""

    path = "/control-events/{event_id:str}/consents/{consent_id:str}/withdraw"

    @post(opt=ROOM, sync_to_thread=True)
    def take(self, session: Session, actor: Actor, clock: Clock, event_id: str, consent_id: str) -> Response[Any]:
        """Take it back at once."""
        seen = find_event(session, actor, event_id, clock.today())
        withdraw_consent(session, seen, actor, consent_id, clock.now())
        return see(f"/control-events/{seen.event.id}#consents", WITHDRAWN)


class FilesForm(Controller):
    """Adding one's own files to the room: nobody else reads them yet."""

    path = "/control-events/{event_id:str}/files/new"

    @post(opt=ROOM, sync_to_thread=True)
    def add(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Keep them."""
        # Looking into a file may take long; it is not worth it for whom the event does not exist.
        with open_session(request.app.state.engine) as reading:
            if find_event(reading, actor, event_id, clock.today()).side not in (Side.BUSINESS, Side.AUTHORITY):
                raise NotFound
        files, faults = files_in(form, FILE)
        if not files and not faults:
            faults = [Fault("missing", FILE, Text("Файл не выбран.", "No file is chosen."), CHOOSE)]
        seen = find_event(session, actor, event_id, clock.today())
        case = find_case(session, actor, "control_event", seen.event.id, clock.today())
        try:
            if faults:
                raise Invalid(faults)
            keep(session, settings_of(request).data, case, "paper", files, clock.now(), handed=False)
        except Invalid as refusal:
            return _again(request, session, actor, clock, seen, Part.OWN_FILES, form, refusal)
        return see(f"/control-events/{seen.event.id}#own_files", ADDED)


CHOOSE = Text("Выберите файл.", "Choose a file.")


def _again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    seen: Seen,
    part: Part,
    form: Form,
    refusal: Invalid,
) -> Response[Any]:
    """Return the part with the form as it was sent; the authority's own files have no page to come back to."""
    if part is Part.OWN_FILES and seen.side is Side.AUTHORITY:
        raise refusal
    require_part(seen, part)
    session.rollback()
    return part_page(request, session, actor, clock, seen.event.id, part.value, form, refusal)


class HandingOver(Controller):
    """Handing a file over is a step of its own, with a receipt."""

    path = "/control-files/{event_file_id:str}/hand-over"

    @post(opt=ROOM, sync_to_thread=True)
    def take(self, session: Session, actor: Actor, clock: Clock, event_file_id: str) -> Response[Any]:
        """Let the other side read the file from now on."""
        row, seen = find_readable(session, actor, event_file_id, clock.today())
        if row.side is not seen.side or seen.event.source is Source.BUSINESS:
            raise NotFound
        hand_over(session, row, actor.person_id or "", clock.now())
        return see(f"/control-events/{seen.event.id}#files", HANDED)


class FilePage(Controller):
    """A file of a room."""

    path = "/control-files/{event_file_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def hand_out(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_file_id: str
    ) -> Response[bytes]:
        """Hand it out to whoever may read it."""
        row = find_any(session, actor, event_file_id, clock.today())
        return download(settings_of(request).data, row.sha256, row.name)


ROUTES: list[Any] = [
    MessagesForm,
    SlotsForm,
    SlotForm,
    ConsentsForm,
    ConsentWithdrawal,
    FilesForm,
    HandingOver,
    FilePage,
]
