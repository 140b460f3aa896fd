"""Small shapes that several parts of the room share; no part itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backend.control.models import EventFile


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
