"""What a business noted of papers before its copy met the official event: for its side of the room alone."""

from __future__ import annotations

from typing import Any

from backend.control.models.room import Side
from backend.control.pairing import copies_of, private_papers
from backend.control.paper_differences import differences_with
from backend.control.rooms import RoomContext


def known_alone(context: RoomContext, model: Any) -> list[Any]:
    """Return the papers only the business knows of, the last first; nothing for any other side."""
    return private_papers(context.session, context.event, model) if context.side is Side.BUSINESS else []


def with_notes(context: RoomContext, procedure: str, row: Any, shown: dict[str, Any]) -> dict[str, Any]:
    """Add what the business noted: whether the paper is its note alone, or where its note differs from the paper."""
    alone = row.event_id != context.event.id
    hand = f"/control-events/{context.event.id}/papers/{procedure}/{row.id}/hand"
    return {
        **shown,
        "alone": alone,
        "handed_at": row.handed_at if alone else None,
        "receipt": row.receipt if alone else None,
        "hand": hand if alone and row.handed_at is None else None,
        "differences": _differences(context, row) if not alone else [],
    }


def _differences(context: RoomContext, row: Any) -> list[dict[str, Any]]:
    if context.side is not Side.BUSINESS or not copies_of(context.session, context.event):
        return []
    return differences_with(context.session, row, context.event.business_id)
