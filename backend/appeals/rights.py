"""From which side somebody looks at an appeal: the business that files it, the body that hears it, the ombudsman."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.authorities.models import AuthorityBody
from backend.control.cases.binding import CLIENTS, people_of_business, people_with
from backend.control.models.room import Side
from backend.control.sides import is_of_body
from backend.permissions import Actor, Scope
from rules.roles import Role

# Only the business reads these: nothing of them may reach the authority.
PRIVATE = frozenset({"DRAFT", "DISCARDED"})
AUTHORS = frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD})
# The room of ombudsman cases says who of them is told of an appeal; it stands above this one and adds itself.
OMBUDSMEN_TOLD: list[Callable[[Session, Appeal], Iterable[str]]] = []


def side_of(session: Session, actor: Actor, row: Appeal, today: date) -> Side | None:
    """Return the side, None where the appeal does not exist for them."""
    if row.business_id and actor.may_for(row.business_id, Scope.CONTROL):
        return Side.BUSINESS
    if row.state in PRIVATE:
        return None
    if row.shared and Role.APPEAL_BODY in actor.roles and is_of_body(session, actor, row.hearing_body_id):
        return Side.AUTHORITY
    return None


def acts(session: Session, row: Appeal, actor: Actor, acting_as: str) -> bool:
    """Whether somebody is what they act as in an appeal."""
    side = side_of(session, actor, row, date(2000, 1, 1))
    if acting_as in CLIENTS:
        return side is Side.BUSINESS
    return acting_as == Role.APPEAL_BODY and side is Side.AUTHORITY


def recipients(session: Session, row: Appeal, role: str) -> Iterable[str]:
    """Return whom of a role to tell. The official whose act it is learns of effects, never of a draft."""
    if role in CLIENTS:
        return people_of_business(session, row.business_id, Role(role))
    if role == Role.OMBUDSMAN:
        return sorted({one for told in OMBUDSMEN_TOLD for one in told(session, row)})
    if role == Role.APPEAL_BODY:
        return _staff(session, row.hearing_body_id, role) if row.shared else []
    return _staff(session, row.body_id, role) if row.shared and role in AUTHORS else []


def _staff(session: Session, body_id: str | None, role: str) -> list[str]:
    body = session.get(AuthorityBody, body_id) if body_id else None
    return people_with(session, Role(role), body.authority, body.region) if body else []


def has_desk(session: Session, body_id: str | None) -> bool:
    """Whether somebody of a body hears appeals here; else its steps are written down from papers."""
    return bool(_staff(session, body_id, Role.APPEAL_BODY))
