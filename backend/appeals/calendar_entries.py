"""Terms of appeals for other programs' calendars: titles and days, never names.

`calendar_entries(session, business_id, scopes, first, last)` is found by its name, so a calendar that a business
follows shows them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.queries import appeals_of
from backend.permissions import Scope
from backend.procedures.models import DeadlineRow
from backend.web.ics import CalendarEntry, uid_of
from calculators.calendar import zone_of
from rules.reading_terms import read_deadlines
from rules.text import Text


def calendar_entries(
    session: Session, business_id: str, scopes: Collection[Scope], first: date, last: date
) -> Iterator[CalendarEntry]:
    """Yield the terms of a business's appeals from `first` to `last`; nothing for who does not handle its events."""
    if Scope.CONTROL not in scopes:
        return
    for row in appeals_of(session, business_id):
        yield from (one for one in entries_of(session, row) if first <= _day(one.start) <= last)


def entries_of(session: Session, row: Appeal) -> Iterator[CalendarEntry]:
    """Yield the terms of an appeal on their last day in the body's zone; one that is over or met comes as cancelled."""
    mine = col(DeadlineRow.procedure) == NAME, col(DeadlineRow.subject_id) == row.id
    query = select(DeadlineRow).where(*mine).order_by(col(DeadlineRow.due_at), col(DeadlineRow.id))
    for term in session.exec(query):
        if term.due_at is None:
            continue
        known = read_deadlines().get(term.key)
        name = known.title if known else Text(term.key, term.key)
        closed = term.closed_at is not None
        yield CalendarEntry(
            uid_of(term.id, "term"),
            Text(f"{name.ru}: жалоба № {row.platform_number}", f"{name.en}: appeal No. {row.platform_number}"),
            term.due_at.astimezone(zone_of(row.region or None)).date(),
            sequence=term.revision * 2 + int(closed),
            cancelled=closed,
        )


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start
