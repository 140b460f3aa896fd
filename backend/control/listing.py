"""The control events somebody may look at: of their business, of their body, of their region, by consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from backend.authorities.queries import find_by_office
from backend.control.models import ControlEvent, RoomConsent
from backend.control.queries import list_own
from backend.control.sides import STAFF, side_of
from backend.permissions import Actor
from backend.risk.models import Source
from rules.roles import Role


def list_seen(session: Session, actor: Actor, today: date) -> Sequence[ControlEvent]:
    """Return the events that exist for an actor, the latest first.

    Raises:
        NotFound: the actor may not handle the control events of their business.
    """
    if actor.business_id is not None:
        return list_own(session, actor, actor.business_id)
    narrowed = _narrowed(session, actor)
    if narrowed is None:
        return []
    query = select(ControlEvent).where(col(ControlEvent.merged_into).is_(None), narrowed)
    ordered = query.order_by(col(ControlEvent.planned_start).desc(), col(ControlEvent.number).desc())
    # The database only narrows; who sees what is said in one place.
    return [event for event in session.exec(ordered) if side_of(session, actor, event, today) is not None]


def _narrowed(session: Session, actor: Actor) -> Any:
    if actor.roles & STAFF:
        body = find_by_office(session, actor.authority, actor.region) if actor.authority else None
        return col(ControlEvent.body_id) == body.id if body else None
    if Role.PROSECUTOR in actor.roles:
        sent = or_(
            col(ControlEvent.approval_sent_on).is_not(None),
            col(ControlEvent.plan_entry_id).is_not(None),
            col(ControlEvent.urgent).is_(True),
            col(ControlEvent.ground) == "NO_NOTICE_OR_LICENCE",
        )
        return sent & (col(ControlEvent.source) != Source.BUSINESS)
    if Role.OMBUDSMAN in actor.roles:
        lasting = select(RoomConsent.event_id).where(col(RoomConsent.withdrawn_at).is_(None))
        return col(ControlEvent.id).in_(lasting)
    return None
