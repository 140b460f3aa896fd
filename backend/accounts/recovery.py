"""A new password, another address: each by a link or the present password; sessions end when the password changes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.accounts.links import end_links, make_link, use_link
from backend.accounts.models import LinkPurpose, Person
from backend.accounts.office_keys import end_office_keys
from backend.accounts.queries import find_by_email
from backend.accounts.sessions import end_sessions
from backend.audit.service import record
from backend.errors import Invalid
from backend.notifications.service import write_to
from backend.permissions import Actor
from rules.faults import Fault
from rules.text import Text

PASSWORD_LINKS = (LinkPurpose.PASSWORD, LinkPurpose.FIRST_SIGN_IN)
TAKEN = Fault(
    "email_taken",
    "email",
    Text("Этот адрес уже занят другим аккаунтом.", "Another account has this address."),
    Text("Войдите в него или укажите другой адрес.", "Sign in to it, or give another address."),
)


def ask_new_password(session: Session, email: str, language: str, now: datetime) -> None:
    """Send a link for a new password; an address without an account gets a letter that says so."""
    person = find_by_email(session, email)
    if person is None or person.blocked_at is not None or person.demo:
        write_to(session, email, language, "accounts.no_account", {}, "/sign-up", now)
        return
    token = make_link(session, LinkPurpose.PASSWORD, now, person_id=person.id)
    write_to(session, person.email, person.language, "accounts.new_password", {}, f"/password/{token}", now)


def set_password_by_link(session: Session, token: str, hashed: str, now: datetime) -> Person:
    """Set the password a link is for; every session ends.

    Raises:
        LinkEnded: the link is not good any more.
    """
    link = use_link(session, token, now, *PASSWORD_LINKS)
    person = session.get_one(Person, link.person_id)
    change_password(session, person, hashed, now)
    return person


def change_password(session: Session, person: Person, hashed: str, now: datetime, keep: str | None = None) -> None:
    """Keep the new password's hash; end links and every session but `keep`, and tell by mail."""
    person.password = hashed
    session.add(person)
    end_sessions(session, person.id, now, but=keep)
    end_office_keys(session, person.id, now)
    for purpose in (*PASSWORD_LINKS, LinkPurpose.EMAIL):
        end_links(session, person.id, purpose, now)
    record(session, Actor(person_id=person.id), "person.change_password", "person", person.id, None, now)
    write_to(session, person.email, person.language, "accounts.password_changed", {}, "/password", now)


def ask_new_email(session: Session, person: Person, email: str, now: datetime) -> None:
    """Send a link to the new address, and word of it to the old one; a taken address is told by letter only."""
    if find_by_email(session, email) is not None:
        write_to(session, email, person.language, "accounts.has_account", {}, "/sign-in", now)
    else:
        token = make_link(session, LinkPurpose.EMAIL, now, person_id=person.id, email=email)
        write_to(session, email, person.language, "accounts.new_email", {}, f"/account/email/{token}", now)
    write_to(session, person.email, person.language, "accounts.email_asked", {"email": email}, "/account", now)


def change_email(session: Session, token: str, now: datetime) -> Person:
    """Take the address a link was sent to, and tell the old one.

    Raises:
        LinkEnded: the link is not good any more.
        Invalid: the address got an account meanwhile.
    """
    link = use_link(session, token, now, LinkPurpose.EMAIL)
    person, email = session.get_one(Person, link.person_id), link.email or ""
    if find_by_email(session, email) is not None:
        raise Invalid([TAKEN])
    old, person.email = person.email, email
    session.add(person)
    session.flush()
    end_links(session, person.id, LinkPurpose.PASSWORD, now)  # those went to the old address
    record(session, Actor(person_id=person.id), "person.change_email", "person", person.id, None, now)
    write_to(session, old, person.language, "accounts.email_changed", {"email": email}, "/account", now)
    return person
