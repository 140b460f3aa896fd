"""What a change of answers, or of the day, does to the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.conditions import FactValue
from rules.matching.compile import RuleSet
from rules.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Difference:
    """What applies now and did not, what applied and does not now, and what was settled and is open now."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    now_unknown: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape; costs are added by who knows them."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "now_unknown": list(self.now_unknown),
            "cost_delta": None,
        }


def what_if(
    rules: RuleSet, facts: Mapping[str, FactValue], changes: Mapping[str, FactValue], on: date | None
) -> Difference:
    """Return what changes when some answers become others; None makes a fact unknown."""
    before = rules.match(facts, on).verdicts
    after = rules.match({**facts, **changes}, on).verdicts
    moved = [(name, before[name], after[name]) for name in before if before[name] != after[name]]
    return Difference(
        tuple(name for name, _, now in moved if now == "applies"),
        tuple(name for name, was, now in moved if was == "applies" and now == "does_not_apply"),
        tuple(name for name, _, now in moved if now == "unknown"),
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What begins, is replaced and ends for a business between two days."""

    came: tuple[tuple[str, date], ...]
    changed: tuple[tuple[str, date, str], ...]
    ended: tuple[tuple[str, date], ...]
    open: tuple[str, ...]


def changes_between(
    rules: RuleSet, requirements: Mapping[str, Requirement], facts: Mapping[str, FactValue], since: date, until: date
) -> Changes:
    """Return what changes for a business after `since`, up to and including `until`.

    A date of `came` and `changed` is the first day in force, of `ended` the last. An entry that another one replaces
    (either of the two may say so) is not also listed as ended.
    """
    judged = rules.match(facts, None).judged
    moving = [requirements[name] for name in rules.rules if _moves(requirements[name], since, until)]
    mine = [one for one in moving if judged[one.id] == "applies"]
    begun = [(one, one.in_force.from_) for one in mine if _within(one.in_force.from_, since, until)]
    before = {one.replaced_by: one.id for one in requirements.values() if one.replaced_by}
    earlier = {one.id: one.in_force.replaces or before.get(one.id) for one, _ in begun}
    over = [(one, one.in_force.until) for one in mine if _ends(one, since, until)]
    return Changes(
        tuple((one.id, day) for one, day in begun if day and not earlier[one.id]),
        tuple((one.id, day, old) for one, day in begun if day and (old := earlier[one.id])),
        tuple(
            (one.id, day)
            for one, day in over
            if day and one.id not in earlier.values() and one.replaced_by not in earlier
        ),
        tuple(one.id for one in moving if judged[one.id] == "unknown"),
    )


def _within(day: date | None, since: date, until: date) -> bool:
    return day is not None and since < day <= until


def _ends(requirement: Requirement, since: date, until: date) -> bool:
    last = requirement.in_force.until
    return last is not None and since <= last < until


def _moves(requirement: Requirement, since: date, until: date) -> bool:
    return _within(requirement.in_force.from_, since, until) or _ends(requirement, since, until)
