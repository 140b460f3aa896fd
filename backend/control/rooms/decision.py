"""The decision on holding the event: what it allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.naming import action_name, kind_name
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from rules.control import control_types, event_rules
from rules.control.asking import allowed_actions
from rules.text import Text

PART, TEMPLATE = Part.DECISION, "control/parts/decision.html"


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the actions of the decision, each with whether its kind of event has it, and the people named."""
    event = context.event
    known = event_rules().kinds.get(event.kind)
    allowed = allowed_actions(event.kind, control_types().get(event.control_type)) if known else None
    return {
        "number": event.decision_number,
        "date": event.decision_date,
        "subject": event.subject or None,
        "actions": None
        if event.actions is None
        else [
            {"name": action_name(code), "allowed": None if allowed is None else code in allowed}
            for code in event.actions
        ],
        "article": Text(known.actions_article, known.actions_article) if known else None,
        "kind": kind_name(event.kind),
        "people": event.people_named,
        "documents": event.documents_named,
    }
