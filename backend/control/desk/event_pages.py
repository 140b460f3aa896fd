"""Preparing an event: from an object, its draft decision, the requirements it names, its papers."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.cases.naming import event_title, type_name
from backend.control.cases.numbering import number_event
from backend.control.cases.pages import typed_in
from backend.control.creating import create_event, new_event_asks, said_of
from backend.control.desk.drafting import draft_asks, draft_values, fifteen, find_draft, items_of, save_draft
from backend.control.desk.forms import VERSION, read_form
from backend.control.desk.objects import find_object
from backend.control.desk.papers import find_paper, paper_of
from backend.control.desk.picking import add_item, drop_item, find_choices
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import Seen, find_event, require_part
from backend.control.room_pages import part_page
from backend.errors import Changed, Invalid, NotFound
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.risk.models import Source
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
ROOM = {"permission": Permission.CONTROL_ROOM}
OBJECT = "object"
CREATED = say_after("event_created", Text("Проверка № {0} заведена: заполните решение.", "Event No. {0}: fill it in."))
KEPT = say_after("draft_kept", Text("Проект сохранён.", "The draft is saved."))
NUMBERED = say_after("event_numbered", Text("Номер записан.", "The number is written down."))


class NewEventPage(Controller):
    """A new event at an object of the body."""

    path = "/desk/control/events/new"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for its kind and ground."""
        return _new_page(request, session, actor, request.query_params.get(OBJECT, ""), {})

    @post(opt=DESK, sync_to_thread=True)
    def create(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make it, and go on to its draft."""
        body, object_id = body_of(session, actor), form.get(OBJECT)
        object = find_object(session, body, object_id)
        try:
            said = said_of(read_form(form, new_event_asks(), body.region, clock.now(), also=(OBJECT,)))
        except Invalid as refusal:
            return _new_page(request, session, actor, object_id, typed_in(form), refusal)
        event = create_event(session, actor, body, object, said, clock.now())
        return see(f"/desk/control/events/{event.id}/draft", CREATED, event.number)


class DraftPage(Controller):
    """The draft of a decision: fifteen items of art. 64(1)."""

    path = "/desk/control/events/{event_id:str}/draft"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show what is filled and what is left."""
        seen = find_draft(session, actor, event_id, clock.today())
        return _draft_page(request, session, seen, draft_values(seen.event))

    @post(opt=DESK, sync_to_thread=True)
    def keep(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Keep what was typed."""
        seen = find_draft(session, actor, event_id, clock.today(), write=True)
        _refuse_old(form, seen)
        try:
            typed = read_form(form, draft_asks(seen.event), seen.event.region, clock.now())
            save_draft(session, actor, seen.event, typed, clock.now())
        except Invalid as refusal:
            session.rollback()
            seen = find_draft(session, actor, event_id, clock.today())
            return _draft_page(request, session, seen, typed_in(form), refusal)
        return see(f"/desk/control/events/{event_id}/draft", KEPT)


class ScopePage(Controller):
    """The requirements a draft names."""

    path = "/desk/control/events/{event_id:str}/scope"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str, q: str = ""
    ) -> Response[Any]:
        """Show them, and what the words find in the registry."""
        seen = find_draft(session, actor, event_id, clock.today())
        words = q.strip()[:200].replace("\x00", "")
        return page(
            request,
            "control/desk/scope.html",
            event=seen.event,
            title=event_title(seen.event),
            words=words,
            items=items_of(session, seen.event),
            found=find_choices(session, seen.event, words, clock.today()),
            open=seen.event.state == "PREPARING",
        )

    @post(opt=DESK, sync_to_thread=True)
    def change(self, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str) -> Response[Any]:
        """Add one of the registry, or take one out."""
        seen = find_draft(session, actor, event_id, clock.today(), write=True)
        if form.get("drop"):
            drop_item(session, seen.event, form.get("drop"))
        else:
            add_item(session, seen.event, form.get("requirement"))
        return see(f"/desk/control/events/{event_id}/scope")


class NumberForm(Controller):
    """The number in ЕРКНМ, when it comes after the approval."""

    path = "/desk/control/events/{event_id:str}/number"

    @post(opt=DESK, sync_to_thread=True)
    def write(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Write it down; the business's own copy with that number gives way."""
        seen = find_event(session, actor, event_id, clock.today(), write=True)
        if seen.side is not Side.AUTHORITY:
            raise NotFound
        try:
            number = form.get("registry_number").strip()
            number_event(session, seen.event, number, clock.today(), clock.now(), "registry_number")
        except Invalid as refusal:
            session.rollback()
            return part_page(request, session, actor, clock, event_id, Part.DRAFT.value, form, refusal)
        return see(f"/control-events/{event_id}", NUMBERED)


class PaperPage(Controller):
    """A paper of an event, as a draft on paper."""

    path = "/control-events/{event_id:str}/papers/{paper:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def hand_out(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str, paper: str
    ) -> Response[bytes]:
        """Hand it out to the sides that see its part of the room."""
        seen = find_event(session, actor, event_id, clock.today())
        require_part(seen, find_paper(seen.event, paper).part)
        # In an own copy the papers are the authority's: the business has them in its hands.
        if seen.event.source is Source.BUSINESS:
            raise NotFound
        content = paper_of(session, seen.event, paper, seen.parts)
        name = f"{paper}-{seen.event.number}.pdf"
        return Response(content, media_type="application/pdf", headers=headers_of(name))


def _refuse_old(form: Form, seen: Seen) -> None:
    if form.get(VERSION) and form.get(VERSION) != str(seen.event.version):
        raise Changed


def _new_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    object_id: str,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    body = body_of(session, actor)
    object = find_object(session, body, object_id) if object_id else None
    return page(
        request,
        "control/desk/new_event.html",
        status_code=422 if refusal else 200,
        object=object,
        type=type_name(object.control_type) if object else None,
        asks=new_event_asks(),
        values=values,
        faults=refusal.faults if refusal else (),
        language=language_of(request),
    )


def _draft_page(
    request: AnyRequest, session: Session, seen: Seen, values: dict[str, Any], refusal: Invalid | None = None
) -> Response[Any]:
    items = fifteen(session, seen.event)
    return page(
        request,
        "control/desk/draft.html",
        status_code=422 if refusal else 200,
        event=seen.event,
        title=event_title(seen.event),
        asks=draft_asks(seen.event),
        values=values,
        items=items,
        filled=sum(one.filled for one in items),
        points=len(items_of(session, seen.event)),
        open=seen.event.state == "PREPARING",
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [NewEventPage, DraftPage, ScopePage, NumberForm, PaperPage]
