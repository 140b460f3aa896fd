"""Control events for programs: the list, a new one, the room, its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, Parameter, QueryParameter
from sqlmodel import Session

from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.api.shapes import (
    EventOut,
    EventPage,
    PartOut,
    event_document,
    fields_schema,
    first_day,
    head,
    plain,
)
from backend.control.api.steps import check_days
from backend.control.cases.asking import Ask, AskKind, read_asked
from backend.control.creating import create_event, new_event_asks, said_of
from backend.control.desk.objects import find_object
from backend.control.entering import asks, enter_event, zone_at
from backend.control.listing import list_seen
from backend.control.merging import merge_known
from backend.control.models import ControlEvent
from backend.control.parts import PART_NAMES, Part
from backend.control.queries import Seen, find_event, require_part
from backend.control.rooms import RoomContext, room_parts
from backend.control.sides import STAFF
from backend.errors import NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import list_places, take_business
from backend.web.calls import Api, answer, day_of
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.procedures import procedures
from rules.shapes import unknown_code, wrong
from rules.text import Text

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
OBJECT = "object_id"
PLACE = Ask("place_id", AskKind.TEXT, Text("По какому адресу", "At which address"), optional=True)
OF_OBJECT = Ask(OBJECT, AskKind.TEXT, Text("Объект контроля", "Object of control"), most=32)
NEW = {
    "oneOf": [
        fields_schema((*asks(), PLACE)) | {"title": "A business's own copy, from its papers"},
        fields_schema((OF_OBJECT, *new_event_asks())) | {"title": "An authority's event at one of its objects"},
    ]
}
EXAMPLE = {
    "stage": "record_notice",
    "control_type": "fire",
    "kind": "ON_SITE",
    "noticed_at": "2026-11-27T15:00:00+03:00",
    "start_at": "2026-12-02T10:00:00+03:00",
}
From = Annotated[str, QueryParameter(name="from", description="First day of start", schema_extra={"format": "date"})]
Until = Annotated[str, Parameter(description="Last day of start", schema_extra={"format": "date"})]
State = Annotated[str, QueryParameter(name="state", description="Only events in this state, as SCHEDULED")]


class ControlEvents(Api):
    """The events a key may look at."""

    path = f"{BASE}/control-events"
    tags = ["control"]

    @get(**reads(READ, "Control events, the latest first", EventPage, tagged=True))
    def list_control_events(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        first: From = "",
        until: Until = "",
        standing: State = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the business, of the body, of the prosecutor's region, or of rooms opened by consent."""
        today = clock.today()
        days = (day_of(first, clock, "from") if first else None, day_of(until, clock, "until") if until else None)
        _check_state(standing)
        found = [find_event(session, actor, event.id, today) for event in list_seen(session, actor, today)]
        kept = [seen for seen in found if _fits(seen, standing, days)]
        of = ["control-events", actor.client_id, standing, first, until]
        part = page_of(kept, lambda seen: seen.event.id, cursor, limit, of)
        return shown(request, {"items": [head(session, seen) for seen in part.items], "next": part.next})

    @post(**creates("Enter or prepare a control event", NEW, EventOut, WRITE, conflicts=True, example=EXAMPLE))
    def enter_control_event(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Enter an own copy with a key of a business; with one of an office prepare an event of the body."""
        made = _prepare if actor.roles & STAFF else _enter
        if not actor.roles & STAFF and actor.business_id is None:
            raise NotFound

        def act() -> Response[bytes]:
            event = made(session, actor, document, clock)
            merge_known(session, event, clock.now())
            seen = find_event(session, actor, event.id, clock.today())
            return answer(event_document(session, seen, actor, clock.now()), 201)

        return once(request, session, actor, actor.business_id, document, clock.now(), act)


class OneControlEvent(Api):
    """One event."""

    path = f"{BASE}/control-events/{{event_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "The room of a control event", EventOut, tagged=True))
    def show_control_event(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return where it stands, whom it waits for, what can be done now, and which parts the key sees."""
        seen = find_event(session, actor, event_id, clock.today())
        return shown(request, event_document(session, seen, actor, clock.now()), version=seen.event.version)

    @get("/parts/{part:str}", **reads(READ, "One part of the room", PartOut, tagged=True))
    def show_part(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        event_id: FromPath[str],
        part: FromPath[str],
    ) -> Response[bytes]:
        """Return what the part's page shows, as data; a part this side does not see is 404."""
        seen = find_event(session, actor, event_id, clock.today())
        asked = next((one for one in Part if one.value == part), None)
        if asked is None:
            raise NotFound
        require_part(seen, asked)
        piece = room_parts().get(asked)
        data = piece.make(RoomContext(session, seen.event, seen.side, actor, clock.now())) if piece else None
        shape = {"part": part, "name": PART_NAMES[asked].as_dict(), "data": plain(data)}
        return shown(request, shape, version=seen.event.version)


def _check_state(state: str) -> None:
    known = procedures()["control_event"].states
    if state and state not in known:
        raise InputError([unknown_code("state", state, sorted(known))])


def _fits(seen: Seen, state: str, days: tuple[date | None, date | None]) -> bool:
    first, last = days
    start = first_day(seen)
    if state and seen.event.state != state:
        return False
    if first is None and last is None:
        return True
    return start is not None and (first is None or start >= first) and (last is None or start <= last)


def _enter(session: Session, actor: Actor, document: object, clock: Clock) -> ControlEvent:
    business = take_business(session, actor, actor.business_id or "", Scope.CONTROL)
    places = list_places(session, business.id)
    given = _object(document)
    # Left out, it is the main address.
    where = tuple((one.id, Text(one.name, one.name)) for one in places) if "place_id" in given else ()
    fields = asks(where)
    check_days(fields, given, "")
    zone = zone_at(session, business, str(given.get("place_id") or ""))
    typed = read_asked(fields, given, zone, clock.now())
    return enter_event(session, actor, business.id, typed, clock.now())


def _prepare(session: Session, actor: Actor, document: object, clock: Clock) -> ControlEvent:
    body = body_of(session, actor)
    given, fields = _object(document), (OF_OBJECT, *new_event_asks())
    check_days(fields, given, "")
    typed = read_asked(fields, given, zone_of(body.region), clock.now())
    thing = find_object(session, body, typed.pop(OBJECT))
    return create_event(session, actor, body, thing, said_of(typed), clock.now())


def _object(document: object) -> Mapping[str, Any]:
    if isinstance(document, dict):
        return document
    raise InputError([wrong("", document, "объект с полями", "an object with fields")])


ROUTES = [ControlEvents, OneControlEvent]
