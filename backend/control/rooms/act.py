"""The act: violations with act and unit, what was fixed before the end, how and when it was delivered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import Violation
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from rules.text import Text

PART, TEMPLATE = Part.ACT, "control/parts/act.html"
MANNERS = {
    "shown": Text("показан на месте", "shown on the spot"),
    "signed": Text("подписан", "signed"),
    "refused": Text("от подписи отказались", "signing was refused"),
    "sent": Text("отправлен", "sent"),
}


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the act, None while there is none."""
    event = context.event
    if event.act_date is None and event.act_delivered_on is None:
        return None
    query = select(Violation).where(Violation.event_id == event.id).order_by(col(Violation.position))
    return {
        "number": event.act_number,
        "date": event.act_date,
        "delivered_on": event.act_delivered_on,
        "manner": MANNERS.get(event.act_manner or ""),
        "recommendations": event.recommendations or None,
        "violations": [
            {
                "text": row.text,
                "act": row.act,
                "unit": row.unit,
                "requirement": row.requirement,
                "fixed": row.fixed,
                "struck_on": row.struck_on,
            }
            for row in context.session.exec(query)
        ],
    }
