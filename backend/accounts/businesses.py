"""Businesses and the people in them. What a person may do for one is worked out anew at each request."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.accounts.leaving import end_access, plan_end
from backend.accounts.models import Business, MemberKind, Membership, Person, PersonSession
from backend.accounts.proof import take_back
from backend.accounts.queries import find_membership, find_own_business, list_members
from backend.accounts.schemas import NewBusiness, number_faults
from backend.audit.service import record
from backend.db.types import new_id
from backend.errors import Conflict, Invalid, NotFound
from backend.notifications.service import notify
from backend.permissions import ALL_SCOPES, Actor, Scope
from rules.text import Text

LAST_OWNER = Text("Вы единственный владелец: без вас бизнес останется ничьим.", "You are the only owner.")
PASS_ON = Text(
    "Сделайте владельцем другого участника или удалите бизнес.", "Make another member an owner, or delete it."
)


def found_business(
    session: Session,
    person_id: str,
    name: str,
    now: datetime,
    *,
    inn: str | None = None,
    ogrn: str | None = None,
    demo: bool = False,
) -> Business:
    """Make a business and its owner."""
    business = Business(id=new_id(), name=name, inn=inn, ogrn=ogrn, demo=demo, created_at=now)
    session.add(business)
    session.flush()
    add_member(session, person_id, business.id, MemberKind.OWNER, ALL_SCOPES, now)
    return business


def add_member(
    session: Session,
    person_id: str,
    business_id: str,
    kind: MemberKind,
    scopes: frozenset[Scope],
    now: datetime,
    *,
    power_of_attorney: str | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """Give a person a part in a business."""
    membership = Membership(
        person_id=person_id,
        business_id=business_id,
        kind=kind,
        scopes=sorted(scopes),
        power_of_attorney=power_of_attorney,
        ends_at=ends_at,
        created_at=now,
    )
    session.add(membership)
    session.flush()
    plan_end(session, membership)
    return membership


def open_business(session: Session, actor: Actor, data: NewBusiness, now: datetime) -> Business:
    """Make a business of the actor and work with it from now on.

    Raises:
        Invalid: a number is wrong.
    """
    _check_numbers(data)
    business = found_business(
        session, actor.person_id or "", data.name, now, inn=data.inn or None, ogrn=data.ogrn or None
    )
    row = session.get(PersonSession, actor.session_id or "")
    if row is not None:
        row.business_id = business.id
        session.add(row)
    record(session, actor, "business.create", "business", business.id, data.model_dump(), now)
    return business


def change_business(session: Session, actor: Actor, business_id: str, data: NewBusiness, now: datetime) -> None:
    """Keep another name or numbers. Another ИНН has yet to be proven.

    Raises:
        NotFound: not the actor's to manage.
        Invalid: a number is wrong.
    """
    business = find_own_business(session, actor, business_id, Scope.MANAGE)
    _check_numbers(data)
    if business.proven_by is not None and (data.inn or None) != business.inn:
        take_back(session, actor, business, now)  # what was proven is the number before
    business.name, business.inn, business.ogrn = data.name, data.inn or None, data.ogrn or None
    session.add(business)
    session.flush()
    record(session, actor, "business.change", "business", business.id, data.model_dump(), now)


def _check_numbers(data: NewBusiness) -> None:
    faults = number_faults(data.inn, data.ogrn)
    if faults:
        raise Invalid(faults)


def remove_member(session: Session, actor: Actor, business_id: str, membership_id: str, now: datetime) -> None:
    """Take a member or representative out; their keys for the business end, their access at once.

    Raises:
        NotFound: not the actor's to manage, or no such member.
        Conflict: an owner; owners leave by themselves.
    """
    business = find_own_business(session, actor, business_id, Scope.MANAGE)
    membership = _part_of(session, business, membership_id)
    if membership.kind is MemberKind.OWNER:
        raise Conflict(
            Text("Владельца убрать нельзя.", "An owner cannot be taken out."),
            Text("Владелец выходит из бизнеса сам.", "An owner leaves by themselves."),
        )
    _end_part(session, actor, membership, now)
    params = {"business": business.name}
    notify(session, [membership.person_id], "accounts.removed", params, "/businesses", now)


def make_owner(session: Session, actor: Actor, business_id: str, membership_id: str, now: datetime) -> None:
    """Make a member an owner too; only owners may.

    Raises:
        NotFound: the actor is no owner, or there is no such member.
        Conflict: a representative: the power of attorney of one is no ownership.
    """
    business = find_own_business(session, actor, business_id, Scope.MANAGE)
    mine = find_membership(session, actor.person_id, business_id, now)
    membership = _part_of(session, business, membership_id)
    if mine is None or mine.kind is not MemberKind.OWNER:
        raise NotFound
    if membership.kind is not MemberKind.MEMBER:
        raise Conflict(
            Text(
                "Владельцем становится сотрудник, не представитель.", "A member becomes an owner, not a representative."
            ),
            Text("Пригласите человека как владельца.", "Invite the person as an owner."),
        )
    membership.kind, membership.scopes, membership.ends_at = MemberKind.OWNER, sorted(ALL_SCOPES), None
    session.add(membership)
    session.flush()
    record(session, actor, "member.make_owner", "business", business.id, {"person": membership.person_id}, now)


def leave_business(session: Session, actor: Actor, business_id: str, now: datetime) -> None:
    """Leave a business.

    Raises:
        NotFound: not the actor's.
        Conflict: the actor is its only owner.
    """
    business = find_own_business(session, actor, business_id)
    membership = find_membership(session, actor.person_id, business_id, now)
    if membership is None:
        raise NotFound
    if membership.kind is MemberKind.OWNER and _only_owner(session, membership):
        raise Conflict(LAST_OWNER, PASS_ON)
    _end_part(session, actor, membership, now)
    owners = [one.person.id for one in list_members(session, business.id) if one.membership.kind is MemberKind.OWNER]
    params = {"business": business.name, "person": actor.name}
    notify(session, owners, "accounts.left", params, f"/businesses/{business.id}", now, about=actor.person_id)


def _only_owner(session: Session, membership: Membership) -> bool:
    """Whether nobody else owns the business; the rows are locked, so that two owners cannot leave at once."""
    owners = session.exec(
        select(Membership)
        .where(Membership.business_id == membership.business_id, Membership.kind == MemberKind.OWNER)
        .with_for_update()
    ).all()
    return all(one.id == membership.id for one in owners)


def _part_of(session: Session, business: Business, membership_id: str) -> Membership:
    membership = session.get(Membership, membership_id)
    if membership is None or membership.business_id != business.id:
        raise NotFound
    return membership


def _end_part(session: Session, actor: Actor, membership: Membership, now: datetime) -> None:
    """Delete the part, and end what hangs on it."""
    person_id, business_id = membership.person_id, membership.business_id
    end_access(session, person_id, business_id, now)
    session.delete(membership)
    session.flush()
    record(session, actor, "member.remove", "business", business_id, {"person": person_id}, now)


def join(session: Session, person: Person, membership: Membership, now: datetime) -> None:
    """Keep a new part of a person, or put it in the place of one that has ended.

    Raises:
        Conflict: they belong to the business already.
    """
    if find_membership(session, person.id, membership.business_id, now) is not None:
        raise Conflict(
            Text("Вы уже в этом бизнесе.", "You belong to this business already."),
            Text("Откройте его в «Мои данные».", "Open it under “My details”."),
        )
    ended = session.exec(
        select(Membership).where(Membership.person_id == person.id, Membership.business_id == membership.business_id)
    ).first()
    if ended is not None:
        session.delete(ended)
        session.flush()
    session.add(membership)
    session.flush()
    plan_end(session, membership)
