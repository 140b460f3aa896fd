"""The course of a case: its steps with articles, who took them, their words and official records."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from backend.control.models import CaseNote
from backend.control.naming import state_name
from backend.procedures.models import OutsideRecord, StepRecord
from backend.procedures.outside import outside_of, row_of
from backend.procedures.queries import history
from rules.procedures.outside import SYSTEMS
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

TIME = Text("Срок", "Time itself")


def course_of(
    session: Session, procedure: str, case_id: str, hidden: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return the steps of a case, the last first, without those of the `hidden` actions."""
    steps = [step for step in history(session, procedure, case_id) if step.action not in hidden]
    records = outside_of(session, [step.id for step in steps])
    query = select(CaseNote).where(CaseNote.procedure == procedure, CaseNote.case_id == case_id)
    notes = {(note.action, note.at): note.text for note in session.exec(query.order_by(col(CaseNote.at)))}
    return [_line(step, records.get(step.id), notes.get((step.action, step.at))) for step in reversed(steps)]


def _line(step: StepRecord, record: OutsideRecord | None, words: str | None) -> dict[str, Any]:
    row = row_of(step)
    moved = step.to_state != step.from_state
    return {
        "action": step.action,
        "name": row.name if row and row.name else Text(step.action, step.action),
        "who": ROLE_NAMES[Role(step.acting_as)] if step.acting_as in ROLE_NAMES else TIME,
        "at": step.at,
        "article": step.basis,
        "state": state_name(step.procedure, step.to_state) if moved else None,
        "words": words,
        "outside": {"system": SYSTEMS[record.system], "number": record.number, "date": record.day} if record else None,
    }
