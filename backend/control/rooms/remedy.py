"""Agreements on remedy (90.2) in the place of a prescription: programme, term, what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import Prescription
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.prescriptions.prescribing import is_inside
from backend.control.prescriptions.view import agreement_lines
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.REMEDY, "control/parts/remedy.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the agreements; the prosecutor sees those that were sent; None where there is none."""
    query = select(Prescription).where(Prescription.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(Prescription.created_at))).all()
    found = [
        {**line, "href": f"/prescriptions/{row.id}" if context.side is not Side.OMBUDSMAN else None}
        for row in rows
        if not is_inside(context.session, row)
        for line in agreement_lines(context.session, row)
        if context.side is not Side.PROSECUTOR or line["sent_on"]
    ]
    return {"agreements": found} if found else None
