"""The plan follows its events: one that was held completes its entry, one that was called off takes its entry out.

Both happen with the step of the event itself; the job only sweeps up what came another way, as from an import.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.clock import MOSCOW
from backend.control.models import ControlEvent, EventPlanEntry
from backend.control.plans.forming import ENTRY
from backend.permissions import Actor
from backend.procedures.runner import SYSTEM, take_step
from rules.control.planning import WITH_EVENT

IN_PLAN = "INCLUDED"
HELD = frozenset(
    {"REPORT_PENDING", "ACT_DRAWN", "DELIVERED", "NO_VIOLATIONS", "FIXED_BEFORE_END", "VIOLATIONS_FOUND"}
    | {"PRESCRIPTION_ISSUED"}
)
CALLED_OFF = frozenset({"EXCLUDED", "CANCELLED", "REJECTED"})


def follow_in_plan(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """Bring the entry of an event to where the event has come; an effect of the event's own steps."""
    query = select(EventPlanEntry).where(EventPlanEntry.event_id == event.id, EventPlanEntry.state == IN_PLAN)
    for entry in session.exec(query.with_for_update()).all():
        _follow(session, entry, event, now)


def hand_on(session: Session, event: ControlEvent, again: ControlEvent) -> None:
    """Let the entry of an event that could not be held wait for the one ordered in its place (65(11))."""
    query = select(EventPlanEntry).where(EventPlanEntry.event_id == event.id, EventPlanEntry.state == IN_PLAN)
    for entry in session.exec(query.with_for_update()).all():
        entry.event_id, again.plan_entry_id = again.id, entry.id
        session.add_all([entry, again])
    session.flush()


def follow_events(session: Session, now: datetime) -> int:
    """Bring every entry to where its event is; return how many moved."""
    query = select(EventPlanEntry, ControlEvent).join(
        ControlEvent, col(ControlEvent.id) == col(EventPlanEntry.event_id)
    )
    ended = EventPlanEntry.state == IN_PLAN, col(ControlEvent.state).in_(HELD | CALLED_OFF)
    rows = session.exec(query.where(*ended).order_by(col(EventPlanEntry.id))).all()
    for entry, event in rows:
        _follow(session, entry, event, now)
    return len(rows)


def _follow(session: Session, entry: EventPlanEntry, event: ControlEvent, now: datetime) -> None:
    by = f"control_event:{event.id}"
    if event.state in HELD:
        take_step(session, ENTRY, entry, "complete", None, SYSTEM, now, by=by)
    elif event.state in CALLED_OFF:
        entry.exclusion_ground, entry.decided_on = WITH_EVENT, now.astimezone(MOSCOW).date()
        session.add(entry)
        given: Mapping[str, Any] = {"exclusion_ground": WITH_EVENT}
        take_step(session, ENTRY, entry, "exclude", None, SYSTEM, now, given=given, by=by)
