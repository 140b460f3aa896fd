"""The office a person acts from: of several they choose one, and hold in it the roles they were given there alone.

An office is an authority in a region; a prosecutor or an ombudsman has a region alone, or the whole country. Roles of
no office, as an editor's, are held beside any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from backend.accounts.models import PersonSession, RoleGrant
from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

# People of an authority act for one authority.
OF_AUTHORITY = frozenset({Role.REGULATOR, Role.INSPECTOR, Role.AUTHORITY_HEAD, Role.APPEAL_BODY, Role.DRAFTER})
# Theirs is a region; without one, the whole country.
OF_REGION = frozenset({Role.PROSECUTOR, Role.OMBUDSMAN})


@dataclass(frozen=True, slots=True)
class Office:
    """An office with the roles that a person has in it."""

    authority: str
    region: str
    roles: tuple[Role, ...]

    @property
    def code(self) -> str:
        """Return how a session remembers it: «mchs:77»."""
        return f"{self.authority}:{self.region}"

    @property
    def name(self) -> Text:
        """Return what it is called: the roles, the authority, the region."""
        names = [ROLE_NAMES[role] for role in self.roles]
        known = current_law().edition.authorities.get(self.authority)
        of = Text(f": {known.name.ru}", f": {known.name.en}") if known else Text("", "")
        tail = f", {self.region}" if self.region else ""
        ru, en = (", ".join(one.in_(language) for one in names) for language in ("ru", "en"))
        return Text(f"{ru}{of.ru}{tail}", f"{en}{of.en}{tail}")


def offices(grants: Iterable[RoleGrant]) -> tuple[Office, ...]:
    """Return the offices of a person, the one they were given first before the others."""
    found: dict[tuple[str, str], list[Role]] = {}
    for grant in sorted(grants, key=lambda one: (one.granted_at, one.id)):
        if is_of_office(grant):
            found.setdefault((grant.authority, grant.region), []).append(grant.role)
    return tuple(Office(authority, region, tuple(roles)) for (authority, region), roles in found.items())


def is_of_office(grant: RoleGrant) -> bool:
    """Whether a role is held in an office alone."""
    return grant.role in OF_AUTHORITY | OF_REGION or bool(grant.authority or grant.region)


def acting_from(grants: Sequence[RoleGrant], row: PersonSession) -> Office | None:
    """Return the office chosen in a session; the first one while none was, or the one chosen is theirs no more."""
    known = offices(grants)
    return next((one for one in known if one.code == row.office), next(iter(known), None))


def roles_in(grants: Iterable[RoleGrant], office: Office | None) -> frozenset[Role]:
    """Return the roles a person holds while they act from an office."""
    everywhere = {grant.role for grant in grants if not is_of_office(grant)}
    return frozenset(everywhere | set(office.roles if office else ()))


def choose_office(session: Session, actor: Actor, grants: Iterable[RoleGrant], code: str) -> None:
    """Act from another of the actor's offices from now on, in this session.

    Raises:
        NotFound: not one of theirs.
    """
    row = session.get(PersonSession, actor.session_id or "")
    office = next((one for one in offices(grants) if one.code == code), None)
    if row is None or office is None:
        raise NotFound
    row.office = office.code
    session.add(row)
    session.flush()
