"""Who answers a dispute: an account of the requirement's authority in the business's region, else the editor."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import MemberKind, Membership, Person, RoleGrant
from backend.errors import NotFound
from backend.notifications.recipients import people_with_role
from backend.permissions import Actor
from backend.procedures.queries import history
from backend.requirements.models import Dispute
from rules.roles import Role

NAME = "dispute"


def regulators_of(session: Session, authority: str, region: str) -> list[str]:
    """Return the people of an authority in a region; an account without a region is of the whole country."""
    if not authority:
        return []
    query = (
        select(RoleGrant.person_id)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            RoleGrant.role == Role.REGULATOR,
            RoleGrant.authority == authority,
            col(RoleGrant.region).in_(("", region)),
            col(Person.blocked_at).is_(None),
        )
    )
    return sorted(set(session.exec(query)))


def is_covered(session: Session, dispute: Dispute) -> bool:
    """Whether somebody of the authority has an account; else the editor answers."""
    return bool(regulators_of(session, dispute.authority, dispute.region))


def acts_as(session: Session, dispute: Dispute, actor: Actor) -> str:
    """Return as whom the actor answers a dispute.

    Raises:
        NotFound: it is not on their desk.
    """
    if Role.REGULATOR in actor.roles and actor.person_id in regulators_of(session, dispute.authority, dispute.region):
        return Role.REGULATOR
    if Role.EDITOR in actor.roles and not is_covered(session, dispute):
        return Role.EDITOR
    raise NotFound


def answers(session: Session, dispute: Dispute, actor: Actor) -> bool:
    """Whether a dispute is on the actor's desk."""
    try:
        acts_as(session, dispute, actor)
    except NotFound:
        return False
    return True


def check_desk(session: Session, dispute: Dispute, actor: Actor | None) -> None:
    """Let in only those who answer the dispute.

    Raises:
        NotFound: it is on another desk.
    """
    if actor is not None:
        acts_as(session, dispute, actor)


def recipients(session: Session, dispute: Dispute, role: str) -> list[str]:
    """Return whom of a role to tell of a dispute."""
    if role == Role.REGULATOR:
        return regulators_of(session, dispute.authority, dispute.region)
    if role == Role.EDITOR:
        return [] if is_covered(session, dispute) else people_with_role(session, Role.EDITOR)
    kinds = (MemberKind.REPRESENTATIVE,) if role == Role.REPRESENTATIVE else (MemberKind.OWNER, MemberKind.MEMBER)
    steps = history(session, NAME, dispute.id)
    at = steps[-1].at if steps else dispute.created_at
    return members_of(session, dispute.business_id, at, kinds)


def members_of(
    session: Session, business_id: str, now: datetime, kinds: tuple[MemberKind, ...] = tuple(MemberKind)
) -> list[str]:
    """Return the people whose part in a business has not ended."""
    query = select(Membership.person_id).where(
        Membership.business_id == business_id,
        col(Membership.kind).in_(kinds),
        col(Membership.ends_at).is_(None) | (col(Membership.ends_at) > now),
    )
    return sorted(session.exec(query))
