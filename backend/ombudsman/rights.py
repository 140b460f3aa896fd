"""From which side somebody looks at a case: the client, the ombudsman while the consent lasts, the authority asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from backend.control.cases import binding
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.sides import STAFF, is_of_body
from backend.ombudsman.consents import lasting
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import covers, holds_office, kind_of, people_of
from backend.permissions import Actor, Scope
from backend.procedures.queries import history
from backend.risk.models import Source
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.roles import Role

NAME = "ombudsman_case"
# By which steps the authority learns of a case.
TELLING = frozenset({"ask_authority", "tell_authority"})


def side_of(session: Session, actor: Actor, row: OmbudsmanCase, today: date) -> Side | None:
    """Return the side, None where the case does not exist for them."""
    if row.business_id and actor.may_for(row.business_id, Scope.CONTROL):
        return Side.BUSINESS
    if Role.OMBUDSMAN in actor.roles:
        return Side.OMBUDSMAN if is_seen(session, actor, row, today) else None
    # While it is asked, the authority may take its step; what it was asked and told it reads on a page of its own.
    asked = row.state == "INFO_REQUESTED" and actor.roles & STAFF and not is_own_copy(session, row)
    return Side.AUTHORITY if asked and is_of_body(session, actor, row.body_id) else None


def is_seen(session: Session, actor: Actor, row: OmbudsmanCase, today: date) -> bool:
    """Whether an ombudsman sees a case now: addressed to their office, not another's, and the consent lasts."""
    return row.state in WITH_CONSENT and is_mine(session, actor, row) and lasting(session, row.id, today) is not None


def is_mine(session: Session, actor: Actor, row: OmbudsmanCase) -> bool:
    """Whether a case is this ombudsman's: taken up by them, or by nobody who is still in that office."""
    if row.ombudsman_id and row.ombudsman_id == actor.person_id:
        kind = kind_of(session, actor)
        return kind is not None and covers(kind, actor.region or "", row.kind, row.region)
    kind = kind_of(session, actor)
    if kind is None or not covers(kind, actor.region or "", row.kind, row.region):
        return False
    return row.ombudsman_id is None or not holds_office(session, row.ombudsman_id, row.kind, row.region)


def authority_knows(session: Session, row: OmbudsmanCase) -> bool:
    """Whether the authority was asked, or told by the client. Nobody tells it of a business's own copy."""
    return not is_own_copy(session, row) and any(step.action in TELLING for step in history(session, NAME, row.id))


def is_own_copy(session: Session, row: OmbudsmanCase) -> bool:
    """Whether the event of a case is a note of the business: its authority does not see it."""
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    return event is not None and event.source is Source.BUSINESS


def acts(session: Session, row: OmbudsmanCase, actor: Actor, acting_as: str) -> bool:
    """Whether somebody is what they act as in a case."""
    side = side_of(session, actor, row, binding.ANY_DAY)
    if acting_as in binding.CLIENTS:
        return side is Side.BUSINESS
    if acting_as == Role.OMBUDSMAN:
        return side is Side.OMBUDSMAN
    return acting_as in STAFF and side is Side.AUTHORITY and acting_as in actor.roles


def recipients(session: Session, row: OmbudsmanCase, role: str) -> Iterable[str]:
    """Return whom of a role to tell: of ombudsmen the one who took the case up, else all of the office."""
    if role in binding.CLIENTS:
        return binding.people_of_business(session, row.business_id, Role(role))
    if role == Role.OMBUDSMAN:
        return ombudsmen_of(session, row)
    return binding.recipients(session, row, role) if role in STAFF and authority_knows(session, row) else []


def ombudsmen_of(session: Session, row: OmbudsmanCase) -> list[str]:
    """Return the ombudsmen of a case."""
    office = people_of(session, row.kind, row.region)
    return [row.ombudsman_id] if row.ombudsman_id in office else office
