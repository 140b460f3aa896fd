"""Invitations into a business: a letter with a one-time link, accepted with an account, old or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from backend.accounts.businesses import join
from backend.accounts.links import LinkEnded, find_link, make_link, use_link
from backend.accounts.models import Business, LinkPurpose, MemberKind, Membership, OneTimeLink, Person
from backend.accounts.queries import find_membership, find_own_business, list_members
from backend.accounts.schemas import NewInvitation
from backend.audit.service import record
from backend.clock import MOSCOW
from backend.errors import Invalid, NotFound
from backend.notifications.service import notify, write_to
from backend.permissions import ALL_SCOPES, Actor, Scope
from rules.faults import Fault
from rules.text import Text

LONGEST_PART = timedelta(days=3 * 366)
SCOPE_NAMES = {
    Scope.READ: Text("видеть список и ответы", "see the list and answers"),
    Scope.ANSWER: Text("отвечать и оценивать", "answer and give marks"),
    Scope.DISPUTE: Text("оспаривать требования", "dispute requirements"),
    Scope.CONTROL: Text("вести проверки и визиты органов", "handle control events and visits"),
    Scope.MANAGE: Text("приглашать людей и менять название", "invite people and change the name"),
}
KIND_NAMES = {
    MemberKind.OWNER: Text("владелец", "owner"),
    MemberKind.MEMBER: Text("сотрудник", "member"),
    MemberKind.REPRESENTATIVE: Text("представитель по доверенности", "representative with a power of attorney"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as the invited person reads it."""

    link: OneTimeLink
    business: Business
    inviter: Person
    kind: MemberKind
    scopes: tuple[Scope, ...]
    power_of_attorney: str
    ends_at: datetime | None

    @property
    def last_day(self) -> date | None:
        """The last day of the part, in Moscow."""
        return last_day(self.ends_at)


def last_day(ends_at: datetime | None) -> date | None:
    """Return the last day of a part that ends at midnight in Moscow."""
    return (ends_at - timedelta(microseconds=1)).astimezone(MOSCOW).date() if ends_at else None


def end_of(day: date) -> datetime:
    """Return the moment after a day in Moscow."""
    return datetime.combine(day + timedelta(days=1), time(), MOSCOW)


def invite(
    session: Session, actor: Actor, business_id: str, data: NewInvitation, scopes: Sequence[str], now: datetime
) -> str:
    """Send an invitation; return its token.

    Raises:
        NotFound: not the actor's to manage; representatives may not pass their power on.
        Invalid: the end or the power of attorney of a representative is missing, or a right is not the actor's.
    """
    business = find_own_business(session, actor, business_id, Scope.MANAGE)
    mine = find_membership(session, actor.person_id, business_id, now)
    if mine is None or mine.kind is MemberKind.REPRESENTATIVE:
        raise NotFound
    kind = MemberKind(data.kind)
    given = _scopes(kind, scopes, actor.scopes[business_id], owner=mine.kind is MemberKind.OWNER)
    _check_part(kind, data, now)
    _refuse_longer(kind, data.until, mine)
    details: dict[str, Any] = {
        "kind": kind.value,
        "scopes": sorted(given),
        "power_of_attorney": data.power_of_attorney if kind is MemberKind.REPRESENTATIVE else "",
        "ends_at": end_of(data.until).isoformat() if data.until and kind is not MemberKind.OWNER else None,
    }
    token = make_link(
        session,
        LinkPurpose.INVITATION,
        now,
        person_id=actor.person_id,
        business_id=business.id,
        email=data.email,
        details=details,
    )
    params = {"business": business.name, "person": actor.name}
    path = f"/invitations/{token}"
    write_to(session, data.email, "ru", "accounts.invitation", params, path, now, about=actor.person_id)
    # Whom it was sent to stands in the link only: the salt of this row outlives the person who was invited.
    record(session, actor, "member.invite", "business", business.id, details, now)
    return token


def _scopes(kind: MemberKind, asked: Sequence[str], own: frozenset[Scope], *, owner: bool) -> frozenset[Scope]:
    """Return the rights of the new part: reading always, no more than the inviter has."""
    if kind is MemberKind.OWNER:
        if not owner:
            raise NotFound
        return ALL_SCOPES
    known = {scope.value for scope in own}
    if any(scope not in known for scope in asked):
        raise Invalid([_fault("scopes", "Такого права у вас нет.", "You do not have that right.", *CHOOSE)])
    return frozenset(Scope(scope) for scope in asked) | {Scope.READ}


CHOOSE = ("Выберите из списка.", "Choose from the list.")


