"""`yasno users`: people and roles from the terminal; the first admin of an installation is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from backend.accounts import administration, second_factor
from backend.accounts.models import Person, RoleGrant
from backend.accounts.queries import Found, find_by_email, grants_of, list_people
from backend.accounts.schemas import NewGrant, SignUp, read_all
from backend.clock import SystemClock
from backend.commands.database import refused
from backend.commands.shared import Group, ServiceSilent, json_option, say, told, write, write_json
from backend.config import ConfigError, Settings, read_settings
from backend.db.engine import make_engine, open_session
from backend.errors import PlatformError
from rules.faults import Fault, InputError
from rules.roles import ROLE_NAMES
from rules.text import Text

F = TypeVar("F", bound=Callable[..., Any])
ROLES = ", ".join(administration.GRANTED)
LINK_NOTE = Text("Ссылка для первого входа, на 3 дня:", "Link for the first sign-in, for 3 days:")


@click.group(cls=Group)
def users() -> None:
    """People and roles: add, list, grant, revoke, block, unblock, link, reset-second-factor."""


def _email(command: F) -> F:
    return click.argument("email")(command)


def _role(command: F) -> F:
    command = click.option("--region", default="", metavar="NN", help="Region of the authority's people.")(command)
    command = click.option("--authority", default="", metavar="CODE", help="Code of the authority.")(command)
    return click.option("--role", required=True, metavar="ROLE", help=f"One of: {ROLES}.")(command)


@users.command()
@_email
@click.option("--name", default="", help="What to call the person; default: the address.")
@click.option("--role", default="", metavar="ROLE", help=f"A role at once: {ROLES}.")
@click.option("--authority", default="", metavar="CODE", help="Code of the authority, for its people.")
@click.option("--region", default="", metavar="NN", help="Region of the authority's people.")
@json_option
def add(email: str, name: str, role: str, authority: str, region: str, as_json: bool) -> None:
    """Add a person; prints a one-time link by which they set a password."""
    with _database() as (session, settings):
        # The form of the site checks address and name here too.
        given = {"email": email, "name": name or email, "password": "-", "consent": "1"}
        data = read_all(SignUp, given)
        person, path = administration.add_person(session, data.email, data.name, _now())
        if role:
            _grant(session, person, role, authority, region)
        found = Found(person, grants_of(session, person.id))
        link = settings.public_url.rstrip("/") + path
    write(_as_dict(found) | {"link": link}, as_json, lambda: [_line(found), told(LINK_NOTE), link])


@users.command("list")
@click.option("--find", "words", default="", metavar="WORDS", help="Part of a name or address.")
@json_option
def show(words: str, as_json: bool) -> None:
    """List people with their roles, by address."""
    with _database() as (session, _):
        found = list(_everybody(session, words))
    if as_json:
        write_json({"people": [_as_dict(one) for one in found]})
    else:
        say(map(_line, found))


@users.command()
@_email
@_role
@json_option
def grant(email: str, role: str, authority: str, region: str, as_json: bool) -> None:
    """Give a role; the person's sessions end."""
    with _database() as (session, _):
        person = _find(session, email)
        _grant(session, person, role, authority, region)
        found = Found(person, grants_of(session, person.id))
    write(_as_dict(found), as_json, lambda: [_line(found)])


@users.command()
@_email
@_role
@json_option
def revoke(email: str, role: str, authority: str, region: str, as_json: bool) -> None:
    """Take a role away; the person's sessions end."""
    with _database() as (session, _):
        person = _find(session, email)
        wanted = [one for one in grants_of(session, person.id) if one.role == role]
        exact = [one for one in wanted if not authority or (one.authority, one.region) == (authority, region)]
        if not exact:
            raise InputError([_fault("role", f"Роли «{role}» у {email} нет.", f"{email} does not hold “{role}”.")])
        for one in exact:
            administration.revoke(session, None, person, one.id, _now())
        found = Found(person, grants_of(session, person.id))
    write(_as_dict(found), as_json, lambda: [_line(found)])


@users.command()
@_email
@json_option
def block(email: str, as_json: bool) -> None:
    """Block a person: their sessions end, their keys answer no more."""
    _change(email, as_json, administration.block)


@users.command()
@_email
@json_option
def unblock(email: str, as_json: bool) -> None:
    """Let a blocked person in again."""
    _change(email, as_json, administration.unblock)


@users.command("reset-second-factor")
@_email
@json_option
def reset_second_factor(email: str, as_json: bool) -> None:
    """Take a lost app with codes away; sessions end, the person sets it up anew at the next sign-in."""
    _change(email, as_json, second_factor.reset)


@users.command()
@_email
@json_option
def link(email: str, as_json: bool) -> None:
    """Print a new one-time link by which the person sets a password."""
    with _database() as (session, settings):
        url = settings.public_url.rstrip("/") + administration.first_link(session, _find(session, email), _now())
    write({"email": email, "link": url}, as_json, lambda: [told(LINK_NOTE), url])


def _change(email: str, as_json: bool, change: Callable[[Session, None, Person, Any], None]) -> None:
    with _database() as (session, _):
        person = _find(session, email)
        change(session, None, person, _now())
        found = Found(person, grants_of(session, person.id))
    write(_as_dict(found), as_json, lambda: [_line(found)])


def _grant(session: Session, person: Person, role: str, authority: str, region: str) -> None:
    data = read_all(NewGrant, {"role": role, "authority": authority, "region": region})
    administration.grant(session, None, person, data, _now())


def _everybody(session: Session, words: str) -> Iterator[Found]:
    number, total = 1, 1
    seen = 0
    while seen < total:
        found, total = list_people(session, words, number)
        if not found:
            return
        yield from found
        seen, number = seen + len(found), number + 1


def _find(session: Session, email: str) -> Person:
    person = find_by_email(session, email)
    if person is None:
        raise InputError([_fault("email", f"Аккаунта {email} нет.", f"There is no account {email}.")])
    return person


def _fault(field: str, ru: str, en: str) -> Fault:
    return Fault("not_found", field, Text(ru, en), Text("Список: yasno users list.", "See: yasno users list."))


@contextmanager
def _database() -> Iterator[tuple[Session, Settings]]:
    """Open the installation's database for writing; refusals of the site become errors of the command."""
    try:
        settings = read_settings()
        with open_session(make_engine(settings.database_url), write=True) as session:
            yield session, settings
            session.commit()
    except ConfigError as error:
        raise refused(error) from None
    except PlatformError as error:
        raise InputError(error.faults) from None
    except OperationalError as error:
        raise ServiceSilent(
            Text("База данных не отвечает или пуста.", "The database does not answer, or is empty."),
            Text("Подготовьте её: yasno migrate.", "Prepare it: yasno migrate."),
        ) from error


def _now() -> Any:
    return SystemClock().now()


def _as_dict(found: Found) -> dict[str, Any]:
    person = found.person
    roles = [{"role": one.role.value, "authority": one.authority, "region": one.region} for one in found.grants]
    blocked = person.blocked_at is not None
    return {"id": person.id, "email": person.email, "name": person.name, "blocked": blocked, "roles": roles}


def _line(found: Found) -> str:
    roles = ", ".join(map(_role_line, found.grants)) or told(Text("без ролей", "no roles"))
    blocked = told(Text(", вход закрыт", ", blocked")) if found.person.blocked_at else ""
    return f"{found.person.email}  {found.person.name}  {roles}{blocked}"


def _role_line(grant: RoleGrant) -> str:
    office = f" ({grant.authority} {grant.region}".rstrip() + ")" if grant.authority else ""
    return told(ROLE_NAMES[grant.role]) + office
