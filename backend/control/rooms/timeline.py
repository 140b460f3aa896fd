"""The course of the event: every step with its article, who took it, its words, and its official record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from backend.control.models import CaseNote
from backend.control.models.room import Side
from backend.control.naming import state_name
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.procedures.models import OutsideRecord, StepRecord
from backend.procedures.outside import outside_of, row_of
from backend.procedures.queries import history
from rules.procedures.outside import SYSTEMS
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

PART, TEMPLATE = Part.TIMELINE, "control/parts/timeline.html"
NAME = "control_event"
TIME = Text("Срок", "Time itself")
# The course before the decision is the authority's own affair.
INSIDE = frozenset({"propose_decision", "return_draft"})


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return the steps, the last first; words of a step only for those who may read them."""
    steps = [step for step in history(context.session, NAME, context.event.id) if _shown(step, context.side)]
    records = outside_of(context.session, [step.id for step in steps])
    query = select(CaseNote).where(CaseNote.procedure == NAME, CaseNote.case_id == context.event.id)
    notes = {(note.action, note.at): note.text for note in context.session.exec(query.order_by(col(CaseNote.at)))}
    return {"steps": [_line(step, records.get(step.id), notes.get((step.action, step.at))) for step in reversed(steps)]}


def _shown(step: StepRecord, side: Side) -> bool:
    return side is Side.AUTHORITY or step.action not in INSIDE


def _line(step: StepRecord, record: OutsideRecord | None, words: str | None) -> dict[str, Any]:
    row = row_of(step)
    return {
        "action": step.action,
        "name": row.name if row and row.name else Text(step.action, step.action),
        "who": ROLE_NAMES[Role(step.acting_as)] if step.acting_as in ROLE_NAMES else TIME,
        "at": step.at,
        "article": step.basis,
        "state": state_name(NAME, step.to_state) if step.to_state != step.from_state else None,
        "words": words,
        "outside": {"system": SYSTEMS[record.system], "number": record.number, "date": record.day} if record else None,
    }
