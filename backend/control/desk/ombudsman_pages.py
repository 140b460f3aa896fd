"""The desk of the ombudsman: the rooms that businesses have opened to them."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.control.listing import list_seen
from backend.control.room_view import rows_of
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest
from backend.web.pages import page


class OmbudsmanDesk(Controller):
    """Events whose business lets the ombudsman see parts of the room, while the consent lasts."""

    path = "/desk/ombudsman"

    @get(opt={"permission": Permission.OMBUDSMAN_DESK}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them."""
        events = list_seen(session, actor, clock.today())
        return page(request, "control/desk/ombudsman.html", rows=rows_of(session, events, clock.now()))


ROUTES: list[Any] = [OmbudsmanDesk]
