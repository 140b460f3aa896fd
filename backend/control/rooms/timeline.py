"""The course of the event: every step with its article, who took it, its words, and its official record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.course import course_of
from backend.control.cases.files import INTERNAL
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.TIMELINE, "control/parts/timeline.html"
# What happens before the decision is the authority's own affair.
INSIDE = frozenset({"propose_decision", "return_draft"})


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the steps, the last first; those inside the authority only for itself.

    What the authority and the prosecutor write to each other is not told by the course (PARTS: approval).
    """
    if context.side is Side.AUTHORITY:
        return {"steps": course_of(context.session, "control_event", context.event.id)}
    steps = course_of(context.session, "control_event", context.event.id, INSIDE)
    return {"steps": [line | {"words": None} if line["action"] in INTERNAL else line for line in steps]}
