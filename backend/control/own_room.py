"""A program's calls about the business's own parts of the room its address names; no other side has them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from litestar import Response
from litestar.di import Provide
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import find_event, require_part
from backend.control.rooms import RoomContext
from backend.errors import NotFound
from backend.permissions import Actor
from backend.web.calls import BODY, Api
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved, shown
from rules.exact_json import canonical_json


@dataclass(frozen=True, slots=True)
class OwnRoom:
    """The event an address names. Nothing is asked of the database before the handler wants it."""

    request: AnyRequest
    session: Session
    actor: Actor
    clock: Clock
    event_id: str

    def find(self, part: Part, *, write: bool = False) -> ControlEvent:
        """Return the event to look at a part of it, or with `write` to change that.

        Raises:
            NotFound: no such event, or another side: whom the business lets in reads the part among `parts`.
        """
        seen = find_event(self.session, self.actor, self.event_id, self.clock.today(), write=write)
        require_part(seen, part)
        if seen.side is not Side.BUSINESS:
            raise NotFound
        return seen.event

    def refuse_if_moved(self, kept: object) -> None:
        """Refuse a writer who saw something else than is `kept` now; what a day or the law makes of it is no change.

        Raises:
            Changed: somebody was faster.
        """
        refuse_if_moved(self.request, _version(kept))

    def shown(self, document: object, kept: object) -> Response[bytes]:
        """Return a document whose tag begins with what is kept."""
        return shown(self.request, document, version=_version(kept))

    def context(self, event: ControlEvent) -> RoomContext:
        """Return what a part of the room is made from."""
        return RoomContext(self.session, event, Side.BUSINESS, self.actor, self.clock.now())


def _version(kept: object) -> int:
    return int(hashlib.sha256(canonical_json(kept)).hexdigest()[:12], 16)


def provide_own_room(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
) -> OwnRoom:
    """Return what a handler calls `own`."""
    return OwnRoom(request, session, actor, clock, event_id)


class OwnRoomApi(Api):
    """Calls about own parts of a room: `own` finds the event and shows what is kept of it."""

    dependencies = {**BODY, "own": Provide(provide_own_room, sync_to_thread=False)}
