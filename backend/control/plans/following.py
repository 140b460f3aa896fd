"""The plan follows its events: one that was held completes its entry, one that was called off takes its entry out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.clock import MOSCOW
from backend.control.models import ControlEvent, EventPlanEntry
from backend.control.plans.forming import ENTRY
from backend.procedures.runner import SYSTEM, take_step
from rules.control.planning import WITH_EVENT

HELD = frozenset(
    {"REPORT_PENDING", "ACT_DRAWN", "DELIVERED", "NO_VIOLATIONS", "FIXED_BEFORE_END", "VIOLATIONS_FOUND"}
    | {"PRESCRIPTION_ISSUED"}
)
CALLED_OFF = frozenset({"EXCLUDED", "CANCELLED", "REJECTED"})


def follow_events(session: Session, now: datetime) -> int:
    """Bring entries to where their events are; return how many moved."""
    query = select(EventPlanEntry, ControlEvent).join(
        ControlEvent, col(ControlEvent.id) == col(EventPlanEntry.event_id)
    )
    ended = EventPlanEntry.state == "INCLUDED", col(ControlEvent.state).in_(HELD | CALLED_OFF)
    rows = session.exec(query.where(*ended).order_by(col(EventPlanEntry.id))).all()
    for entry, event in rows:
        by = f"control_event:{event.id}"
        if event.state in HELD:
            take_step(session, ENTRY, entry, "complete", None, SYSTEM, now, by=by)
            continue
        entry.exclusion_ground, entry.decided_on = WITH_EVENT, now.astimezone(MOSCOW).date()
        session.add(entry)
        given: Mapping[str, Any] = {"exclusion_ground": WITH_EVENT}
        take_step(session, ENTRY, entry, "exclude", None, SYSTEM, now, given=given, by=by)
    return len(rows)
