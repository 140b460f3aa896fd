"""Requests to move the event: what was asked, what the platform compared, what was answered, what can be done."""

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
from backend.control.kinds.postponement import first
from backend.control.models import Postponement
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.control.queries import find_event
from backend.control.rooms import RoomContext
from backend.control.rooms.notes import known_alone, with_notes
from backend.control.rooms.shown import file_lines, moment_there
from rules.control import event_rules
from rules.control.postponing import REFUSALS, TITLES, Route
from rules.text import Text

PART, TEMPLATE = Part.POSTPONEMENTS, "control/parts/postponements.html"
NAME = "postponement"
SIDES = frozenset({Side.BUSINESS, Side.AUTHORITY})
FINDINGS: Mapping[tuple[str, str], Text] = {
    ("person", "yes"): Text("просит ИП или гражданин", "an entrepreneur or a citizen asks"),
    ("person", "no"): Text("просит компания", "a company asks"),
    ("person", "unknown"): Text("кто просит, в проверке не указано", "the event does not say who asks"),
    ("ground", "yes"): Text("причина названа в положении", "the act lists the cause"),
    ("ground", "no"): Text("такой причины в положении нет", "the act does not list the cause"),
    ("ground", "unknown"): Text("список причин проверьте в положении", "check the causes in the act"),
    ("paper", "yes"): Text("файл приложен", "a file is attached"),
    ("paper", "no"): Text("файла нет", "there is no file"),
}


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the requests, the last first, and for the business the way to ask; None where there is neither."""
    query = select(Postponement).where(Postponement.event_id == context.event.id)
    rows = context.session.exec(query.order_by(col(Postponement.created_at).desc())).all()
    may_ask = first(context.session, context.event, context.side) is not None
    rows = [*known_alone(context, Postponement), *rows]
    if not rows and not may_ask:
        return None
    ask = f"/control-events/{context.event.id}/postpone" if may_ask else None
    return {"requests": [with_notes(context, NAME, row, _shown(context, row)) for row in rows], "ask": ask}


def _shown(context: RoomContext, row: Postponement) -> dict[str, Any]:
    cause = event_rules().absence.get(row.ground or "")
    shown: dict[str, Any] = {
        "id": row.id,
        "route": row.route,
        "title": TITLES[Route(row.route)],
        "state": state_name(NAME, row.state),
        "marks": mark_names(context.session, NAME, row.id),
        "ground": cause.title if cause else None,
        "proof": row.proof or None,
        "cause_from": row.cause_from,
        "cause_until": row.cause_until,
        "wanted_from": row.wanted_from,
        "reason": row.reason or None,
        "filed_on": row.filed_on,
        "findings": [FINDINGS[pair] for pair in row.findings.items() if pair in FINDINGS],
        "new_start": moment_there(context.event, row.new_start),
        "refusal": REFUSALS.get(row.refusal or ""),
        "decision_reason": row.decision_reason or None,
        "decided_on": row.decided_on,
        "cause_ended_on": row.cause_ended_on,
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


def _files(context: RoomContext, row: Postponement) -> list[dict[str, Any]]:
    """Return the files given; to the ombudsman only where the business named the papers too."""
    seen = find_event(context.session, context.actor, context.event.id, context.today)
    rows = list_files(context.session, [row.id], context.side)
    return file_lines([one for one in rows if is_readable(seen, one)])
