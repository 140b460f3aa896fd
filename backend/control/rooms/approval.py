"""Approval by the prosecutor: the papers of 66(5), when they came, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.files import INTERNAL, files_of_event
from backend.control.desk.papers import papers_for
from backend.control.kinds.control_event import REFUSALS
from backend.control.kinds.control_event_binding import approval_of
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.control.rooms.shown import file_lines, moment_there
from backend.control.sides import visible_parts
from backend.control.telling import begins_urgently
from rules.control import event_rules
from rules.text import Text

PART, TEMPLATE = Part.APPROVAL, "control/parts/approval.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return what the prosecutor decides by; None where the kind of event is none of the law's."""
    event = context.event
    if event.kind not in event_rules().kinds:
        return None
    needed = approval_of(context.session, event)
    parts = visible_parts(context.session, event, context.side, context.today)
    files = [row for row in files_of_event(context.session, event.id, context.side) if row.part in INTERNAL]
    grounds: dict[str, Text] = dict(REFUSALS)
    return {
        "required": needed.required is not False,
        "article": needed.article,
        "urgent": begins_urgently(event),
        "harm_information_at": moment_there(event, event.harm_information_at),
        "sent_on": event.approval_sent_on,
        "decided_on": event.approval_decided_on,
        "decision": event.approval,
        "refusal": grounds.get(event.approval_ground or ""),
        "reason": event.approval_reason,
        "papers": papers_for(event, parts),
        "files": file_lines(files),
    }
