"""The draft decision in the room: how far it is, and its papers; the authority alone sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.desk.drafting import fifteen, items_of
from backend.control.desk.papers import papers_for
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.sides import visible_parts

PART, TEMPLATE = Part.DRAFT, "control/parts/draft.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the fifteen items with what is missing, the number in ЕРКНМ, and the papers to print."""
    event, items = context.event, fifteen(context.session, context.event)
    parts = visible_parts(context.session, event, context.side, context.today)
    return {
        "id": event.id,
        "open": event.state == "PREPARING",
        "filled": sum(one.filled for one in items),
        "total": len(items),
        "missing": [{"number": one.number, "title": one.title} for one in items if not one.filled],
        "points": len(items_of(context.session, event)),
        "number_missing": not event.registry_number,
        "papers": papers_for(event, parts),
    }
