"""What people may see of people and businesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from backend.accounts.models import (
    ApiKey,
    Business,
    LinkPurpose,
    MemberKind,
    Membership,
    OneTimeLink,
    Person,
    RoleGrant,
)
from backend.errors import NotFound
from backend.permissions import Actor, Scope

PAGE = 50


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a business."""

    membership: Membership
    person: Person


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in one business, and how many others belong to it."""

    business: Business
    membership: Membership
    others: int
    sole_owner: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A person as an admin sees them: never their businesses or answers."""

    person: Person
    grants: tuple[RoleGrant, ...]


def find_by_email(session: Session, email: str) -> Person | None:
    """Return the person of an address."""
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def find_self(session: Session, actor: Actor) -> Person:
    """Return the person who asks.

    Raises:
        NotFound: they have no account.
    """
    person = session.get(Person, actor.person_id or "")
    if person is None:
        raise NotFound
    return person


def find_own_business(session: Session, actor: Actor, business_id: str, scope: Scope = Scope.READ) -> Business:
    """Return a business of the actor.

    Raises:
        NotFound: no such business, or not theirs, or not with this scope.
    """
    business = session.get(Business, business_id) if actor.may_for(business_id, scope) else None
    if business is None or not actor.signed_in:
        raise NotFound
    return business


def find_membership(session: Session, person_id: str | None, business_id: str, now: datetime) -> Membership | None:
    """Return the person's part in a business while it lasts."""
    query = select(Membership).where(Membership.person_id == person_id, Membership.business_id == business_id)
    found = session.exec(query).first()
    return None if found is None or (found.ends_at is not None and found.ends_at <= now) else found


def belongs(session: Session, person_id: str, business_id: str, now: datetime, scope: Scope = Scope.READ) -> bool:
    """Whether the person may do this for the business at this moment. Feeds and links must ask each time."""
    person, part = session.get(Person, person_id), find_membership(session, person_id, business_id, now)
    return person is not None and person.blocked_at is None and part is not None and scope in part.scopes


def list_members(session: Session, business_id: str) -> list[Member]:
    """Return the people of a business, owners first, then as they came; ended parts too."""
    rows = session.exec(
        select(Membership, Person)
        .where(Membership.business_id == business_id, Membership.person_id == Person.id)
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()
    found = [Member(one, person) for one, person in rows]
    return sorted(found, key=lambda member: member.membership.kind is not MemberKind.OWNER)


def list_invitations(session: Session, business_id: str, now: datetime) -> Sequence[OneTimeLink]:
    """Return the open invitations to a business."""
    query = select(OneTimeLink).where(
        OneTimeLink.purpose == LinkPurpose.INVITATION,
        OneTimeLink.business_id == business_id,
        col(OneTimeLink.used_at).is_(None),
        OneTimeLink.expires_at > now,
    )
    return session.exec(query.order_by(col(OneTimeLink.created_at), col(OneTimeLink.id))).all()


def list_parts(session: Session, person_id: str, now: datetime) -> list[Part]:
    """Return the businesses a person belongs to now."""
    rows = session.exec(
        select(Membership, Business)
        .where(Membership.person_id == person_id, Membership.business_id == Business.id)
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()
    open_ones = [(one, business) for one, business in rows if one.ends_at is None or one.ends_at > now]
    return [_part(session, one, business) for one, business in open_ones]


def _part(session: Session, membership: Membership, business: Business) -> Part:
    others = [one for one in list_members(session, business.id) if one.person.id != membership.person_id]
    owners = [one for one in others if one.membership.kind is MemberKind.OWNER]
    sole = membership.kind is MemberKind.OWNER and not owners
    return Part(business, membership, len(others), sole)


def list_keys(session: Session, person_id: str) -> Sequence[ApiKey]:
    """Return the person's keys that nobody has ended; some may have run out."""
    query = select(ApiKey).where(ApiKey.person_id == person_id, col(ApiKey.ended_at).is_(None))
    return session.exec(query.order_by(col(ApiKey.created_at).desc(), col(ApiKey.id))).all()


def list_people(session: Session, words: str, page: int) -> tuple[list[Found], int]:
    """Return one page of people whose name or address holds the words, and how many there are."""
    query = select(Person)
    if words:
        # SQLite folds the case of Latin letters only, so a name is looked for in its usual spellings.
        spellings = sorted({words, words.lower(), words.title(), words.capitalize()})
        names = [col(Person.name).contains(one, autoescape=True) for one in spellings]
        query = query.where(or_(col(Person.email).contains(words.lower(), autoescape=True), *names))
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    rows = session.exec(query.order_by(Person.email).limit(PAGE).offset((page - 1) * PAGE)).all()
    return [Found(person, grants_of(session, person.id)) for person in rows], total


def grants_of(session: Session, person_id: str) -> tuple[RoleGrant, ...]:
    """Return a person's roles, oldest first."""
    query = select(RoleGrant).where(RoleGrant.person_id == person_id)
    return tuple(session.exec(query.order_by(col(RoleGrant.granted_at), col(RoleGrant.id))))


def has_demo_people(session: Session) -> bool:
    """Whether people without passwords live in this database: it may not serve outside the demo."""
    return session.exec(select(Person.id).where(col(Person.demo)).limit(1)).first() is not None
