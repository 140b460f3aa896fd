"""From which side somebody looks into the room of an event, and which parts that side sees now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.control.models import ControlEvent, RoomConsent
from backend.control.models.room import Side
from backend.control.parts import (
    ACT_OF_APPROVED,
    ALWAYS,
    COMPLAINANT_CONSENTS,
    CONSENT,
    PARTS,
    TYPE_SHOWS_INDICATORS,
    Part,
)
from backend.control.telling import is_told
from backend.errors import NotFound
from backend.permissions import Actor, Scope
from backend.procedures.queries import marks
from backend.risk.models import Source
from rules.control.reading import control_types
from rules.roles import Role

STAFF = frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD})


def side_of(session: Session, actor: Actor, event: ControlEvent, today: date) -> Side | None:
    """Return the side from which an actor sees an event, or None: for them it does not exist."""
    if event.business_id and actor.may_for(event.business_id, Scope.CONTROL) and is_told(session, event):
        return Side.BUSINESS
    if event.source is Source.BUSINESS:
        # An own copy belongs to the business alone; only the ombudsman may be let in.
        return Side.OMBUDSMAN if _ombudsman(session, actor, event, today) else None
    if actor.roles & STAFF and is_of_body(session, actor, event.body_id):
        return Side.AUTHORITY
    if Role.PROSECUTOR in actor.roles and actor.region in ("", event.region) and goes_to_prosecutor(session, event):
        return Side.PROSECUTOR
    return Side.OMBUDSMAN if _ombudsman(session, actor, event, today) else None


def staff_body(session: Session, actor: Actor) -> AuthorityBody:
    """Return the body at whose desk an inspector or a head works.

    Raises:
        NotFound: the actor is neither.
    """
    if not actor.roles & STAFF:
        raise NotFound
    return body_of(session, actor)


def is_of_body(session: Session, actor: Actor, body_id: str | None) -> bool:
    """Whether an actor works in a body: the same authority and the same region."""
    body = session.get(AuthorityBody, body_id) if body_id else None
    return body is not None and (actor.authority, actor.region or "") == (body.authority, body.region)


def goes_to_prosecutor(session: Session, event: ControlEvent) -> bool:
    """Whether the prosecutor has to do with an event: papers of 66(5) came, it stands in a plan, or they were told.

    Told within 24 hours instead of asked: 66(12), 60(3) with 57(1)8.
    """
    if event.approval_sent_on is not None:
        return True
    signed = event.state not in ("PREPARING", "DRAFTED")
    known = signed and (event.plan_entry_id is not None or event.urgent)
    return known or "PROSECUTOR_TOLD" in marks(session, "control_event", [event.id]).get(event.id, ())


def consents(session: Session, event: ControlEvent, today: date) -> list[RoomConsent]:
    """Return the consents that last today."""
    query = select(RoomConsent).where(RoomConsent.event_id == event.id, col(RoomConsent.withdrawn_at).is_(None))
    return [row for row in session.exec(query) if row.until >= today]


def _ombudsman(session: Session, actor: Actor, event: ControlEvent, today: date) -> bool:
    return (
        Role.OMBUDSMAN in actor.roles and actor.region in ("", event.region) and bool(consents(session, event, today))
    )


def visible_parts(session: Session, event: ControlEvent, side: Side, today: date) -> tuple[Part, ...]:
    """Return the parts a side sees now, in the order of the table."""
    named = {part for row in consents(session, event, today) for part in row.parts} if side is Side.OMBUDSMAN else set()

    def holds(part: Part, condition: str) -> bool:
        return part.value in named if condition == CONSENT else CONDITIONS[condition](event)

    return tuple(part for part, sides in PARTS.items() if side in sides and holds(part, sides[side]))


def _shows_indicators(event: ControlEvent) -> bool:
    known = control_types().get(event.control_type)
    return known is not None and known.flag("indicators.shown_to_client") is True


CONDITIONS: Mapping[str, Callable[[ControlEvent], bool]] = {
    ALWAYS: lambda event: True,
    COMPLAINANT_CONSENTS: lambda event: event.complainant_consents,
    TYPE_SHOWS_INDICATORS: _shows_indicators,
    ACT_OF_APPROVED: lambda event: event.approval == "given" or event.urgent,
}
