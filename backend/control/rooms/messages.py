"""Messages in the case, read by the business and by the authority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import EventMessage
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import moment_there
from backend.risk.models import Source

PART, TEMPLATE = Part.MESSAGES, "control/parts/messages.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the words of both sides; an own copy has nobody to talk to."""
    if context.event.source is Source.BUSINESS:
        return None
    query = select(EventMessage).where(EventMessage.event_id == context.event.id).order_by(col(EventMessage.at))
    return {
        "messages": [
            {
                "side": row.side.value,
                "mine": row.side is context.side,
                "text": row.text,
                "at": moment_there(context.event, row.at),
            }
            for row in context.session.exec(query)
        ],
        "event_id": context.event.id,
        "may_write": context.side in (Side.BUSINESS, Side.AUTHORITY),
        "reader": Side.AUTHORITY.value if context.side is Side.BUSINESS else Side.BUSINESS.value,
    }
