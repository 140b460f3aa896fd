"""Papers that one side handed to the other, each with its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.files import files_of_event
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import file_lines

PART, TEMPLATE = Part.FILES, "control/parts/files.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return what was handed over; None while nothing was."""
    rows = [row for row in files_of_event(context.session, context.event.id, context.side) if row.handed_at]
    return {"files": file_lines(rows), "event_id": context.event.id} if rows else None
