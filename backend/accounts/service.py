"""Accounts: signing up, in and out; choosing a business. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.accounts.models import Business, MemberKind, Membership, Person, PersonSession, RoleGrant
from backend.accounts.passwords import hash_password, matches
from backend.accounts.tokens import hash_of, new_token
from backend.db.types import new_id
from backend.errors import Invalid, NotFound
from backend.permissions import ALL_SCOPES, Actor, Scope
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

WRONG = Fault(
    "wrong_sign_in",
    "password",
    Text("Почта или пароль не подходят.", "The address or the password does not fit."),
    Text("Сверьте их или задайте новый пароль.", "Check them or set a new password."),
)


def sign_up(session: Session, email: str, name: str, password: str, now: datetime) -> Person | None:
    """Make an account; None when the address has one already (the caller must not tell which)."""
    address = email.strip().lower()
    if session.exec(select(Person).where(Person.email == address)).first() is not None:
        hash_password(password)  # as slow as making one: the answer's time tells nothing
        return None
    person = Person(email=address, name=name, password=hash_password(password), created_at=now)
    session.add(person)
    session.flush()
    return person


def sign_in(session: Session, email: str, password: str, now: datetime) -> tuple[Person, str]:
    """Return the person and the token of a new session.

    Raises:
        Invalid: no such account, a wrong password, or a blocked one; which of them is not said.
    """
    person = session.exec(select(Person).where(Person.email == email.strip().lower())).first()
    if not matches(person.password if person else None, password) or person is None or person.blocked_at is not None:
        raise Invalid([WRONG])
    return person, open_session(session, person, now)


def open_session(session: Session, person: Person, now: datetime) -> str:
    """Open a session; its token is returned once and kept as a hash."""
    token = new_token()
    session.add(PersonSession(person_id=person.id, token_hash=hash_of(token), created_at=now, seen_at=now))
    session.flush()
    return token


def sign_out(session: Session, actor: Actor, now: datetime) -> None:
    """End the actor's session."""
    row = session.get(PersonSession, actor.session_id or "")
    if row is not None:
        row.ended_at = now
        session.add(row)


def choose_business(session: Session, actor: Actor, business_id: str) -> None:
    """Work with another of the actor's businesses from now on.

    Raises:
        NotFound: not one of theirs.
    """
    row = session.get(PersonSession, actor.session_id or "")
    if row is None or not actor.may_for(business_id):
        raise NotFound
    row.business_id = business_id
    session.add(row)
    session.flush()


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
    return membership


def grant_role(
    session: Session, person_id: str, role: Role, now: datetime, *, authority: str = "", region: str = ""
) -> RoleGrant:
    """Give a person a role; people of an authority also its code and region."""
    grant = RoleGrant(person_id=person_id, role=role, authority=authority, region=region, granted_at=now)
    session.add(grant)
    session.flush()
    return grant
