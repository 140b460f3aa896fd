"""How far an event has come, as its business sees it."""

from __future__ import annotations

from backend.control.models import ControlEvent

BEFORE = frozenset(
    {"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL", "REJECTED", "SCHEDULED", "POSTPONED", "EXCLUDED"}
)
WENT_ON = frozenset({"IN_PROGRESS", "PAUSED"})
NEVER_HELD = frozenset({"IMPOSSIBLE", "NOT_HELD", "CANCELLED"})
DELIVERED = frozenset(
    {"DELIVERED", "NO_VIOLATIONS", "FIXED_BEFORE_END", "VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED", "INVALIDATED"}
)


def has_begun(event: ControlEvent) -> bool:
    """Whether the event was begun."""
    return event.state not in BEFORE | NEVER_HELD


def is_over(event: ControlEvent) -> bool:
    """Whether the event is over: the act may still be awaited."""
    return has_begun(event) and event.state not in WENT_ON


def act_delivered(event: ControlEvent) -> bool:
    """Whether its act was delivered."""
    return event.state in DELIVERED
