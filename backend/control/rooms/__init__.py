"""Parts of the room, one module each: PART, TEMPLATE and `make(context)`; a module here is found by itself.

`make` returns plain values that serve the page and the API alike, or None where there is nothing to show. A part is
made only for a side that the table PARTS lets see it, and receives nothing of the others.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from sqlmodel import Session

from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import Seen
from backend.permissions import Actor
from calculators.calendar import zone_of


@dataclass(frozen=True, slots=True)
class RoomContext:
    """What a part may look at: the event, who looks from which side, and now."""

    session: Session
    event: ControlEvent
    side: Side
    actor: Actor
    now: datetime

    @property
    def today(self) -> Any:
        """Return the present day where the authority is."""
        return self.now.astimezone(zone_of(self.event.region or None)).date()


@dataclass(frozen=True, slots=True)
class RoomPart:
    """One part: its template, and the function that makes what the template and the API are given."""

    part: Part
    template: str
    make: Callable[[RoomContext], Mapping[str, Any] | None]


@cache
def room_parts() -> Mapping[Part, RoomPart]:
    """Return every part that has a module."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {one.PART: RoomPart(one.PART, one.TEMPLATE, one.make) for one in modules if hasattr(one, "PART")}


def furnish(
    session: Session, seen: Seen, actor: Actor, now: datetime
) -> dict[Part, tuple[RoomPart, Mapping[str, Any]]]:
    """Return the parts of a room that this side sees and that have something to show, in the order of the table."""
    context = RoomContext(session, seen.event, seen.side, actor, now)
    made = ((room_parts()[part], part) for part in seen.parts if part in room_parts())
    shown = ((part, piece, piece.make(context)) for piece, part in made)
    return {part: (piece, data) for part, piece, data in shown if data is not None}
