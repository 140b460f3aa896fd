"""Who else sees the room: what the business named to the ombudsman, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.looking import looks_into
from backend.control.models import RoomConsent
from backend.control.models.room import Side
from backend.control.parts import CONSENT, PART_NAMES, PARTS, Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.CONSENTS, "control/parts/consents.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the consents of this room, living ones first, and the parts that can be named."""
    query = select(RoomConsent).where(RoomConsent.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(RoomConsent.given_at).desc())).all()
    return {
        "consents": [
            {
                "id": row.id,
                "parts": [PART_NAMES[Part(part)] for part in row.parts],
                "until": row.until,
                "lasts": row.withdrawn_at is None and row.until >= context.today,
                "withdrawn_at": row.withdrawn_at,
            }
            for row in rows
        ],
        "looks": looks_into(context.session, context.event) if context.side is Side.BUSINESS else [],
        "event_id": context.event.id,
        "may_give": context.side is Side.BUSINESS,
        "parts": [{"value": part.value, "label": PART_NAMES[part]} for part in nameable()],
    }


def nameable() -> list[Part]:
    """Return the parts a business can show to the ombudsman."""
    return [part for part, sides in PARTS.items() if sides.get(Side.OMBUDSMAN) == CONSENT]
