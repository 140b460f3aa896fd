"""Disputes of the demo world: one in every state a desk can see."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.accounts.models import Business, Person, RoleGrant
from backend.clock import MOSCOW
from backend.permissions import Actor
from backend.profiles.matching import match_business
from backend.profiles.queries import load_profile
from backend.requirements.disputes import Claim, answer, submit
from backend.requirements.models import Ground
from backend.seed.world import World, owner_of
from rules.requirements import Requirement

# business, authority of the requirement, what the desk did with it.
DISPUTES = (
    ("len", "rospotrebnadzor", ()),
    ("smile", "rospotrebnadzor", ("take",)),
    ("taps", "rospotrebnadzor", ("take", "ask_facts")),
    ("pharmacy", "rospotrebnadzor", ("take", "reject")),
    ("wraps", "rospotrebnadzor", ("take", "accept")),
    ("clinic", "mchs", ()),
    ("code_house", "roskomnadzor", ()),
)
REASONS = (
    "Это делает арендодатель по договору, а мы только снимаем зал.",
    "У нас такого оборудования нет и не было.",
    "Занятие прекратили в прошлом году, коды ещё не убрали.",
)
WORDS = {
    "take": "",
    "ask_facts": "Пришлите номер договора аренды и пункт, где написано, кто отвечает.",
    "accept": "Обязанность лежит на собственнике здания.",
    "reject": "Обязанность не зависит от аренды: её исполняет тот, кто работает в помещении.",
}


def add_disputes(session: Session, world: World) -> int:
    """Submit the disputes and let the desks move them; returns how many there are."""
    count = 0
    for number, (name, authority, steps) in enumerate(DISPUTES):
        business = world.businesses[name]
        entry = _disputable(session, business, authority, world.now)
        if entry is None:
            continue
        _dispute(session, world, business, entry, number, steps)
        count += 1
    return count


def _disputable(session: Session, business: Business, authority: str, now: datetime) -> Requirement | None:
    match = match_business(load_profile(session, business), now.astimezone(MOSCOW).date())
    applying = [id_ for id_, one in match.judged.items() if one.verdict == "applies"]
    entries = (match.law.edition.requirements[id_] for id_ in applying)
    return next((entry for entry in entries if entry.authority == authority), None)


def _dispute(
    session: Session, world: World, business: Business, entry: Requirement, number: int, steps: tuple[str, ...]
) -> None:
    match = match_business(load_profile(session, business), world.now.astimezone(MOSCOW).date())
    claim = Claim(tuple(Ground)[number % len(Ground)], REASONS[number % len(REASONS)], name_shown=number % 2 == 0)
    dispute, _ = submit(session, owner_of(session, business), business, match, entry, claim, world.now)
    for action in steps:
        official = _official(session, world, dispute.authority, dispute.region)
        answer(session, official, dispute, action, WORDS[action], world.now)


def _official(session: Session, world: World, authority: str, region: str) -> Actor:
    """Return the demo's official of an authority and region, or its editor."""
    for person in world.people.values():
        for grant in _grants(session, person):
            if (grant.authority, grant.region) == (authority, region):
                return Actor(person.id, person.name, frozenset({grant.role}), authority=authority, region=grant.region)
    editor = world.people["editor"]
    return Actor(editor.id, editor.name, frozenset(grant.role for grant in _grants(session, editor)))


def _grants(session: Session, person: Person) -> list[RoleGrant]:
    return list(session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)))
