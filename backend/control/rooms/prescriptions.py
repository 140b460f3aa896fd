"""Prescriptions of the event: their points with dates and days left, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.cases.naming import state_name
from backend.control.cases.stepping import find_case
from backend.control.models import Prescription
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.prescriptions.prescribing import NAME, is_inside
from backend.control.prescriptions.view import points_of, shown_of
from backend.control.rooms import RoomContext
from backend.control.rooms.notes import known_alone, with_notes

PART, TEMPLATE = Part.PRESCRIPTIONS, "control/parts/prescriptions.html"
SIDES = frozenset({Side.BUSINESS, Side.AUTHORITY})


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return them, the last first, and for the authority the way to a draft; None where there is neither."""
    query = select(Prescription).where(Prescription.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(Prescription.created_at).desc())).all()
    mine = [row for row in rows if context.side is Side.AUTHORITY or not is_inside(context.session, row)]
    mine = [*known_alone(context, Prescription), *mine]
    may_draft = context.side is Side.AUTHORITY and context.event.state == "VIOLATIONS_FOUND" and not rows
    if not mine and not may_draft:
        return None
    draft = f"/control-events/{context.event.id}/prescription" if may_draft else None
    return {"prescriptions": [with_notes(context, NAME, row, _shown(context, row)) for row in mine], "draft": draft}


def _shown(context: RoomContext, row: Prescription) -> dict[str, Any]:
    if context.side in SIDES:
        case = find_case(context.session, context.actor, NAME, row.id, context.today)
        return shown_of(context.session, case, context.actor, context.now)
    return {
        "id": row.id,
        "href": None,
        "number": row.number or None,
        "state": state_name(NAME, row.state),
        "marks": [],
        "received_on": row.received_on,
        "due_on": row.due_on,
        "points": points_of(context.session, row, context.today),
        "waiting": None,
        "offers": [],
    }
