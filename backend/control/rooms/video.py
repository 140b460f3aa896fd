"""Talks by video: proposed times, each with a link as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import VideoSlot
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import moment_there
from backend.risk.models import Source

PART, TEMPLATE = Part.VIDEO, "control/parts/video.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the slots that were not called off; an own copy has none."""
    if context.event.source is Source.BUSINESS:
        return None
    query = select(VideoSlot).where(VideoSlot.event_id == context.event.id, col(VideoSlot.cancelled_at).is_(None))
    return {
        "slots": [
            {
                "id": row.id,
                "starts_at": moment_there(context.event, row.starts_at),
                "minutes": row.minutes,
                "link": row.link,
                "accepted": row.accepted_at is not None,
                "mine": row.side is context.side,
            }
            for row in context.session.exec(query.order_by(col(VideoSlot.starts_at)))
        ],
        "event_id": context.event.id,
        "may_write": context.side in (Side.BUSINESS, Side.AUTHORITY),
    }
