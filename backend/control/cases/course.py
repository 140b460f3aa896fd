"""The course of a case: its steps with articles, who took them, their words and official records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from backend.control.cases.naming import state_name
from backend.control.models import CaseNote
from backend.procedures.bindings import bindings
from backend.procedures.models import OutsideRecord, StepRecord
from backend.procedures.outside import outside_of, row_of
from backend.procedures.queries import history
from calculators.calendar import zone_of
from rules.procedures.outside import SYSTEMS
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

TIME = Text("Срок", "Time itself")
# What a cause of another room is called, by the word before «:ID»; rooms above add themselves.
CAUSES: dict[str, Callable[[Session, str], Text | None]] = {}


def course_of(
    session: Session, procedure: str, case_id: str, hidden: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return the steps of a case, the last first, without those of the `hidden` actions."""
    steps = [step for step in history(session, procedure, case_id) if step.action not in hidden]
    records = outside_of(session, [step.id for step in steps])
    query = select(CaseNote).where(CaseNote.procedure == procedure, CaseNote.case_id == case_id)
    notes = {(note.action, note.at): note.text for note in session.exec(query.order_by(col(CaseNote.at)))}
    zone = _zone(session, procedure, case_id)
    return [
        _line(step, records.get(step.id), notes.get((step.action, step.at)), cause_of(session, step))
        | {"at": step.at.astimezone(zone)}
        for step in reversed(steps)
    ]


def _zone(session: Session, procedure: str, case_id: str) -> ZoneInfo:
    """Return the time in which the terms of a case are counted: its steps are told in it too."""
    binding = bindings()[procedure]
    case = binding.find(session, case_id)
    return zone_of(binding.region(session, case) if case is not None else None)


def cause_of(session: Session, step: StepRecord) -> Text | None:
    """Return what caused a step, where another room says how it is called: an appeal by its number."""
    kind, _, id_ = (step.caused_by or "").partition(":")
    return CAUSES[kind](session, id_) if kind in CAUSES else None


def _line(step: StepRecord, record: OutsideRecord | None, words: str | None, cause: Text | None) -> dict[str, Any]:
    row = row_of(step)
    moved = step.to_state != step.from_state
    return {
        "action": step.action,
        "name": row.name if row and row.name else Text(step.action, step.action),
        "who": ROLE_NAMES[Role(step.acting_as)] if step.acting_as in ROLE_NAMES else TIME,
        "article": step.basis,
        "state": state_name(step.procedure, step.to_state) if moved else None,
        "words": words,
        "cause": cause,
        "outside": {"system": SYSTEMS[record.system], "number": record.number, "date": record.day} if record else None,
    }
