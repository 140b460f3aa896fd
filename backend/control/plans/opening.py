"""The event of an entry that is in the plan: made once, by whoever put the entry in."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.control.creating import NewEvent, create_event
from backend.control.models import EventPlan, EventPlanEntry
from backend.permissions import Actor
from backend.risk.models import ControlObject


def open_event(
    session: Session, actor: Actor, plan: EventPlan, row: EventPlanEntry, thing: ControlObject | None, now: datetime
) -> None:
    """Prepare the event of an entry; it belongs to whom the plan names, and nobody of the business is told yet."""
    if thing is None or row.event_id is not None:
        return
    body = session.get_one(AuthorityBody, plan.body_id)
    said = NewEvent(kind=row.kind, planned=True, planned_start=row.start, working_days=row.days)
    create_event(session, actor, body, thing, said, now, entry=row)
