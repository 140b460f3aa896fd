"""Which files of a room somebody may read: the table of parts says it for files as for everything else."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from backend.control.cases.files import INTERNAL, may_read
from backend.control.cases.stepping import find_case
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import Seen, find_event
from backend.errors import NotFound
from backend.permissions import Actor


def list_readable(session: Session, seen: Seen) -> list[EventFile]:
    """Return the files of the room that this side may read, oldest first."""
    query = select(EventFile).where(EventFile.event_id == seen.event.id).order_by(col(EventFile.at), col(EventFile.id))
    return [row for row in session.exec(query) if is_readable(seen, row)]


def is_readable(seen: Seen, row: EventFile) -> bool:
    """Whether a side may read a file; the ombudsman what the business named, never the authority's own papers."""
    if seen.side is not Side.OMBUDSMAN:
        return may_read(row, seen.side)
    if row.handed_at is not None:
        return Part.FILES in seen.parts and row.part not in INTERNAL
    return Part.OWN_FILES in seen.parts and row.side is Side.BUSINESS


def find_readable(session: Session, actor: Actor, file_id: str, today: date) -> tuple[EventFile, Seen]:
    """Return a file of a room with how the actor sees the room.

    Raises:
        NotFound: no such file, or not for this side.
    """
    row = session.get(EventFile, file_id)
    if row is None or row.event_id is None:
        raise NotFound
    seen = find_event(session, actor, row.event_id, today)
    if not is_readable(seen, row):
        raise NotFound
    return row, seen


def find_any(session: Session, actor: Actor, file_id: str, today: date) -> EventFile:
    """Return a file of a room, or of a case that stands by itself.

    Raises:
        NotFound: no such file, or not for this side.
    """
    row = session.get(EventFile, file_id)
    if row is None or row.event_id is not None:
        return find_readable(session, actor, file_id, today)[0]
    if not may_read(row, find_case(session, actor, row.procedure, row.case_id, today).side):
        raise NotFound
    return row
