"""What the event is: number, authority, ground, dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.authorities.models import AuthorityBody
from backend.control.cases.naming import category_name, ground_name, kind_name, type_name
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.prescriptions.check import checked_by
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import moment_there
from rules.control import control_types
from rules.control.types import Regime

# The prosecutor and the ombudsman have no page of the prescription.
SIDES = frozenset({Side.BUSINESS, Side.AUTHORITY})
PART, TEMPLATE = Part.EVENT, "control/parts/event.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the head of the event: what papers say, None for what nobody knows yet."""
    event = context.event
    body = context.session.get(AuthorityBody, event.body_id) if event.body_id else None
    known = control_types().get(event.control_type)
    checked = checked_by(context.session, event) if context.side in SIDES else None
    return {
        "checks": f"/prescriptions/{checked.id}" if checked else None,
        "number": event.number,
        "business_name": event.business_name,
        "address": event.address,
        "control_type": type_name(event.control_type),
        "other_law": known.other_law if known and known.regime is Regime.OTHER else None,
        "kind": kind_name(event.kind),
        "authority": body.name if body else event.authority_name,
        "ground": ground_name(event.ground),
        "planned": event.planned,
        "category": category_name(event.category),
        "registry_number": event.registry_number,
        "decision_number": event.decision_number,
        "decision_date": event.decision_date,
        "noticed_at": moment_there(event, event.noticed_at),
        "start_at": moment_there(event, event.start_at),
        "planned_end": event.planned_end,
        "waits_for_date": event.state == "POSTPONED",
        "started_at": moment_there(event, event.started_at),
        "ended_at": moment_there(event, event.ended_at),
    }
