"""Marks of the event once its act is delivered; they leave only through anonymous releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.own.rating import MARKS, kept_rating
from backend.control.own.stages import act_delivered
from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.RATING, "control/parts/rating.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the marks, None for those not given; nothing before the act is delivered."""
    if not act_delivered(context.event):
        return None
    row = kept_rating(context.session, context.event.id)
    return {
        "address": f"/control-events/{context.event.id}/rating",
        "given": row is not None,
        **{name: getattr(row, name, None) for name in MARKS},
        "comment": row.comment if row else "",
    }
