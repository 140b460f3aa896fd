"""Terms of the ombudsman's cases for other programs' calendars: titles and days, never names.

`calendar_entries(session, business_id, scopes, first, last)` is found by its name, so a calendar that a business
follows shows them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, select

from backend.ombudsman.about import title_of
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.queries import cases_of
from backend.ombudsman.rights import NAME
from backend.permissions import Scope
from backend.procedures.models import DeadlineRow
from backend.procedures.timers import zone_of_row
from backend.web.ics import CalendarEntry, uid_of
from rules.reading_terms import read_deadlines
from rules.text import Text


def calendar_entries(
    session: Session, business_id: str, scopes: Collection[Scope], first: date, last: date
) -> Iterator[CalendarEntry]:
    """Yield the terms of a business's cases from `first` to `last`; nothing for who does not handle its events."""
    if Scope.CONTROL not in scopes:
        return
    for row in cases_of(session, business_id):
        yield from (one for one in entries_of(session, row) if first <= _day(one) <= last)


def entries_of(session: Session, row: OmbudsmanCase) -> Iterator[CalendarEntry]:
    """Yield the terms of a case, each on its last day; one that is over or met is taken out as cancelled."""
    mine = col(DeadlineRow.procedure) == NAME, col(DeadlineRow.subject_id) == row.id
    query = select(DeadlineRow).where(*mine).order_by(col(DeadlineRow.due_at), col(DeadlineRow.id))
    for term in session.exec(query):
        if term.due_at is None:
            continue
        known, title = read_deadlines().get(term.key), title_of(row)
        name = known.title if known else Text(term.key, term.key)
        closed = term.closed_at is not None
        yield CalendarEntry(
            uid_of(term.id, "term"),
            Text(f"{name.ru}: {title.ru}", f"{name.en}: {title.en}"),
            term.due_at.astimezone(zone_of_row(term)).date(),
            sequence=term.revision * 2 + int(closed),
            cancelled=closed,
        )


def _day(entry: CalendarEntry) -> date:
    return entry.start
