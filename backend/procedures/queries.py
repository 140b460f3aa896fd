"""What was done in a case, what is due, what can be done now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.clock import MOSCOW
from backend.procedures.models import DeadlineRow, StepRecord


def history(session: Session, procedure: str, subject_id: str) -> Sequence[StepRecord]:
    """Return the steps of a case, in order."""
    return session.exec(_steps(procedure, subject_id).order_by(col(StepRecord.number))).all()


def count_steps(session: Session, procedure: str, subject_id: str) -> int:
    """Return how many steps were taken."""
    query = select(func.count()).select_from(StepRecord)
    return session.exec(
        query.where(col(StepRecord.procedure) == procedure, col(StepRecord.subject_id) == subject_id)
    ).one()


def entered(session: Session, procedure: str, subject_id: str, state: str) -> datetime | None:
    """Return when the case last entered a state, or None."""
    came = col(StepRecord.to_state) == state, col(StepRecord.from_state) != state
    last = _steps(procedure, subject_id).where(*came).order_by(col(StepRecord.number).desc()).limit(1)
    step = session.exec(last).first()
    return step.at if step else None


def marks(session: Session, procedure: str, subject_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the marks of cases (OVERDUE) by their ids; cases without any are left out."""
    query = (
        select(StepRecord.subject_id, StepRecord.overlay, StepRecord.lowers)
        .where(
            col(StepRecord.procedure) == procedure,
            col(StepRecord.subject_id).in_(list(subject_ids)),
            col(StepRecord.overlay).is_not(None) | col(StepRecord.lowers).is_not(None),
        )
        .order_by(col(StepRecord.number))
    )
    found: dict[str, set[str]] = {}
    for subject_id, raised, lowered in session.exec(query):
        standing = found.setdefault(subject_id, set())
        if lowered:
            standing.discard(lowered)
        if raised:
            standing.add(raised)
    return {subject_id: frozenset(names) for subject_id, names in found.items() if names}


def taken_by(session: Session, procedure: str, subject_id: str, action: str) -> str | None:
    """Return who took a step last («system» for the platform itself), None where nobody did."""
    query = _steps(procedure, subject_id).where(col(StepRecord.action) == action)
    step = session.exec(query.order_by(col(StepRecord.number).desc()).limit(1)).first()
    return step.actor if step else None


def open_terms(session: Session, procedure: str, subject_id: str) -> Sequence[DeadlineRow]:
    """Return all terms of a case, those without a date last: they stand, miss a date, or are not known."""
    mine = col(DeadlineRow.procedure) == procedure, col(DeadlineRow.subject_id) == subject_id
    query = select(DeadlineRow).where(*mine, col(DeadlineRow.closed_at).is_(None))
    undated = col(DeadlineRow.due_at).is_(None)
    return session.exec(query.order_by(undated, col(DeadlineRow.due_at), col(DeadlineRow.key))).all()


def open_deadlines(session: Session, procedure: str, subject_id: str) -> Sequence[DeadlineRow]:
    """Return the terms of a case that have a last day, the first to end first."""
    return [row for row in open_terms(session, procedure, subject_id) if row.due_at is not None]


def due_dates(session: Session, procedure: str, subject_ids: Iterable[str]) -> dict[str, datetime]:
    """Return the nearest end of a running term of each case that has one, in the time it was counted in: for lists.

    Its date is then the last day of the term; west of Moscow the end of that day is the next day in Moscow already.
    """
    query = (
        select(DeadlineRow.subject_id, func.min(DeadlineRow.due_at), func.max(DeadlineRow.zone))
        .where(
            col(DeadlineRow.procedure) == procedure,
            col(DeadlineRow.subject_id).in_(list(subject_ids)),
            col(DeadlineRow.closed_at).is_(None),
        )
        .group_by(col(DeadlineRow.subject_id))
    )
    return {
        subject_id: due.astimezone(ZoneInfo(zone) if zone else MOSCOW)
        for subject_id, due, zone in session.exec(query)
        if due is not None
    }


def open_ends(session: Session, procedure: str, subject_ids: Iterable[str]) -> list[tuple[str, str, datetime]]:
    """Return the open terms of cases that have a last day, as (case, key, end), each in the time it was counted in."""
    query = select(DeadlineRow).where(
        col(DeadlineRow.procedure) == procedure,
        col(DeadlineRow.subject_id).in_(list(subject_ids)),
        col(DeadlineRow.closed_at).is_(None),
        col(DeadlineRow.due_at).is_not(None),
    )
    rows = session.exec(query.order_by(col(DeadlineRow.due_at), col(DeadlineRow.id)))
    return [
        (row.subject_id, row.key, row.due_at.astimezone(ZoneInfo(row.zone) if row.zone else MOSCOW))
        for row in rows
        if row.due_at is not None
    ]


def _steps(procedure: str, subject_id: str) -> SelectOfScalar[StepRecord]:
    return select(StepRecord).where(col(StepRecord.procedure) == procedure, col(StepRecord.subject_id) == subject_id)
