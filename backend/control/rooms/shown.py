"""Small shapes that several parts of the room share; no part itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backend.control.models import ControlEvent, EventFile
from calculators.calendar import zone_of


def file_lines(rows: Iterable[EventFile]) -> list[dict[str, Any]]:
    """Return files as lines: name, size, whose, and the receipt once handed over."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "size": row.size,
            "side": row.side.value,
            "part": row.part,
            "at": row.at,
            "receipt": row.receipt,
            "handed_at": row.handed_at,
            "href": f"/control-files/{row.id}",
        }
        for row in rows
    ]


def moment_there(event: ControlEvent, at: datetime | None) -> datetime | None:
    """Return a moment of an event in the time of its authority, in which it was typed and stands in the papers."""
    return at.astimezone(zone_of(event.region or None)) if at is not None else None
