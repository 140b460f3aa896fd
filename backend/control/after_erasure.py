"""When a business is erased, so is what it kept of its events; what belongs to the authority stays without a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from backend.control.models import (
    ControlEvent,
    ControlWarning,
    EventAnswers,
    EventCosts,
    EventFile,
    EventRating,
    MergeDifference,
    PreventiveVisit,
    RoomConsent,
)
from backend.control.models.room import Side
from backend.procedures.models import DeadlineRow
from backend.risk.models import Source

# Kept by a business for itself alone, also in the room of an event that is the authority's.
PRIVATE: tuple[Any, ...] = (EventAnswers, EventCosts, EventRating, RoomConsent, MergeDifference)
OWN = (("control_event", ControlEvent), ("control_warning", ControlWarning), ("preventive_visit", PreventiveVisit))


def after_erasure(session: Session, now: datetime) -> None:
    """Delete own copies without a business, their terms, and private rows of events without one."""
    for procedure, own_copies in OWN:
        _delete_own_copies(session, procedure, own_copies)
    nobodys = sa.select(ControlEvent.id).where(col(ControlEvent.business_id).is_(None))  # type: ignore[call-overload]
    for model in PRIVATE:
        _delete(session, model, col(model.event_id).in_(nobodys))
    unhanded = col(EventFile.side) == Side.BUSINESS, col(EventFile.handed_at).is_(None)
    _delete(session, EventFile, col(EventFile.business_id).is_(None), *unhanded)


def _delete_own_copies(session: Session, procedure: str, model: Any) -> None:
    own = col(model.source) == Source.BUSINESS, col(model.business_id).is_(None)
    ids = sa.select(model.id).where(*own)
    mine = col(DeadlineRow.procedure) == procedure, col(DeadlineRow.subject_id).in_(ids)
    _delete(session, DeadlineRow, *mine)
    _delete(session, model, *own)


def _delete(session: Session, model: type[SQLModel], *conditions: Any) -> None:
    session.execute(sa.delete(model).where(*conditions), execution_options={"synchronize_session": False})
