"""Who complained: told to the business only if they agreed (59(4))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.COMPLAINANT, "control/parts/complainant.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return who; None where nobody did."""
    event = context.event
    return {"name": event.complainant, "consents": event.complainant_consents} if event.complainant else None
