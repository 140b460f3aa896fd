"""All terms of the event, each with its article, the date it is counted from, and whether the calendar is official."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.case_view import term_of
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.procedures.queries import open_terms

PART, TEMPLATE = Part.TERMS, "control/parts/terms.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the terms that run, stand or miss a date; None where there is none."""
    rows = open_terms(context.session, "control_event", context.event.id)
    return {"terms": [term_of(row, context.now) for row in rows]} if rows else None
