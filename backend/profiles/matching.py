"""A business against the law of today: place by place, then each requirement once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from backend.law import Law, current_law
from backend.profiles.models import Place
from backend.profiles.queries import PlaceProfile, Profile
from rules.matching import Match, Verdict
from rules.matching.interview import Known


@dataclass(frozen=True)
class PlaceMatch:
    """One place: what holds there, implied facts included, and the verdicts."""

    profile: PlaceProfile
    known: Known
    match: Match

    @property
    def place(self) -> Place:
        """The place itself."""
        return self.profile.place


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement's verdict over all places: it binds the business if it binds one place."""

    verdict: Verdict
    applies_at: tuple[PlaceMatch, ...] = ()
    open_at: tuple[PlaceMatch, ...] = ()


@dataclass(frozen=True)
class BusinessMatch:
    """All places of a business matched on one day."""

    law: Law
    on: date
    places: tuple[PlaceMatch, ...]

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """Return each requirement in force with its verdict over the places."""
        return {id_: self._judge(id_) for id_ in self.places[0].match.verdicts}

    def _judge(self, id_: str) -> Judged:
        applies = tuple(one for one in self.places if one.match.verdicts[id_] == "applies")
        unsettled = tuple(one for one in self.places if one.match.verdicts[id_] == "unknown")
        if applies:
            return Judged("applies", applies, unsettled)
        return Judged("unknown" if unsettled else "does_not_apply", (), unsettled)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many requirements apply, do not, and are open."""
        counts = {"applies": 0, "does_not_apply": 0, "unknown": 0}
        for one in self.judged.values():
            counts[one.verdict] += 1
        return counts

    @property
    def settled(self) -> int:
        """How many requirements are settled either way."""
        return self.counts["applies"] + self.counts["does_not_apply"]


def match_business(profile: Profile, on: date) -> BusinessMatch:
    """Match every place of a business on a day."""
    law = current_law()
    return BusinessMatch(law, on, tuple(match_place(law, place, on) for place in profile.places))


def match_place(law: Law, profile: PlaceProfile, on: date) -> PlaceMatch:
    """Match one place; certain consequences of its answers count as known."""
    known = law.interview.known(profile.given)
    return PlaceMatch(profile, known, law.ruleset.match(known.facts, on))
