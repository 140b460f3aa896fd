"""Demands for papers in the room: what is asked, by when, what was given, what is held already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.cases.files import list_files
from backend.control.cases.naming import state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.file_rights import is_readable
from backend.control.models import DocumentRequest
from backend.control.parts import Part
from backend.control.queries import find_event
from backend.control.rooms import RoomContext
from backend.control.rooms.notes import known_alone, with_notes
from backend.control.rooms.shown import file_lines

PART, TEMPLATE = Part.REQUESTS, "control/parts/requests.html"
NAME = "document_request"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the demands, the last first; None while there is none."""
    query = select(DocumentRequest).where(DocumentRequest.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(DocumentRequest.created_at).desc())).all()
    shown = [
        with_notes(context, NAME, row, _shown(context, row)) for row in [*known_alone(context, DocumentRequest), *rows]
    ]
    return {"requests": shown} if shown else None


def _shown(context: RoomContext, row: DocumentRequest) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": row.id,
        "kind": row.kind,
        "number": row.number,
        "items": row.items,
        "state": state_name(NAME, row.state),
        "marks": mark_names(context.session, NAME, row.id),
        "received_on": row.received_on,
        "due_on": row.due_on,
        "already_held": row.already_held,
        "answer": row.answer,
        "extension_reason": row.extension_reason,
        "decision_reason": row.decision_reason,
        "files": _files(context, row),
        "waiting": None,
        "offers": [],
        "to_number": [],
    }
    if context.side in SIDES:
        case = find_case(context.session, context.actor, NAME, row.id, context.today)
        shown["waiting"] = waiting_of(context.session, case, context.now)
        shown["to_number"] = owed_numbers(context.session, case)
        shown["offers"] = links_of(context.session, case, context.actor)
    return shown


def _files(context: RoomContext, row: DocumentRequest) -> list[dict[str, Any]]:
    """Return the files given; to the ombudsman only where the business named the papers too."""
    seen = find_event(context.session, context.actor, context.event.id, context.today)
    rows = list_files(context.session, [row.id], context.side)
    return file_lines([one for one in rows if is_readable(seen, one)])


SIDES = frozenset({"business", "authority"})
