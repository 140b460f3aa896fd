"""Keeping the answers of a self-assessment: one present answer, every change beside it, undoing. Nothing commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.assessments.models import Answer, AnswerChange, AnswerValue
from backend.assessments.turns import take_turn
from backend.errors import Conflict
from rules.requirements import Requirement
from rules.text import Text

NOTHING_TO_UNDO = (
    Text("Отменять нечего: ответ уже отменён.", "Nothing to undo: the answer is taken back already."),
    Text("Откройте требование и ответьте заново.", "Open the requirement and answer again."),
)


def record_answer(
    session: Session, business_id: str, requirement: Requirement, value: AnswerValue, now: datetime, place_id: str = ""
) -> Answer:
    """Keep an answer; one for the whole business takes the place of those of its places."""
    take_turn(session, business_id)
    row = find_answer(session, business_id, requirement.id, place_id)
    before: dict[str, Any] = {}
    if row is not None and row.value is not None:
        before = {"value": row.value.value, "version": row.requirement_version}
    if not place_id:
        before |= _clear_places(session, business_id, requirement.id, now)
    if row is None:
        row = Answer(business_id=business_id, requirement=requirement.id, place_id=place_id, **_fresh(requirement, now))
    row.value, row.requirement_version, row.before, row.at = value, requirement.version, before, now
    session.add(row)
    session.add(change_of(row, now))
    session.flush()
    return row


def record_note(session: Session, business_id: str, requirement: Requirement, note: str, now: datetime) -> None:
    """Keep a note beside the answer, given or not."""
    take_turn(session, business_id)
    row = find_answer(session, business_id, requirement.id, "")
    if row is None and not note:
        return
    if row is None:
        row = Answer(business_id=business_id, requirement=requirement.id, **_fresh(requirement, now))
    if row.note == note:
        return
    row.note = note
    session.add(row)
    session.flush()


def undo_answer(session: Session, business_id: str, requirement_id: str, now: datetime, place_id: str = "") -> Answer:
    """Return to what was answered before; undoing twice is refused.

    Raises:
        Conflict: there is no answer that could be taken back.
    """
    take_turn(session, business_id)
    row = find_answer(session, business_id, requirement_id, place_id)
    if row is None or row.before is None:
        raise Conflict(*NOTHING_TO_UNDO)
    before, row.before = row.before, None
    row.value = AnswerValue(before["value"]) if "value" in before else None
    row.requirement_version = before.get("version", row.requirement_version)
    row.at = now
    session.add(row)
    session.add(change_of(row, now))
    for other, (value, version) in before.get("places", {}).items():
        if find_answer(session, business_id, requirement_id, other) is None:  # answered apart meanwhile: that stays
            _restore_place(session, row, other, AnswerValue(value), version, now)
    if row.value is None and not row.note:
        session.delete(row)
    session.flush()
    return row


def _restore_place(
    session: Session, whole: Answer, place_id: str, value: AnswerValue, version: str, now: datetime
) -> None:
    row = Answer(
        business_id=whole.business_id,
        requirement=whole.requirement,
        requirement_version=version,
        place_id=place_id,
        value=value,
        at=now,
    )
    session.add(row)
    session.add(change_of(row, now))


def _clear_places(session: Session, business_id: str, requirement_id: str, now: datetime) -> dict[str, Any]:
    rows = session.exec(
        select(Answer).where(
            Answer.business_id == business_id, Answer.requirement == requirement_id, col(Answer.place_id) != ""
        )
    ).all()
    kept = {row.place_id: [row.value.value, row.requirement_version] for row in rows if row.value is not None}
    for row in rows:
        row.value = None
        session.add(change_of(row, now))
        session.delete(row)
    return {"places": kept} if kept else {}


def find_answer(session: Session, business_id: str, requirement_id: str, place_id: str = "") -> Answer | None:
    """Return an answer for the whole business, or for one of its places."""
    return session.exec(
        select(Answer).where(
            Answer.business_id == business_id, Answer.requirement == requirement_id, Answer.place_id == place_id
        )
    ).first()


def _fresh(requirement: Requirement, now: datetime) -> dict[str, Any]:
    return {"requirement_version": requirement.version, "at": now}


def change_of(row: Answer, now: datetime) -> AnswerChange:
    """Return the change that stands beside an answer as it is now."""
    return AnswerChange(
        business_id=row.business_id,
        requirement=row.requirement,
        requirement_version=row.requirement_version,
        place_id=row.place_id,
        value=row.value,
        at=now,
    )
