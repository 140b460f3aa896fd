"""Whoever takes part in walks: a business and those around it, as actors; a body with an object. No browsers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlmodel import Session

from backend.accounts.models import Business, MemberKind, Membership, Person, RoleGrant
from backend.accounts.service import found_business
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.permissions import ALL_SCOPES, Actor, Scope
from rules.roles import Role

INN = "7707083893"
STAFF = (
    ("inspector", Role.INSPECTOR, "mchs"),
    ("second inspector", Role.INSPECTOR, "mchs"),
    ("head", Role.AUTHORITY_HEAD, "mchs"),
    ("second head", Role.AUTHORITY_HEAD, "mchs"),
    ("prosecutor", Role.PROSECUTOR, ""),
    ("ombudsman", Role.OMBUDSMAN, ""),
    ("appeal body", Role.APPEAL_BODY, "mchs"),
    ("second appeal body", Role.APPEAL_BODY, "mchs"),
)
FAR = (
    ("inspector of another region", Role.INSPECTOR, "mchs"),
    ("head of another region", Role.AUTHORITY_HEAD, "mchs"),
    ("prosecutor of another region", Role.PROSECUTOR, ""),
    ("appeal body of another region", Role.APPEAL_BODY, "mchs"),
)
# Nobody of these may take a step of the café's cases, and nobody of them is told of one.
NOBODY_S = ("stranger", "accountant", *(name for name, _, _ in FAR))


@dataclass
class World:
    """A session with people, the body of the fire service and the café."""

    session: Session
    people: dict[str, Actor]
    business: Business
    body: AuthorityBody

    def by_id(self, person_id: str) -> Actor | None:
        """Return the actor of a person."""
        return next((actor for actor in self.people.values() if actor.person_id == person_id), None)

    def somebody(self, random: Random) -> Actor:
        """Return anybody, also those who may do nothing here."""
        return random.choice(list(self.people.values()))


def make_world(session: Session, now: datetime) -> World:
    """Make everybody."""
    body = AuthorityBody(authority="mchs", region="77", name="МЧС", level=BodyLevel.TERRITORIAL, created_at=now)
    session.add(body)
    owner = _person(session, "owner", now)
    business = found_business(session, owner.id, "Кафе «Лён»", now)
    business.inn, business.proven_by = INN, "papers"
    session.add(business)
    people = {"owner": _of_business(owner, business, ALL_SCOPES)}
    accountant = _person(session, "accountant", now)
    part = frozenset({Scope.READ, Scope.ANSWER})
    about = {"person_id": accountant.id, "business_id": business.id, "kind": MemberKind.REPRESENTATIVE}
    session.add(Membership(scopes=sorted(part), created_at=now, **about))
    people["accountant"] = _of_business(accountant, business, part)
    stranger = _person(session, "stranger", now)
    people["stranger"] = _of_business(stranger, found_business(session, stranger.id, "Пекарня", now), ALL_SCOPES)
    for region, staff in (("77", STAFF), ("78", FAR)):
        people |= {name: _official(session, name, role, authority, region, now) for name, role, authority in staff}
    session.commit()
    return World(session, people, business, body)


def _person(session: Session, name: str, now: datetime) -> Person:
    row = Person(email=f"{name.replace(' ', '-')}@walks.example", name=name, created_at=now)
    session.add(row)
    session.flush()
    return row


def _of_business(person: Person, business: Business, scopes: frozenset[Scope]) -> Actor:
    return Actor(person.id, person.name, frozenset({Role.BUSINESS}), {business.id: scopes}, business.id)


def _official(session: Session, name: str, role: Role, authority: str, region: str, now: datetime) -> Actor:
    person = _person(session, name, now)
    session.add(RoleGrant(person_id=person.id, role=role, authority=authority, region=region, granted_at=now))
    return Actor(person.id, name, frozenset({role}), authority=authority or None, region=region)
