"""Official records of steps: what another system knows a step by. A step without one is a working copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.audit.service import name_of, record
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.models import OutsideRecord, StepRecord
from backend.procedures.queries import history
from rules.procedures import Step, working_copy
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Outside:
    """The record of a step in another system: its number and date there, and the hash of the paper that shows it."""

    system: str
    number: str
    date: dt.date | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A step that was taken here and has no official record yet, and what to say of it."""

    record: StepRecord
    words: Text


def record_outside(session: Session, step: StepRecord, outside: Outside, actor: Actor | None, now: datetime) -> None:
    """Keep the official record of a step, with it or later; nothing of a former record is lost."""
    row = OutsideRecord(
        step_id=step.id,
        system=outside.system,
        number=outside.number,
        day=outside.date,
        file=outside.file,
        actor=name_of(actor),
        at=now,
    )
    session.add(row)
    session.flush()
    values = {"system": outside.system, "number": outside.number, "date": outside.date and outside.date.isoformat()}
    record(session, actor, "step.outside", step.procedure, step.subject_id, values, now)


def outside_of(session: Session, step_ids: list[str]) -> dict[str, OutsideRecord]:
    """Return the last official record of each step that has one."""
    query = select(OutsideRecord).where(col(OutsideRecord.step_id).in_(step_ids)).order_by(col(OutsideRecord.at))
    return {row.step_id: row for row in session.exec(query)}


def working_copies(session: Session, procedure: str, subject_id: str) -> list[WorkingCopy]:
    """Return the steps of a case that still have to be done officially, in order; for them nothing but time is real."""
    steps = history(session, procedure, subject_id)
    known = outside_of(session, [step.id for step in steps])
    found = []
    for step in steps:
        row = row_of(step)
        words = working_copy(row) if row else None
        if words and step.id not in known:
            found.append(WorkingCopy(step, words))
    return found


def row_of(step: StepRecord) -> Step | None:
    """Return the row of the table a step was taken by; None for a step the table no longer has."""
    binding = bindings().get(step.procedure)
    rows = binding.table.steps_from(step.from_state) if binding else ()
    fitting = (row for row in rows if row.action == step.action and row.to == step.to_state)
    return next(fitting, None)
