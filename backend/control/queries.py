"""What somebody may see of control events. What is not theirs does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from backend.audit.numbers import next_number as number_after
from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.control.looking import note_look
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.sides import side_of, visible_parts
from backend.control.telling import is_told
from backend.errors import NotFound
from backend.permissions import Actor, Scope


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one side sees it: which side, and which parts of the room."""

    event: ControlEvent
    side: Side
    parts: tuple[Part, ...]


def find_event(session: Session, actor: Actor, event_id: str, today: date, *, write: bool = False) -> Seen:
    """Return an event with the side the actor looks from; `write` locks its row until the commit.

    An own copy that met its official event leads to that one.

    Raises:
        NotFound: no such event, or not theirs.
    """
    event = _row(session, event_id, write=write)
    if event is not None and event.merged_into is not None:
        # The copy gave way: the row that is read, and written, is this one.
        event = _row(session, event.merged_into, write=write)
    side = side_of(session, actor, event, today) if event is not None else None
    if event is None or side is None:
        raise NotFound
    if side is Side.OMBUDSMAN:
        note_look(session, actor, event)
    return Seen(event, side, visible_parts(session, event, side, today))


def _row(session: Session, event_id: str, *, write: bool) -> ControlEvent | None:
    query = select(ControlEvent).where(ControlEvent.id == event_id)
    return session.exec(query.with_for_update() if write else query).first()


def require_part(seen: Seen, part: Part) -> None:
    """See that a part of the room is visible.

    Raises:
        NotFound: it is not for this side.
    """
    if part not in seen.parts:
        raise NotFound


def list_own(session: Session, actor: Actor, business_id: str) -> Sequence[ControlEvent]:
    """Return the events a business may know of, the nearest first; merged own copies are left out."""
    if not actor.may_for(business_id, Scope.CONTROL):
        raise NotFound
    query = select(ControlEvent).where(ControlEvent.business_id == business_id, col(ControlEvent.merged_into).is_(None))
    rows = session.exec(query.order_by(col(ControlEvent.planned_start).desc(), col(ControlEvent.number).desc()))
    return [event for event in rows if is_told(session, event)]


def find_body(session: Session, actor: Actor) -> AuthorityBody:
    """Return the body an actor works in.

    Raises:
        NotFound: none.
    """
    return body_of(session, actor)


def next_number(session: Session) -> int:
    """Return the next number of an event on the platform."""
    return number_after(session, ControlEvent.number)
