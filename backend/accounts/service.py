"""Accounts: signing up, in and out; choosing a business. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.accounts.businesses import add_member, found_business, open_business
from backend.accounts.consents import ACCOUNT, LETTERS, give
from backend.accounts.links import make_link, use_link
from backend.accounts.models import LinkPurpose, Person, PersonSession, RoleGrant
from backend.accounts.queries import find_by_email
from backend.accounts.sessions import end_session, open_session
from backend.audit.service import record
from backend.errors import NotFound
from backend.notifications.service import write_to
from backend.permissions import Actor
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

WRONG = Fault(
    "wrong_sign_in",
    "password",
    Text("Почта или пароль не подходят.", "The address or the password does not fit."),
    Text("Сверьте их или задайте новый пароль.", "Check them or set a new password."),
)


def ask_to_sign_up(
    session: Session, email: str, name: str, hashed: str, language: str, next_path: str, now: datetime
) -> str:
    """Send a letter that finishes the sign-up; return the path of its link, the same work for every address.

    An address with an account gets a letter that says so: only its owner learns it.
    """
    if find_by_email(session, email) is not None:
        link = "/sign-in"
        write_to(session, email, language, "accounts.has_account", {}, link, now)
        return link
    details = {"name": name, "password": hashed, "language": language, "next": next_path}
    link = f"/sign-up/{make_link(session, LinkPurpose.SIGN_UP, now, email=email, details=details)}"
    write_to(session, email, language, "accounts.sign_up", {"name": name}, link, now)
    return link


def finish_sign_up(session: Session, token: str, now: datetime) -> tuple[Person | None, str]:
    """Make the account that a sign-up letter stands for; return the person and where they were going.

    The person is None when the address got an account meanwhile.

    Raises:
        LinkEnded: the link is not good any more.
    """
    link = use_link(session, token, now, LinkPurpose.SIGN_UP)
    email, details = link.email or "", dict(link.details)
    link.details = {}  # the hash of the password is not kept twice
    session.add(link)
    if find_by_email(session, email) is not None:
        return None, "/sign-in"
    person = make_person(session, email, details["name"], details["password"], details["language"], now)
    return person, details["next"]


def make_person(session: Session, email: str, name: str, hashed: str | None, language: str, now: datetime) -> Person:
    """Make an account with the consents its form asked for; `hashed` is the password's hash."""
    person = Person(email=email, name=name, password=hashed, language=language, created_at=now)
    session.add(person)
    session.flush()
    give(session, person, ACCOUNT, now)
    give(session, person, LETTERS, now)
    record(session, Actor(person_id=person.id), "person.sign_up", "person", person.id, None, now)
    return person


def enter(
    session: Session, person: Person, now: datetime, instead_of: Actor | None = None, *, by_code: bool = False
) -> str:
    """Sign a person in and return the new token; the session this browser had ends."""
    if instead_of is not None:
        sign_out(session, instead_of, now)
    record(session, Actor(person_id=person.id), "person.sign_in", "person", person.id, None, now)
    return open_session(session, person, now, by_code=by_code)


def sign_out(session: Session, actor: Actor, now: datetime) -> None:
    """End the actor's session."""
    if actor.person_id and actor.session_id:
        end_session(session, actor.person_id, actor.session_id, now)


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


def grant_role(
    session: Session, person_id: str, role: Role, now: datetime, *, authority: str = "", region: str = ""
) -> RoleGrant:
    """Give a person a role; people of an authority also its code and region."""
    grant = RoleGrant(person_id=person_id, role=role, authority=authority, region=region, granted_at=now)
    session.add(grant)
    session.flush()
    return grant


__all__ = ["add_member", "found_business", "grant_role", "open_business", "open_session"]
