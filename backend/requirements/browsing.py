"""The whole registry, narrowed by topic, authority, situation, standing and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from backend.law import current_law, search_index
from backend.requirements.filtering import LONGEST_LIST
from backend.requirements.names import topic_name
from backend.requirements.narrowing import Chip, address_of, chips_of, words_of
from rules.requirements import Requirement
from rules.text import Text

# An entry of this situation belongs to every one.
EVERY = "all"
SOON = timedelta(days=400)
FACETS = ("topic", "authority", "situation", "standing")
STANDINGS = {
    "in_force": Text("Действуют", "In force"),
    "ending": Text("Скоро закончатся", "Ending soon"),
    "later": Text("Начнутся позже", "Beginning later"),
    "ended": Text("Закончились", "Ended"),
    "unchecked": Text("Не сверены с текстом акта", "Not checked against the act"),
}


@dataclass(frozen=True, slots=True)
class Browsed:
    """What the registry's address asks for."""

    topic: str = ""
    authority: str = ""
    situation: str = ""
    standing: str = ""
    q: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) for name in (*FACETS, "q"))

    def address(self, path: str = "/registry", **changes: str) -> str:
        """Return the address of the registry with something changed."""
        asked = replace(self, **changes)
        return address_of(path, {name: getattr(asked, name) for name in (*FACETS, "q")})


def read_browsed(query: Mapping[str, Any]) -> Browsed:
    """Return what an address asks for; what it does not know is passed over."""
    edition = current_law().edition
    known = {
        "topic": {one.domain for one in edition.requirements.values()},
        "authority": set(edition.authorities),
        "situation": set(edition.situations),
        "standing": set(STANDINGS),
    }
    asked = {name: str(query.get(name, "")) for name in FACETS}
    return Browsed(**{name: code if code in known[name] else "" for name, code in asked.items()}, q=words_of(query))


def browse(asked: Browsed, on: date) -> list[Requirement]:
    """Return the requirements asked for: those found by words best first, else by title."""
    entries = current_law().edition.requirements
    if asked.q:
        found: Iterable[Requirement] = (entries[hit.id] for hit in search_index().search(asked.q, LONGEST_LIST))
    else:
        found = sorted(entries.values(), key=lambda one: one.title.ru)
    return [one for one in found if _fits(one, asked, on)]


def _fits(one: Requirement, asked: Browsed, on: date, but: str = "") -> bool:
    held: dict[str, set[str | None]] = {
        "topic": {one.domain},
        "authority": {one.authority},
        "situation": {asked.situation} if EVERY in one.situations else {*one.situations},
        "standing": {*standings_of(one, on)},
    }
    return all(not getattr(asked, name) or name == but or getattr(asked, name) in held[name] for name in FACETS)


def standings_of(one: Requirement, on: date) -> set[str]:
    """Return how an entry stands on a day; several may hold at once."""
    first, last = one.in_force.from_, one.in_force.until
    found = set() if one.read_in else {"unchecked"}
    if first is not None and on < first:
        return found | {"later"}
    if last is not None and last < on:
        return found | {"ended"}
    if last is not None and last <= on + SOON:
        found.add("ending")
    return found | {"in_force"}


def facet_chips(asked: Browsed, on: date) -> dict[str, list[Chip]]:
    """Return the ways to narrow the registry, by facet, with how many entries each would leave."""
    name_of = facet_names()
    everything = browse(replace(asked, topic="", authority="", situation="", standing=""), on)
    found: dict[str, list[Chip]] = {}
    for facet in FACETS:
        counts: Counter[str] = Counter()
        for one in everything:
            if _fits(one, asked, on, but=facet):
                counts.update(_codes(one, facet, on))
        order = list(STANDINGS) if facet == "standing" else None
        found[facet] = chips_of(facet, counts, getattr(asked, facet), name_of[facet], asked.address, order)
    return found


def _codes(one: Requirement, facet: str, on: date) -> Iterable[str]:
    if facet == "topic":
        return (one.domain,)
    if facet == "authority":
        return (one.authority or "",)
    if facet == "standing":
        return standings_of(one, on)
    return tuple(current_law().edition.situations) if EVERY in one.situations else one.situations


def facet_names() -> dict[str, Callable[[str], Text]]:
    """Return how codes of each facet are called."""
    edition = current_law().edition
    return {
        "topic": topic_name,
        "authority": lambda code: edition.authorities[code].name if code in edition.authorities else Text(code, code),
        "situation": lambda code: edition.situations[code].name if code in edition.situations else Text(code, code),
        "standing": lambda code: STANDINGS[code],
    }
