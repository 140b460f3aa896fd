"""The days of one event as a calendar file."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.control.calendar_entries import entries_of
from backend.control.parts import Part
from backend.control.queries import find_event, require_part
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, language_of
from backend.web.ics import calendar_of, download


class EventCalendar(Controller):
    """Start and terms, to put into a diary."""

    path = "/control-events/{event_id:str}/event.ics"

    @get(opt={"permission": Permission.CONTROL_ROOM}, sync_to_thread=True)
    def hand_out(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str
    ) -> Response[bytes]:
        """Hand the file out: titles and days, nothing of whose event it is."""
        seen = find_event(session, actor, event_id, clock.today())
        require_part(seen, Part.TERMS)
        document = calendar_of(entries_of(session, seen.event), language_of(request), clock.now())
        return download(document, f"yasno-event-{seen.event.number}.ics")


ROUTES: list[Any] = [EventCalendar]
