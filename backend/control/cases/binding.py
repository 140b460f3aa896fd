"""What the bindings of all procedures of control share: who acts, whom to tell, whose days and terms count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import MemberKind, Membership, Person, RoleGrant
from backend.authorities.models import AuthorityBody
from backend.control.cases.kinds import case_kinds
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.sides import goes_to_prosecutor
from backend.control.telling import is_told
from backend.errors import Conflict, NotFound
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Guard
from backend.procedures.queries import history
from rules.control import control_types
from rules.control.types import ControlType
from rules.roles import Role
from rules.text import Text

# Sides are asked for with a day; rights of businesses and bodies do not depend on one.
ANY_DAY = date(2000, 1, 1)
OFFICE = {Role.INSPECTOR: Side.AUTHORITY, Role.AUTHORITY_HEAD: Side.AUTHORITY, Role.PROSECUTOR: Side.PROSECUTOR}
CLIENTS = {Role.BUSINESS: (MemberKind.OWNER, MemberKind.MEMBER), Role.REPRESENTATIVE: (MemberKind.REPRESENTATIVE,)}


def acts_in(procedure: str) -> Any:
    """Return the test whether somebody is what they act as in a case of a procedure."""

    def acts(session: Session, case: Any, actor: Actor, acting_as: str) -> bool:
        side = case_kinds()[procedure].side(session, actor, case, ANY_DAY)
        if acting_as in CLIENTS:
            return side is Side.BUSINESS
        return acting_as in OFFICE and side is OFFICE[Role(acting_as)] and acting_as in actor.roles

    return acts


def recipients(session: Session, case: Any, role: str) -> Iterable[str]:
    """Return whom of a role to tell of a case: the business's people, the body's, the region's prosecutors."""
    if role in CLIENTS:
        if isinstance(case, ControlEvent) and not is_told(session, case):
            return []
        return people_of_business(session, getattr(case, "business_id", None), Role(role))
    body = session.get(AuthorityBody, getattr(case, "body_id", None) or "")
    if role == Role.PROSECUTOR and isinstance(case, ControlEvent) and not goes_to_prosecutor(session, case):
        return []
    if role == Role.PROSECUTOR:
        return people_with(session, Role.PROSECUTOR, "", _region(case), any_authority=True) if body else []
    if body is None or role not in OFFICE:
        return []
    people = people_with(session, Role(role), body.authority, body.region)
    mine = getattr(case, "inspector_id", None)
    # Whoever has left the body is told no more: then all its inspectors are.
    return [mine] if role == Role.INSPECTOR and mine in people else people


def people_of_business(session: Session, business_id: str | None, role: Role) -> list[str]:
    """Return the people who handle control events of a business, as members or by power of attorney."""
    query = select(Membership).where(
        Membership.business_id == (business_id or ""), col(Membership.kind).in_(CLIENTS[role])
    )
    return sorted(row.person_id for row in session.exec(query) if Scope.CONTROL.value in row.scopes)


def left_by(session: Session, case: Any, now: datetime) -> list[str]:
    """Return the people whose part in the business of a case has ended by a moment."""
    return left_business(session, getattr(case, "business_id", None), now)


def left_business(session: Session, business_id: str | None, now: datetime) -> list[str]:
    """Return the people whose part in a business has ended by a moment."""
    query = select(Membership.person_id).where(
        Membership.business_id == (business_id or ""), col(Membership.ends_at) <= now
    )
    return list(session.exec(query))


def people_with(session: Session, role: Role, authority: str, region: str, *, any_authority: bool = False) -> list[str]:
    """Return the people of an office: of a body for its own staff, of a region for prosecutors."""
    query = (
        select(RoleGrant.person_id)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(RoleGrant.role == role, col(Person.blocked_at).is_(None))
    )
    query = query.where(col(RoleGrant.region).in_(("", region)) if any_authority else RoleGrant.region == region)
    if not any_authority:
        query = query.where(RoleGrant.authority == authority)
    return sorted(set(session.exec(query)))


def control_type_of(session: Session, case: Any) -> ControlType | None:
    """Return the type of control of a case, None where it is not one of those known."""
    return control_types().get(getattr(case, "control_type", ""))


def region_of(session: Session, case: Any) -> str | None:
    """Return whose days off and time count."""
    return _region(case) or None


def _region(case: Any) -> str:
    return str(getattr(case, "region", "") or "")


def is_own_copy(procedure: str, session: Session, case: Any) -> bool:
    """Whether a case is the business's own copy."""
    return case_kinds()[procedure].own_copy(session, case)


def shared_guards(procedure: str) -> Mapping[str, Guard]:
    """Return the checks that stand in several tables: own copies, two pairs of eyes."""

    def own_copy(session: Session, case: Any, actor: Actor | None) -> None:
        """Let through only what a business writes for itself."""
        if actor is not None and not is_own_copy(procedure, session, case):
            raise NotFound

    def authority_or_own_copy(session: Session, case: Any, actor: Actor | None) -> None:
        """A business records official steps in its own copy only; in a shared case the authority takes them."""
        side = case_kinds()[procedure].side(session, actor, case, ANY_DAY) if actor is not None else None
        if side is Side.BUSINESS and not is_own_copy(procedure, session, case):
            raise NotFound

    def signed_by_another(session: Session, case: Any, actor: Actor | None) -> None:
        """Whoever prepared a paper does not sign it."""
        if actor is not None and actor.person_id in preparers(session, procedure, case):
            raise Conflict(
                Text("Вы готовили этот документ, подписать должен другой.", "You prepared this; another has to sign."),
                Text("Передайте его на подпись руководителю.", "Pass it on to the head."),
            )

    return {
        "own_copy": own_copy,
        "authority_or_own_copy": authority_or_own_copy,
        "signed_by_another": signed_by_another,
    }


def preparers(session: Session, procedure: str, case: Any) -> set[str]:
    """Return who prepared a case: whoever made it, and whoever took its steps before the signature as an inspector."""
    steps = history(session, procedure, case.id)
    return {
        *(step.actor for step in steps if step.acting_as == Role.INSPECTOR),
        *filter(None, (getattr(case, "prepared_by", None),)),
    }
