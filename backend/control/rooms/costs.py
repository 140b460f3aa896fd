"""What the event takes of the business: hours and rubles before it, plan against fact after it; its own alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backend.control.own.costing import PART_NAMES, Estimate, about, estimate, hours_said, kept_costs
from backend.control.own.stages import is_over
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.costs.words import band_text
from rules.text import Text

PART, TEMPLATE = Part.COSTS, "control/parts/costs.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the estimate with its parts and scenarios, and the fact; None for a kind that is not costed."""
    row = kept_costs(context.session, context.event.id)
    found = estimate(context.session, context.event, row, context.today)
    if found is None:
        return None
    longest = found.longest
    return {
        "address": f"/control-events/{context.event.id}/costs",
        "total": band_text(found.band),
        # Hours that are not taken need no bound.
        "hours": hours_said(longest["onsite_hours"]) if found.used["hours"] != 0 else None,
        "least_hours": hours_said(found.shortest["onsite_hours"]),
        "bound": longest["bound"],
        "parts": _bars(found),
        "not_counted": [PART_NAMES[name] for name in longest["not_counted"]],
        "remote": about(longest["scenarios"]["remote"]),
        "in_person": about(longest["scenarios"]["in_person"]),
        "moving": about(longest["moving"]),
        "flags": [Text(**flag["message"]) for flag in longest["flags"]],
        "wage": found.wage.source,
        "own": sorted(found.own),
        "over": is_over(context.event),
        "fact": _fact(longest.get("fact")),
        "used": {name: None if value is None else f"{value:f}" for name, value in found.used.items()},
        "actual": {
            "actual_hours": _plain(row.actual_hours if row else None),
            "actual_rubles": _plain(row.actual_rubles if row else None),
        },
    }


def _bars(found: Estimate) -> list[dict[str, Any]]:
    parts = [(name, about(value)) for name, value in found.longest["parts"].items()]
    return [{"name": PART_NAMES[name], "value": value} for name, value in parts if value is None or value > 0]


def _fact(fact: Mapping[str, Mapping[str, str | None]] | None) -> dict[str, Any] | None:
    """Return plan against fact as numbers; None where one is unknown."""
    if fact is None:
        return None
    return {
        name: {key: None if value is None else Decimal(value) for key, value in one.items()}
        for name, one in fact.items()
    }


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
