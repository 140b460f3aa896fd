"""What an admin does with people: roles, blocking. An admin never sees the answers of businesses."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.accounts.acting import OF_AUTHORITY, OF_REGION
from backend.accounts.links import make_link
from backend.accounts.models import LinkPurpose, Person, RoleGrant
from backend.accounts.office_keys import end_office_keys
from backend.accounts.queries import find_by_email
from backend.accounts.schemas import NewGrant
from backend.accounts.service import grant_role
from backend.accounts.sessions import end_sessions
from backend.audit.service import record
from backend.errors import Conflict, Invalid, NotFound
from backend.law import current_law
from backend.notifications.service import notify
from backend.permissions import Actor
from rules.faults import Fault
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

# Roles that come from belonging to a business are not given by hand.
GRANTED = tuple(role for role in Role if role not in {Role.BUSINESS, Role.REPRESENTATIVE})


def find_person(session: Session, person_id: str) -> Person:
    """Return a person by id.

    Raises:
        NotFound: nobody.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def grant(session: Session, actor: Actor | None, person: Person, data: NewGrant, now: datetime) -> RoleGrant:
    """Give a role; the person signs in anew, their sessions end at once.

    Raises:
        Invalid: no such role, authority or region, or the authority is missing.
        Conflict: they hold it already.
    """
    role, authority = _read_grant(data)
    region = _read_region(data) if authority or role in OF_REGION else ""
    same = (RoleGrant.person_id == person.id, RoleGrant.role == role)
    held = session.exec(select(RoleGrant).where(*same)).all()
    if any((one.authority, one.region) == (authority, region) for one in held):
        raise Conflict(
            Text("Эта роль у человека уже есть.", "The person holds this role already."),
            Text("Обновите страницу.", "Reload the page."),
        )
    given = grant_role(session, person.id, role, now, authority=authority, region=region)
    end_sessions(session, person.id, now)
    values = {"role": role.value, "authority": authority, "region": region}
    record(session, actor, "role.grant", "person", person.id, values, now)
    notify(session, [person.id], "accounts.role_granted", {"role": ROLE_NAMES[role]}, "/account", now)
    return given


def _read_grant(data: NewGrant) -> tuple[Role, str]:
    if data.role not in GRANTED:
        names = ", ".join(GRANTED)
        message = Text(f"Роли «{data.role[:40]}» нет.", f"There is no role “{data.role[:40]}”.")
        raise Invalid([Fault("role_unknown", "role", message, Text(f"Роли: {names}.", f"Roles: {names}."))])
    role = Role(data.role)
    if role not in OF_AUTHORITY:
        return role, ""
    if data.authority not in current_law().edition.authorities:
        message = Text("Для этой роли нужен орган.", "This role needs an authority.")
        if data.authority:
            shown = data.authority[:40]
            message = Text(f"Органа «{shown}» в реестре нет.", f"The registry has no authority “{shown}”.")
        remedy = Text("Выберите его код из списка.", "Choose its code from the list.")
        raise Invalid([Fault("authority_unknown", "authority", message, remedy)])
    return role, data.authority


def _read_region(data: NewGrant) -> str:
    """An office in a region that is none would be sent nothing, ever."""
    if data.region and data.region not in current_law().edition.vocabulary.facts["region"].values:
        message = Text(f"Региона «{data.region}» нет.", f"There is no region “{data.region}”.")
        remedy = Text(
            "Напишите код как в ФНС, например 77, или оставьте пустым: вся страна.",
            "Write a code of the tax service, as 77, or leave it empty for the whole country.",
        )
        raise Invalid([Fault("region_unknown", "region", message, remedy)])
    return data.region


def revoke(session: Session, actor: Actor | None, person: Person, grant_id: str, now: datetime) -> None:
    """Take a role away; the person's sessions end at once.

    Raises:
        NotFound: the person has no such grant.
        Conflict: the actor's own role of admin, or the last one.
    """
    given = session.get(RoleGrant, grant_id)
    if given is None or given.person_id != person.id:
        raise NotFound
    if given.role is Role.ADMIN:
        _keep_an_admin(session, actor, person)
    values = {"role": given.role.value, "authority": given.authority, "region": given.region}
    session.delete(given)
    end_sessions(session, person.id, now)
    end_office_keys(session, person.id, now, given)
    record(session, actor, "role.revoke", "person", person.id, values, now)
    notify(session, [person.id], "accounts.role_revoked", {"role": ROLE_NAMES[given.role]}, "/account", now)


def block(session: Session, actor: Actor | None, person: Person, now: datetime) -> None:
    """Block a person: sessions end, keys and feeds answer no more.

    Raises:
        Conflict: the actor themselves, or the last admin.
    """
    if any(one.role is Role.ADMIN for one in _grants(session, person)):
        _keep_an_admin(session, actor, person)
    person.blocked_at = person.blocked_at or now
    session.add(person)
    end_sessions(session, person.id, now)
    end_office_keys(session, person.id, now)
    record(session, actor, "person.block", "person", person.id, None, now)


def unblock(session: Session, actor: Actor | None, person: Person, now: datetime) -> None:
    """Let a blocked person in again."""
    person.blocked_at = None
    session.add(person)
    session.flush()
    record(session, actor, "person.unblock", "person", person.id, None, now)


def add_person(session: Session, email: str, name: str, now: datetime) -> tuple[Person, str]:
    """Make an account without a password; return the person and the path of their first one-time link.

    Raises:
        Conflict: the address has an account.
    """
    if find_by_email(session, email) is not None:
        raise Conflict(
            Text(f"Аккаунт {email} уже есть.", f"{email} has an account already."),
            Text("Дайте ему роль: yasno users grant.", "Give it a role: yasno users grant."),
        )
    person = Person(email=email, name=name, created_at=now)
    session.add(person)
    session.flush()
    record(session, None, "person.add", "person", person.id, None, now)
    return person, first_link(session, person, now)


def first_link(session: Session, person: Person, now: datetime) -> str:
    """Return the path of a new one-time link by which the person sets a password."""
    return f"/password/{make_link(session, LinkPurpose.FIRST_SIGN_IN, now, person_id=person.id)}"


def _keep_an_admin(session: Session, actor: Actor | None, person: Person) -> None:
    others = session.exec(
        select(Person)
        .join(RoleGrant)
        .where(RoleGrant.role == Role.ADMIN, Person.id != person.id, Person.blocked_at == None)  # noqa: E711
    ).first()
    if others is None or (actor is not None and actor.person_id == person.id):
        raise Conflict(
            Text(
                "Так вы останетесь без администратора или без своих прав.",
                "No admin would be left, or you without rights.",
            ),
            Text("Попросите другого администратора.", "Ask another admin."),
        )


def _grants(session: Session, person: Person) -> list[RoleGrant]:
    return list(session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)))
