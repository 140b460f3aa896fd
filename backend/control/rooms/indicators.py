"""Risk indicators that matched: signs, not breaches (23(9)); the business sees them if its type says so (61.1(3))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.INDICATORS, "control/parts/indicators.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return them; None where none is named."""
    return {"indicators": context.event.indicators} if context.event.indicators else None
