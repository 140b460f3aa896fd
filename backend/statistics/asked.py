"""What a screen of the desk is asked for: which release, topic and measure; whose requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor
from backend.requirements.names import topic_name
from backend.statistics.desk_view import SCORED
from backend.statistics.feed import Feed, Head, feed_of
from backend.statistics.figures import Released, facts_of
from backend.statistics.words import measure_name
from backend.web.context import AnyRequest, settings_of
from calculators.release.shapes import Measure
from rules.requirements import Requirement
from rules.roles import Role

# What tells how clear a requirement is; the yearly release has measures of its own, a pilot a page of its own.
KIND = "quarter"


@dataclass(frozen=True, slots=True)
class Asked:
    """One screen's wishes: `head` is None while nothing is released."""

    feed: Feed
    heads: list[Head]
    head: Head | None
    measure: str
    domain: str

    @property
    def facts(self) -> dict[str, Any]:
        """What the screen says of its release; empty without one."""
        return {} if self.head is None else facts_of_head(self.head)

    @property
    def query(self) -> str:
        """The wishes as an address carries them on."""
        named = {"release": self.head.id if self.head else "", "domain": self.domain, "measure": self.measure}
        return "&".join(f"{name}={value}" for name, value in named.items() if value)

    def released(self) -> Released:
        """Return the rows of the release; none without one."""
        return Released(()) if self.head is None else released_of(self.feed, self.head)


def facts_of_head(head: Head) -> dict[str, Any]:
    """Return what a screen says of a release."""
    return facts_of(head.header) | {"window": head.window, "kind": head.kind}


def released_of(feed: Feed, head: Head) -> Released:
    """Return all rows of a release. An announced one never changes, so the last few are kept at hand."""
    return _released(feed, head.id, head.sha256)


@lru_cache(maxsize=4)
def _released(feed: Feed, release_id: str, _sha256: str) -> Released:
    return Released(row for _, row in feed.rows(release_id))


def asked_of(request: AnyRequest) -> Asked:
    """Return what the address asks for.

    Raises:
        NotFound: there is no such release.
    """
    feed, wishes = feed_of(settings_of(request)), request.query_params
    heads = feed.releases(KIND)
    head = named_head(feed, wishes["release"]) if wishes.get("release") else next(iter(heads), None)
    measure = wishes.get("measure", "")
    return Asked(feed, heads, head, measure if measure in SCORED else str(Measure.CLARITY), wishes.get("domain", ""))


def named_head(feed: Feed, release_id: str) -> Head:
    """Return a quarter by its name.

    Raises:
        NotFound: there is no such release, or it is not of a quarter.
    """
    head = feed.head(release_id)
    if head.kind != KIND:
        raise NotFound
    return head


def own_requirements(actor: Actor) -> Mapping[str, Requirement]:
    """Return the requirements of the actor's authority; an ombudsman follows all of them."""
    known = current_law().edition.requirements
    if Role.OMBUDSMAN in actor.roles:
        return known
    return {code: one for code, one in known.items() if actor.authority and one.authority == actor.authority}


def choices(asked: Asked, entries: Mapping[str, Requirement], language: str) -> dict[str, list[dict[str, str]]]:
    """Return what the form of filters offers."""
    domains = sorted({one.domain for one in entries.values()}, key=lambda code: topic_name(code).in_(language))
    return {
        "releases": [{"value": head.id, "label": head.id} for head in asked.heads],
        "domains": [{"value": code, "label": topic_name(code).in_(language)} for code in domains],
        "measures": [{"value": str(one), "label": measure_name(one).in_(language)} for one in SCORED],
    }


def narrowed(entries: Mapping[str, Requirement], domain: str) -> Mapping[str, Requirement]:
    """Return the requirements of one topic, or all of them."""
    return {code: one for code, one in entries.items() if domain in ("", one.domain)}


def fullest_topic(asked: Asked, entries: Mapping[str, Requirement]) -> str:
    """Return the topic of these requirements in which the release shows most, the first by code of equal ones."""
    released, shown = asked.released(), Counter(dict.fromkeys((one.domain for one in entries.values()), 0))
    for subject in (one for one in released.subjects if one.requirement in entries):
        whole = released.whole(subject, asked.measure) is not None
        shown[entries[subject.requirement].domain] += len(released.cells(subject, asked.measure)) + whole
    return min(shown, key=lambda code: (-shown[code], code), default="")
