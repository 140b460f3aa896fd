"""Taking a self-assessment, or marks, from an anonymous run into an account's business: a copy, linked by nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from backend.assessments.answers import change_of
from backend.assessments.models import Answer, ChosenDate, Evidence, Flag, Mark, PlanEntry
from backend.db.types import new_id
from backend.profiles.queries import list_places

Row = TypeVar("Row", bound=SQLModel)


def copy_answers_into(session: Session, source: str, target: str, now: datetime) -> None:
    """Copy answers, notes, papers, plan and chosen days; of two answers to one requirement the later stays."""
    places = _places(session, source, target)
    held = {(row.requirement, row.place_id): row for row in _rows(session, Answer, target)}
    for row in _rows(session, Answer, source):
        place_id = places.get(row.place_id)
        if place_id is None:
            continue
        own = held.get((row.requirement, place_id))
        if own is not None and own.at >= row.at:
            continue
        if own is not None:
            session.delete(own)
            session.flush()
        copied = _copy(row, business_id=target, place_id=place_id, before=None)
        session.add(copied)
        session.add(change_of(copied, now))
    _copy_papers(session, source, target)
    for table in (PlanEntry, ChosenDate):
        _copy_missing(session, table, source, target)
    session.flush()


def copy_marks_into(session: Session, source: str, target: str, now: datetime) -> None:
    """Copy marks and flags: from now on they count; of two marks of one version the later stays."""
    held = {(row.requirement, row.requirement_version): row for row in _rows(session, Mark, target)}
    for row in _rows(session, Mark, source):
        own = held.get((row.requirement, row.requirement_version))
        if own is not None and own.at >= row.at:
            continue
        if own is not None:
            session.delete(own)
            session.flush()
        session.add(_copy(row, business_id=target))
    flagged = {(row.requirement, row.other, row.kind) for row in _rows(session, Flag, target)}
    for flag in _rows(session, Flag, source):
        if (flag.requirement, flag.other, flag.kind) not in flagged:
            session.add(_copy(flag, business_id=target))
    session.flush()


def _places(session: Session, source: str, target: str) -> dict[str, str]:
    """Return which place of the target each place of the source is: the first the first, as facts are copied."""
    pairs = zip(list_places(session, source), list_places(session, target), strict=False)
    return {"": ""} | {one.id: other.id for one, other in pairs}


def _copy_papers(session: Session, source: str, target: str) -> None:
    """Copy papers the target does not have yet, with what superseded what; the files are shared by their hash."""
    held = {(row.requirement, row.sha256) for row in _rows(session, Evidence, target)}
    rows = [row for row in _rows(session, Evidence, source) if (row.requirement, row.sha256) not in held]
    fresh = {row.id: _copy(row, business_id=target, superseded_by=None) for row in rows}
    session.add_all(fresh.values())
    session.flush()
    for row in rows:
        newer = fresh.get(row.superseded_by or "")
        if newer is not None:
            fresh[row.id].superseded_by = newer.id
            session.add(fresh[row.id])


def _copy_missing(session: Session, table: type[PlanEntry] | type[ChosenDate], source: str, target: str) -> None:
    held = {row.requirement for row in _rows(session, table, target)}
    for row in _rows(session, table, source):
        if row.requirement not in held:
            session.add(_copy(row, business_id=target))


def _rows(session: Session, table: type[Row], business_id: str) -> Iterable[Row]:
    return session.exec(select(table).where(table.business_id == business_id)).all()  # type: ignore[attr-defined]


def _copy(row: Row, **changes: object) -> Row:
    return type(row)(**(row.model_dump() | {"id": new_id()} | changes))
