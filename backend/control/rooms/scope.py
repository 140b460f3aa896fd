"""What the event looks at, requirement by requirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import EventItem
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.law import current_law
from rules.text import Text

PART, TEMPLATE = Part.SCOPE, "control/parts/scope.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the points of the decision; one that names an entry of the registry leads to it."""
    query = select(EventItem).where(EventItem.event_id == context.event.id).order_by(col(EventItem.position))
    return {"items": [_item(row) for row in context.session.exec(query)]}


def _item(row: EventItem) -> dict[str, Any]:
    known = current_law().edition.requirements.get(row.requirement or "")
    return {
        "text": known.title if known else Text(row.text, row.text),
        "requirement": known.id if known else None,
        "act": row.act,
        "unit": row.unit,
    }
