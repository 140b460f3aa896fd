"""Which ombudsman somebody is: federal, of a region, or a public representative (248-FZ arts. 29(1)5, 36(6))."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from backend.accounts.models import Person, RoleGrant
from backend.ombudsman.models import OmbudsmanKind, OmbudsmanOffice
from backend.permissions import Actor
from rules.roles import Role
from rules.text import Text

KINDS: Mapping[OmbudsmanKind, Text] = {
    OmbudsmanKind.REGIONAL: Text("Уполномоченный в регионе", "Ombudsman of the region"),
    OmbudsmanKind.FEDERAL: Text("Уполномоченный при Президенте РФ", "Federal ombudsman"),
    OmbudsmanKind.PUBLIC: Text(
        "Общественный представитель уполномоченного при Президенте РФ", "Public representative of the federal ombudsman"
    ),
}


def kind_of(session: Session, actor: Actor) -> OmbudsmanKind | None:
    """Return which ombudsman an actor is in the office they act from, None for everybody else."""
    if Role.OMBUDSMAN not in actor.roles:
        return None
    mine = RoleGrant.person_id == (actor.person_id or ""), RoleGrant.region == (actor.region or "")
    grant = session.exec(select(RoleGrant).where(*mine, RoleGrant.role == Role.OMBUDSMAN)).first()
    return kind_of_grant(session, grant) if grant else None


def kind_of_grant(session: Session, grant: RoleGrant) -> OmbudsmanKind:
    """Return which ombudsman the holder of a role is: as noted, else by the region alone."""
    noted = session.get(OmbudsmanOffice, grant.id)
    if noted is not None:
        return noted.kind
    return OmbudsmanKind.REGIONAL if grant.region else OmbudsmanKind.FEDERAL


def covers(kind: OmbudsmanKind, office_region: str, asked: OmbudsmanKind, region: str) -> bool:
    """Whether an office takes requests to `asked` from a region; the federal ones may be of the whole country.

    >>> covers(OmbudsmanKind.REGIONAL, "77", OmbudsmanKind.REGIONAL, "78")
    False
    >>> covers(OmbudsmanKind.FEDERAL, "", OmbudsmanKind.FEDERAL, "78")
    True
    """
    return kind is asked and (office_region == region or (not office_region and kind is not OmbudsmanKind.REGIONAL))


def people_of(session: Session, asked: OmbudsmanKind, region: str) -> list[str]:
    """Return the people whose office takes requests to `asked` from a region."""
    query = select(RoleGrant).join(Person, col(Person.id) == col(RoleGrant.person_id))
    grants = session.exec(query.where(RoleGrant.role == Role.OMBUDSMAN, col(Person.blocked_at).is_(None)))
    return sorted({one.person_id for one in grants if covers(kind_of_grant(session, one), one.region, asked, region)})


def holds_office(session: Session, person_id: str, asked: OmbudsmanKind, region: str) -> bool:
    """Whether a person still works in an office that takes such requests."""
    return person_id in people_of(session, asked, region)


def kinds_open(session: Session, region: str) -> list[OmbudsmanKind]:
    """Return to whom a request from a region can go: there is somebody in the office."""
    return [kind for kind in KINDS if people_of(session, kind, region)]
