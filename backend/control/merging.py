"""An official event meets the business's own copy of it: by registry number and ИНН.

The business's things move to the official room, where its side alone sees them; nothing of the copy is written into
the official event, nobody of the authority is told, and its terms end. Papers of the copy pair with official ones, or
stay the business's own, with their terms running: `pairing.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.clock import MOSCOW
from backend.control.cases.faults import digits
from backend.control.linking import business_with
from backend.control.models import (
    ControlEvent,
    EventAnswers,
    EventCosts,
    EventFile,
    EventRating,
    MergeDifference,
    RoomConsent,
)
from backend.control.models.room import Side
from backend.control.pairing import pair_papers
from backend.procedures.queries import open_terms
from backend.risk.models import Source

NAME = "control_event"
DRAFTS = frozenset({"PREPARING", "DRAFTED"})
PRIVATE: tuple[Any, ...] = (EventAnswers, EventCosts, EventRating)
# What papers say of an event, and may say otherwise than the business wrote down.
COMPARED = [
    "control_type",
    "kind",
    "ground",
    "planned",
    "category",
    "decision_number",
    "decision_date",
    "subject",
    "address",
    "actions",
    "people_named",
    "documents_named",
    "approval",
    "noticed_at",
    "planned_start",
    "planned_end",
    "start_at",
    "started_at",
    "ended_at",
    "working_days",
    "hours_spent",
    "impossible_on",
    "act_number",
    "act_date",
    "act_delivered_on",
    "recommendations",
]
LONGEST = 2000


def merge_known(session: Session, event: ControlEvent, now: datetime) -> ControlEvent | None:
    """Merge an event with its counterpart if there is one here; return the own copy that was merged.

    `event` may be either: an official event that got its number, or an own copy just entered.
    """
    official, own = _pair(session, event)
    if official is None or own is None or own.id == official.id:
        return None
    if official.business_id not in (None, own.business_id):
        return None
    if official.state in DRAFTS:
        # A decision nobody signed is the authority's alone: a number guessed in time does not open it.
        return None
    return merge(session, official, own, now)


def _pair(session: Session, event: ControlEvent) -> tuple[ControlEvent | None, ControlEvent | None]:
    number = digits(event.registry_number)
    if not number or not event.inn:
        return None, None
    alike = (
        ControlEvent.inn == event.inn,
        col(ControlEvent.registry_number).is_not(None),
        col(ControlEvent.merged_into).is_(None),
    )
    rows = [row for row in session.exec(select(ControlEvent).where(*alike)) if digits(row.registry_number) == number]
    official = next((row for row in rows if row.source is not Source.BUSINESS), None)
    owns = [row for row in rows if row.source is Source.BUSINESS and row.business_id == business_with(session, row.inn)]
    return official, next((row for row in owns if event in (row, official)), None)


def merge(session: Session, official: ControlEvent, own: ControlEvent, now: datetime) -> ControlEvent:
    """Let an own copy give way to the official event."""
    official.business_id = own.business_id
    own.merged_into = official.id
    session.add_all([official, own])
    _note_differences(session, official, own, now)
    _move_private(session, official, own)
    for row in open_terms(session, NAME, own.id):
        row.closed_at = now
        session.add(row)
    session.flush()
    pair_papers(session, official, now)
    record(session, None, "control_event.merge", NAME, own.id, {"into": official.id}, now)
    return own


def _note_differences(session: Session, official: ControlEvent, own: ControlEvent, now: datetime) -> None:
    for name in COMPARED:
        mine, theirs = getattr(own, name), getattr(official, name)
        if mine not in (None, "", []) and mine != theirs:
            said = {"own": as_words(mine)[:LONGEST], "official": as_words(theirs)[:LONGEST]}
            session.add(MergeDifference(event_id=official.id, field=name, at=now, **said))


def as_words(value: Any) -> str:
    """Return a value as it is kept beside the other: dates in ISO, lists by commas, nothing as empty.

    >>> as_words(date(2026, 12, 1)), as_words(["INSPECTION", "DOCUMENTS"]), as_words(None)
    ('2026-12-01', 'INSPECTION, DOCUMENTS', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value.normalize() if _exact(value) else value)


def _exact(value: Any) -> bool:
    return isinstance(value, Decimal)


def _move_private(session: Session, official: ControlEvent, own: ControlEvent) -> None:
    for model in PRIVATE:
        row = session.get(model, own.id)
        if row is not None and session.get(model, official.id) is None:
            kept = row.model_dump(exclude={"event_id"})
            session.delete(row)
            session.add(model(event_id=official.id, **kept))
    for consent in session.exec(select(RoomConsent).where(RoomConsent.event_id == own.id)):
        consent.event_id = official.id
        session.add(consent)
    files = select(EventFile).where(EventFile.event_id == own.id, EventFile.side == Side.BUSINESS)
    for file in session.exec(files):
        # Handed over in an own copy means nothing: there was no other side.
        file.receipt, file.handed_at, file.handed_by = None, None, None
        file.event_id = official.id
        file.case_id = official.id if file.case_id == own.id else file.case_id
        session.add(file)
