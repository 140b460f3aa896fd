"""The check of a draft: thirteen reasons for which events are struck out; by what the authority itself holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.desk.scope_facts import check_draft
from backend.control.desk.scope_guard import why_not_signed
from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.SCOPE_CHECK, "control/parts/scope_check.html"
BEFORE_SCHEDULED = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL"})
UNSIGNED = frozenset({"PREPARING", "DRAFTED"})
ORDER = {"found": 0, "unknown": 1, "clean": 2}


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the reasons, faults first; None once the decision cannot be changed any more."""
    if context.event.state not in BEFORE_SCHEDULED:
        return None
    reasons = check_draft(context.session, context.event, context.today)
    shown = [
        {
            "code": one.code,
            "title": one.title,
            "result": one.result.value,
            "why": one.why,
            "remedy": one.remedy,
            "article": one.article,
        }
        for one in reasons
    ]
    counts = {result: sum(one["result"] == result for one in shown) for result in ORDER}
    return {
        "reasons": sorted(shown, key=lambda one: ORDER[str(one["result"])]),
        "counts": counts,
        "not_signed": _not_signed(context),
    }


def _not_signed(context: RoomContext) -> Mapping[str, Any] | None:
    said = why_not_signed(context.session, context.event) if context.event.state in UNSIGNED else None
    return {"why": said[0], "remedy": said[1]} if said else None
