"""Dates that move: an anchor was corrected or has become known, or the calendar of a year has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.notifications.service import notify
from backend.procedures.bindings import Binding, Subject, bindings, whom_to_tell
from backend.procedures.counting import Case
from backend.procedures.models import DeadlineRow
from backend.procedures.terms import count_anew, steps_of
from backend.procedures.timers import said
from calculators.calendar import calendar_version
from rules.procedures import CLIENTS, SYSTEM
from rules.reading_terms import read_deadlines
from rules.text import Text

MOVED = "term.moved"


def dates_changed(session: Session, procedure: str, subject: Subject, now: datetime) -> int:
    """Count the terms of a case anew after one of its dates was told or corrected; return how many moved.

    Whose term had a last day and has another now is told so. Whoever changes a date of a case calls this.
    """
    session.flush()
    binding = bindings()[procedure]
    moved = count_anew(Case.of(session, binding, subject, now))
    for row, before in moved:
        if before is not None:
            _tell(session, binding, subject, row, before, now)
    return len(moved)


def recompute_deadlines(session: Session, now: datetime) -> int:
    """Count anew the open terms that were counted by another calendar than the present one; return how many moved."""
    moved = 0
    for binding in bindings().values():
        for subject_id in _with_old_calendar(session, binding):
            subject = binding.find(session, subject_id)
            if subject is not None:
                moved += dates_changed(session, binding.procedure, subject, now)
    return moved


def _with_old_calendar(session: Session, binding: Binding) -> list[str]:
    """Return the cases with terms of another version than that of their region."""
    query = select(DeadlineRow).where(
        col(DeadlineRow.procedure) == binding.procedure,
        col(DeadlineRow.closed_at).is_(None),
        col(DeadlineRow.calendar_version).is_not(None),
    )
    found: dict[str, None] = {}
    for row in session.exec(query).all():
        subject = binding.find(session, row.subject_id)
        if subject is not None and row.calendar_version != calendar_version(binding.region(session, subject)):
            found[row.subject_id] = None
    return list(found)


def _tell(
    session: Session, binding: Binding, subject: Subject, row: DeadlineRow, before: datetime, now: datetime
) -> None:
    """Tell those whose step it is, and those of whom the case is."""
    steps = steps_of(binding.table, subject.state, row.key)
    roles = dict.fromkeys(actor for step in steps for actor in (*step.actors, *step.notify) if actor != SYSTEM)
    roles.update(dict.fromkeys(role for role in sorted(CLIENTS)))
    params = {**binding.about(session, subject), **_words(row, before)}
    told: set[str] = set()
    for role in roles:
        people = [one for one in whom_to_tell(session, binding, subject, role, now) if one not in told]
        told.update(people)
        notify(session, people, MOVED, params, binding.link(subject, role), now)


def _words(row: DeadlineRow, before: datetime) -> Mapping[str, Any]:
    known = read_deadlines().get(row.key)
    what = known.title if known else Text("Срок", "Term")
    unknown = Text("пока не известно", "not known yet")
    return {"what": what, "before": said(row, before), "due": said(row, row.due_at) if row.due_at else unknown}
