"""Approved checklists that the decision names (53(1), 64(1)12), as their act has them; nobody's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.parts import Part
from backend.control.rooms import RoomContext
from rules.checklists import Checklist, checklists, may_stand_in_decision

PART, TEMPLATE = Part.CHECKLIST, "control/parts/checklist.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the lists, None where the decision names none that was approved and imported."""
    return shown(context.event.checklists or (), checklists())


def shown(codes: list[str] | tuple[str, ...], lists: Mapping[str, Checklist]) -> Mapping[str, Any] | None:
    """Return what the room shows of the lists a decision names: approved ones alone."""
    found = [lists[code] for code in codes if code in lists and may_stand_in_decision(lists[code])]
    return {"lists": [_shown(one) for one in found]} if found else None


def _shown(one: Checklist) -> dict[str, Any]:
    assert one.approved is not None  # noqa: S101  (only approved lists come here)
    return {
        "code": one.code,
        "title": one.title,
        "act": one.approved.act,
        "number": one.approved.number,
        "date": one.approved.date,
        "annex": one.approved.annex,
        "questions": [{"n": row.n, "text": row.text, "unit": row.unit} for row in one.questions],
    }
