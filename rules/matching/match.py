"""The verdicts of one business: which rules apply, which do not, which are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from rules.conditions import FactValue, truth
from rules.matching.compiled import Compiled
from rules.matching.explain import Explanation, explain_known, missing_of
from rules.matching.verdicts import LISTED, OF_TRUTH, VERDICTS, Standing, Verdict

__all__ = ["LISTED", "OF_TRUTH", "VERDICTS", "Match", "Standing", "Verdict"]


@dataclass(frozen=True)
class Match:
    """A business against a rule set on a day; verdicts and reasons are computed when read."""

    rules: Compiled
    known: Mapping[str, FactValue]
    places: Mapping[str, int]
    on: date | None

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Return the verdict of each rule in force (or ended without a known successor), sorted by id."""
        standings = self.rules.standings(self.on)
        judged = self.judged
        return {name: judged[name] for name, standing in standings.items() if standing in LISTED}

    @cached_property
    def judged(self) -> dict[str, Verdict]:
        """Return the verdict of every rule, in force or not."""
        planes = self.rules.planes
        not_true, false = planes.fold(*planes.planes(self.places))
        unsettled, failed = _bits(not_true, planes.width), _bits(false, planes.width)
        judged: dict[str, Verdict] = {}
        for name in self.rules.rules:
            guard = planes.guard.get(name)
            if guard is None:
                judged[name] = OF_TRUTH[truth(self.rules.long[name], self.known)]
            elif unsettled[guard] == "0":
                judged[name] = "applies"
            else:
                judged[name] = "does_not_apply" if failed[guard] == "1" else "unknown"
        return judged

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Return the ids of the rules that what is known does not settle."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict == "unknown")

    def counts(self) -> dict[str, int]:
        """Return how many rules have each verdict."""
        values = list(self.verdicts.values())
        return {verdict: values.count(verdict) for verdict in VERDICTS}

    def status(self, id: str) -> str | None:
        """Return the remark about a listed rule: it has ended and no successor is known."""
        standing = self.rules.standings(self.on)[id]
        return standing.value if standing is Standing.SUCCESSOR_UNKNOWN else None

    def not_in_force(self) -> dict[str, int]:
        """Return how many rules are left out because they begin later or have ended."""
        standings = list(self.rules.standings(self.on).values())
        return {"not_yet": standings.count(Standing.NOT_YET), "ended": standings.count(Standing.ENDED)}

    def explain(self, id: str, given: Mapping[str, Any] | None = None) -> Explanation:
        """Return why a rule has its verdict; `given` are the facts as the person wrote them."""
        return explain_known(self.rules, id, self.known, self.places, self.known if given is None else given)

    def missing(self, id: str) -> tuple[str, ...]:
        """Return the facts that can still decide an open rule."""
        return missing_of(self.rules, id, self.places, self.known)


def _bits(number: int, width: int) -> str:
    """Return the bits of a number as text, lowest first: cutting single bits out of it would cost a pass each."""
    return format(number, f"0{width or 1}b")[::-1]
