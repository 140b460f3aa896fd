"""Hours and days against the caps of the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.parts import Part
from backend.control.rooms import RoomContext
from rules.control import event_rules
from rules.control.asking import hours_cap, max_duration

PART, TEMPLATE = Part.HOURS, "control/parts/hours.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return what was spent beside what the law allows; None where the law names no cap and nothing was told."""
    event = context.event
    if event.kind not in event_rules().kinds:
        return None
    cap = hours_cap(event.kind, event.size, event.ground) if event.size else None
    longest = max_duration(event.kind)
    if cap is None and longest is None and event.hours_spent is None:
        return None
    return {
        "spent": event.hours_spent,
        "planned": event.hours_planned,
        "cap": cap.hours if cap else None,
        "cap_article": cap.article if cap else None,
        "over": bool(cap and event.hours_spent is not None and event.hours_spent > cap.hours),
        "size_known": event.size is not None,
        "days": event.working_days,
        "longest": longest.term.amount if longest and longest.term else None,
        "longest_article": longest.article if longest else None,
    }
