"""All terms of the event, each with its article, the date it is counted from, and whether the calendar is official."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.view import term_of
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.procedures.queries import open_terms

PART, TEMPLATE = Part.TERMS, "control/parts/terms.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the terms that run, stand or miss a date, and where to take them as a calendar; None without any."""
    rows = open_terms(context.session, "control_event", context.event.id)
    if not rows:
        return None
    terms = [term_of(row, context.now) for row in rows]
    return {"terms": terms, "calendar": f"/control-events/{context.event.id}/event.ics"}
