"""The reasoned submission: for the authority and the prosecutor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.SUBMISSION, "control/parts/submission.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return its words; None while there are none."""
    return {"text": context.event.reasoned_submission} if context.event.reasoned_submission else None