def _check_part(kind: MemberKind, data: NewInvitation, now: datetime) -> None:
    faults = []
    if kind is MemberKind.REPRESENTATIVE and not data.power_of_attorney:
        words = "У представителя бывает доверенность.", "A representative has a power of attorney."
        faults.append(_fault("power_of_attorney", *words, "Напишите её номер и дату.", "Write its number and date."))
    if kind is MemberKind.REPRESENTATIVE and data.until is None:
        words = "Доверенность имеет срок.", "A power of attorney has an end."
        faults.append(_fault("until", *words, "Укажите последний день.", "Give its last day."))
    today = now.astimezone(MOSCOW).date()
    if data.until is not None and not today <= data.until <= today + LONGEST_PART:
        words = "Последний день: от сегодня, не дальше трёх лет.", "The last day is today or later, within three years."
        faults.append(_fault("until", *words, "Исправьте дату.", "Correct the date."))
    if faults:
        raise Invalid(faults)


def _refuse_longer(kind: MemberKind, until: date | None, mine: Membership) -> None:
    """Nobody gives a part that lasts longer than their own: its end would end nothing."""
    last = last_day(mine.ends_at)
    if kind is not MemberKind.OWNER and last is not None and (until is None or until > last):
        words = f"Ваш доступ кончается {last:%d.%m.%Y}.", f"Your own access ends on {last}."
        raise Invalid([_fault("until", *words, "Укажите день не позже.", "Give a day no later than that.")])


def _fault(field: str, ru: str, en: str, remedy_ru: str, remedy_en: str) -> Fault:
    return Fault(f"{field}_wrong", field, Text(ru, en), Text(remedy_ru, remedy_en))


def find_offer(session: Session, token: str, now: datetime) -> Offer:
    """Return an open invitation.

    Raises:
        LinkEnded: it was used, withdrawn, or has ended.
    """
    return _offer(session, find_link(session, token, now, LinkPurpose.INVITATION))


def _offer(session: Session, link: OneTimeLink) -> Offer:
    ends_at = link.details["ends_at"]
    return Offer(
        link,
        session.get_one(Business, link.business_id),
        session.get_one(Person, link.person_id),
        MemberKind(link.details["kind"]),
        tuple(Scope(scope) for scope in link.details["scopes"]),
        link.details["power_of_attorney"],
        datetime.fromisoformat(ends_at) if ends_at else None,
    )


def accept(session: Session, token: str, person: Person, now: datetime) -> Business:
    """Make the person part of the business and tell its owners.

    Raises:
        LinkEnded: the invitation is not good any more, or the inviter may not invite any more.
        Conflict: they belong to it already.
    """
    offer = _offer(session, use_link(session, token, now, LinkPurpose.INVITATION))
    _check_inviter(session, offer, now)
    membership = Membership(
        person_id=person.id,
        business_id=offer.business.id,
        kind=offer.kind,
        scopes=sorted(offer.scopes),
        power_of_attorney=offer.power_of_attorney or None,
        ends_at=offer.ends_at,
        created_at=now,
    )
    join(session, person, membership, now)
    record(session, Actor(person_id=person.id), "member.add", "business", offer.business.id, offer.link.details, now)
    members = list_members(session, offer.business.id)
    owners = [one.person.id for one in members if one.membership.kind is MemberKind.OWNER]
    params = {"business": offer.business.name, "person": person.name, "email": person.email}
    told = [one for one in owners if one != person.id]
    notify(session, told, "accounts.joined", params, f"/businesses/{offer.business.id}", now, about=person.id)
    return offer.business


def _check_inviter(session: Session, offer: Offer, now: datetime) -> None:
    """Whoever was taken out after inviting lets nobody in."""
    part = find_membership(session, offer.inviter.id, offer.business.id, now)
    if part is None or Scope.MANAGE not in part.scopes or offer.inviter.blocked_at is not None:
        raise LinkEnded
    if offer.ends_at is not None and offer.ends_at <= now:
        raise LinkEnded


def withdraw_invitation(session: Session, actor: Actor, business_id: str, link_id: str, now: datetime) -> None:
    """Withdraw an open invitation.

    Raises:
        NotFound: not the actor's to manage, or no such invitation.
    """
    business = find_own_business(session, actor, business_id, Scope.MANAGE)
    link = session.get(OneTimeLink, link_id)
    if link is None or link.business_id != business.id or link.purpose is not LinkPurpose.INVITATION:
        raise NotFound
    link.used_at = link.used_at or now
    session.add(link)
    session.flush()
    record(session, actor, "member.withdraw_invitation", "business", business.id, {"link": link.id}, now)
