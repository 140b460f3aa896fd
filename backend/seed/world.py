"""Making the demo world through the same services that people use. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from backend.accounts.consents import ACCOUNT, LETTERS, give
from backend.accounts.models import Business, MemberKind, Membership, Person
from backend.accounts.service import add_member, found_business, grant_role
from backend.config import ROOT
from backend.db.types import new_id
from backend.law import current_law
from backend.permissions import ALL_SCOPES, Actor, Scope
from backend.profiles.models import Origin, Place
from backend.profiles.service import add_place, record_facts
from backend.seed.inn import invented_inn
from backend.seed.stories import tell
from rules.conditions import FactValue
from rules.language.activities import find
from rules.profiles import read_facts
from rules.roles import Role

WORLD = Path(__file__).with_name("world.yaml")
EXAMPLES = ROOT / "rules" / "examples"
ACCOUNTANT = frozenset({Scope.READ, Scope.ANSWER})


@dataclass
class World:
    """What has been made so far, by the names of the file."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    businesses: dict[str, Business] = field(default_factory=dict)


def has_demo(session: Session) -> bool:
    """Whether the demo world stands already."""
    return session.exec(select(Person).where(col(Person.demo)).limit(1)).first() is not None


def make_world(session: Session, now: datetime) -> World:
    """Make people, businesses with their answers, and what they have done since."""
    described: Mapping[str, Any] = yaml.load(WORLD.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    world = World(now)
    for entry in described["people"]:
        world.people[entry["id"]] = _person(session, entry, now)
    for number, entry in enumerate(described["businesses"], start=1):
        owner = _owner(session, described, world, entry)
        world.businesses[entry["id"]] = _business(session, entry, number, owner, now)
    _represent(session, described, world)
    for number, entry in enumerate(described["businesses"]):
        tell(session, world.businesses[entry["id"]], entry["story"], number, now)
    return world


def _person(session: Session, entry: Mapping[str, Any], now: datetime) -> Person:
    letters = entry.get("letters", True)
    person = Person(
        id=new_id(), email=entry["email"], name=entry["name"], demo=True, mail_notices=letters, created_at=now
    )
    session.add(person)
    session.flush()
    # As with everybody who signs up: letters go to those who agreed to them.
    for code in (ACCOUNT, LETTERS) if letters else (ACCOUNT,):
        give(session, person, code, now)
    if "role" in entry:
        office = {"authority": entry.get("authority", ""), "region": entry.get("region", "")}
        grant_role(session, person.id, Role(entry["role"]), now, **office)
    return person


def _owner(session: Session, described: Mapping[str, Any], world: World, entry: Mapping[str, Any]) -> Person:
    """Return whoever owns a business; those nobody is named for have an owner whom one cannot be in the demo."""
    for one in described["people"]:
        if entry["id"] in one.get("businesses", ()):
            return world.people[one["id"]]
    email = f"{entry['id']}@owners.yasno.example"
    owner = Person(id=new_id(), email=email, name=entry["name"], mail_notices=False, created_at=world.now)
    session.add(owner)
    session.flush()
    return owner


def _business(session: Session, entry: Mapping[str, Any], number: int, owner: Person, now: datetime) -> Business:
    facts = _facts(entry, number)
    person = facts.get("legal_form") in ("ip", "npd")
    since = now - timedelta(days=200 - number)
    inn = invented_inn(number, person=person)
    business = found_business(session, owner.id, entry["name"], since, inn=inn, demo=True)
    business.proven_by = "papers"  # invented, as everything here: rooms of events open for the demo's people
    main = business.id
    if "places" in entry:
        main = add_place(session, business.id, entry["places"][0]["name"], since).id
        _name_main(session, business.id, entry)
        extra = read_facts(entry["places"][0]["facts"], current_law().vocabulary)
        record_facts(session, business.id, main, extra, Origin.ANSWER, since)
    record_facts(session, business.id, business.id, facts, Origin.ANSWER, since)
    return business


def _name_main(session: Session, business_id: str, entry: Mapping[str, Any]) -> None:
    place = session.get_one(Place, business_id)
    place.name = entry["place"]
    session.add(place)


def _facts(entry: Mapping[str, Any], number: int) -> dict[str, FactValue]:
    """Return a whole profile: as written, save what is said, or what is said completed by the estimates."""
    law = current_law()
    if "profile" in entry:
        document = yaml.load((EXAMPLES / f"{entry['profile']}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        return read_facts({**document["facts"], **entry.get("facts", {})}, law.vocabulary)
    trade = find(entry["trade"], law.vocabulary)
    said = read_facts(entry["facts"], law.vocabulary)
    if trade is not None:
        said = {"okved": trade.okved, "activities": trade.activities, **dict(trade.facts), **said}
        if trade.premises and not said.get("premises_at_home"):
            said["premises"] = trade.premises
    drawn = law.interview.priors.sample(law.interview.known(said).facts)
    return drawn[number % len(drawn)]


def _represent(session: Session, described: Mapping[str, Any], world: World) -> None:
    """Give representatives their part, by a power of attorney with an end."""
    ends = world.now + timedelta(days=300)
    for entry in described["people"]:
        for name in entry.get("represents", ()):
            business = world.businesses[name]
            add_member(
                session,
                world.people[entry["id"]].id,
                business.id,
                MemberKind.REPRESENTATIVE,
                ACCOUNTANT,
                world.now,
                power_of_attorney=f"{len(name)}/2026",
                ends_at=ends,
            )


def owner_of(session: Session, business: Business) -> Actor:
    """Return the owner of a demo business as an actor."""
    part = session.exec(
        select(Membership).where(Membership.business_id == business.id, Membership.kind == MemberKind.OWNER)
    ).one()
    person = session.get_one(Person, part.person_id)
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset({Role.BUSINESS}),
        scopes={business.id: ALL_SCOPES},
        business_id=business.id,
    )
