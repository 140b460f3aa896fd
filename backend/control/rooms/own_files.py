"""The business's own papers of an event, read by nobody else until it hands one over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.files import files_of_event
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import file_lines
from backend.risk.models import Source

PART, TEMPLATE = Part.OWN_FILES, "control/parts/own_files.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the business's files that were not handed over, and whether there is somebody to hand them to."""
    rows = files_of_event(context.session, context.event.id, Side.BUSINESS)
    mine = [row for row in rows if row.side is Side.BUSINESS and row.handed_at is None]
    return {
        "files": file_lines(mine),
        "event_id": context.event.id,
        "may_add": context.side is Side.BUSINESS,
        "may_hand_over": context.side is Side.BUSINESS and context.event.source is not Source.BUSINESS,
    }
