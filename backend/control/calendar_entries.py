"""Days of control events for other programs' calendars: the start and the terms; titles and days only.

`calendar_entries(session, business_id, scopes, first, last)` is found by its name, so a calendar that a business
follows shows them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.control.cases.naming import kind_name
from backend.control.models import ControlEvent
from backend.control.telling import is_told
from backend.permissions import Scope
from backend.procedures.models import DeadlineRow
from backend.procedures.timers import zone_of_row
from backend.web.ics import CalendarEntry, uid_of
from calculators.calendar import zone_of
from rules.reading_terms import read_deadlines
from rules.text import Text

NAME = "control_event"
# In these states the event does not take place on its day; a moved one has no day until a new one is set.
NOT_HELD = frozenset({"CANCELLED", "EXCLUDED", "NOT_HELD", "REJECTED", "POSTPONED", "IMPOSSIBLE"})
# What the business is not told of yet.
INSIDE = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL"})


def calendar_entries(
    session: Session, business_id: str, scopes: Collection[Scope], first: date, last: date
) -> Iterator[CalendarEntry]:
    """Yield the days of a business's events from `first` to `last`; nothing for who does not handle its events."""
    if Scope.CONTROL not in scopes:
        return
    query = select(ControlEvent).where(ControlEvent.business_id == business_id, col(ControlEvent.merged_into).is_(None))
    for event in session.exec(query.order_by(col(ControlEvent.number))):
        if is_told(session, event):
            yield from (one for one in entries_of(session, event) if first <= _day(one.start) <= last)


def entries_of(session: Session, event: ControlEvent) -> Iterator[CalendarEntry]:
    """Yield the start of an event and its terms. A uid stays while the thing moves, and the sequence grows with it."""
    if event.state in INSIDE:
        return
    start = _start(event)
    if start is not None:
        title = Text(f"Начало: {kind_name(event.kind).ru}", f"Start: {kind_name(event.kind).en}")
        off = event.state in NOT_HELD
        yield CalendarEntry(
            uid_of(event.id, "start"), title, start, sequence=event.version, cancelled=off, busy=not off
        )
    yield from (_term(row) for row in _rows(session, event) if row.due_at is not None)


def _start(event: ControlEvent) -> datetime | date | None:
    moment = event.started_at or event.start_at
    return moment.astimezone(zone_of(event.region or None)) if moment is not None else event.planned_start


def _rows(session: Session, event: ControlEvent) -> list[DeadlineRow]:
    mine = col(DeadlineRow.procedure) == NAME, col(DeadlineRow.subject_id) == event.id
    return list(session.exec(select(DeadlineRow).where(*mine).order_by(col(DeadlineRow.due_at), col(DeadlineRow.id))))


def _term(row: DeadlineRow) -> CalendarEntry:
    """Return a term on its last day; one that is over or met is taken out of calendars as cancelled."""
    known = read_deadlines().get(row.key)
    title = known.title if known else Text(row.key, row.key)
    closed = row.closed_at is not None
    assert row.due_at is not None  # noqa: S101  (rows without a day are left out)
    day = row.due_at.astimezone(zone_of_row(row)).date()
    return CalendarEntry(uid_of(row.id, "term"), title, day, sequence=row.revision * 2 + int(closed), cancelled=closed)


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start
