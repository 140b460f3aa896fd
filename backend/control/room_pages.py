"""The events of a business, entering one, and the room of an event as each side sees it."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.asking import read_asked
from backend.control.cases.files import keep
from backend.control.cases.naming import event_title, state_name
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import find_case
from backend.control.entering import FIRST, PLACE, asks, enter_event, zone_at
from backend.control.merging import merge_known
from backend.control.parts import PART_NAMES, Part
from backend.control.queries import find_event, list_own, require_part
from backend.control.room_view import room, rows_of
from backend.control.rooms import RoomContext, room_parts
from backend.errors import Invalid, NotFound
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, list_places
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
FILE = "file"
ENTERED = say_after(
    "event_entered",
    Text("Проверка № {0} внесена. Сроки посчитаны.", "Event No. {0} is entered; its terms are counted."),
)


class EventsPage(Controller):
    """The events of the business one works with."""

    path = "/control-events"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, running ones first."""
        business = find_business(session, actor, Scope.CONTROL)
        events = list_own(session, actor, business.id)
        return page(request, "control/events.html", rows=rows_of(session, events, clock.now(), rights=True))


class NewEventPage(Controller):
    """«Мне сообщили о проверке»."""

    path = "/control-events/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for what stands in the papers."""
        business = find_business(session, actor, Scope.CONTROL)
        return _new_page(request, session, business.id, Form())

    @post(opt=OWN, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter the event and open its room."""
        files, faults = files_in(form, FILE)
        business = find_business(session, actor, Scope.CONTROL)
        fields = asks(_places(session, business.id))
        several = {ask.name: form.all(ask.name) for ask in fields if ask.kind == "choices"}
        flat = {name: value for name, value in form.flat().items() if name != FILE}
        try:
            zone = zone_at(session, business, str(flat.get(PLACE, "")))
            typed = read_asked(fields, flat | several, zone, clock.now())
            if faults:
                raise Invalid(faults)
            event = enter_event(session, actor, business.id, typed, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _new_page(request, session, business.id, form, refusal)
        seen = find_case(session, actor, "control_event", event.id, clock.today())
        keep(session, settings_of(request).data, seen, "decision", files, clock.now(), handed=False)
        # Its files move with it, if the official event is here already.
        merge_known(session, event, clock.now())
        return see(f"/control-events/{event.id}", ENTERED, event.number)


class RoomPage(Controller):
    """The room of one event."""

    path = "/control-events/{event_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show every part this side sees, and what it can do now."""
        seen = find_event(session, actor, event_id, clock.today())
        if seen.event.id != event_id:
            return see(f"/control-events/{seen.event.id}")
        return page(request, "control/room.html", **room(session, seen, actor, clock.now()))


class RoomPartPage(Controller):
    """One part of the room by itself."""

    path = "/control-events/{event_id:str}/{part:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str, part: str
    ) -> Response[Any]:
        """Show it, if this side sees it."""
        return part_page(request, session, actor, clock, event_id, part)


# Addresses with more below them: the router looks for these words there, and would not take them for a part.
WITH_MORE_BELOW = (Part.MESSAGES, Part.VIDEO, Part.CONSENTS, Part.FILES)


def _page_of(part: Part) -> type[Controller]:
    class OnePartPage(Controller):
        """A part whose address has more below it."""

        path = f"/control-events/{{event_id:str}}/{part.value}"

        @get(opt=ROOM, sync_to_thread=True)
        def show(
            self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str
        ) -> Response[Any]:
            """Show it, if this side sees it."""
            return part_page(request, session, actor, clock, event_id, part.value)

    return OnePartPage


def part_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    event_id: str,
    part: str,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    """Return a part by itself; where one of its forms was refused, with what was typed and what is wrong with it.

    Raises:
        NotFound: no such part, or this side does not see it.
    """
    seen = find_event(session, actor, event_id, clock.today())
    piece = next((one for code, one in room_parts().items() if code.value == part), None)
    if piece is None:
        raise NotFound
    require_part(seen, piece.part)
    data = piece.make(RoomContext(session, seen.event, seen.side, actor, clock.now()))
    return page(
        request,
        "control/part.html",
        status_code=422 if refusal else 200,
        title=event_title(seen.event),
        state=state_name("control_event", seen.event.state),
        back=f"/control-events/{seen.event.id}",
        name=PART_NAMES[piece.part],
        part_template=piece.template,
        data=data,
        values=typed_in(form) if form else {},
        faults=refusal.faults if refusal else (),
    )


def _places(session: Session, business_id: str) -> tuple[tuple[str, Text], ...]:
    places = list_places(session, business_id)
    return tuple((one.id, Text(one.name, one.name)) for one in places) if len(places) > 1 else ()


def _new_page(
    request: AnyRequest, session: Session, business_id: str, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    fields = asks(_places(session, business_id))
    return page(
        request,
        "control/new_event.html",
        status_code=422 if refusal else 200,
        asks=[ask for ask in fields if ask.name in FIRST],
        more=[ask for ask in fields if ask.name not in FIRST],
        values=typed_in(form),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [EventsPage, NewEventPage, RoomPage, RoomPartPage, *map(_page_of, WITH_MORE_BELOW)]
