"""Timers of terms: the moments at which people are reminded and time takes its steps. They stand in the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.jobs.service import enqueue
from backend.procedures.bindings import Binding
from backend.procedures.models import DeadlineRow
from calculators.procedure_clocks import days_before, ends_with_its_day, percent_moment

TIMER = "procedures.timer"
WARNINGS = (50, 80, 100)
END = WARNINGS[-1]
# The last moment is still in time; the term is over after it.
AFTER = timedelta(seconds=1)


def zone_of_row(row: DeadlineRow) -> ZoneInfo:
    """Return the time zone a term was counted in."""
    return ZoneInfo(row.zone) if row.zone else MOSCOW


def said(row: DeadlineRow, due: datetime) -> datetime | date:
    """Return an end as people read it: a term in days ends with its day, one in hours at a moment."""
    zone = zone_of_row(row)
    return due.astimezone(zone).date() if ends_with_its_day(due, zone) else due


def moment_of(row: DeadlineRow, percent: int) -> datetime | None:
    """Return when `percent` of a term have run; None while it leads to no date."""
    return None if row.due_at is None else percent_moment(row.started_at, row.due_at, percent)


def moment_before(row: DeadlineRow, days: int) -> datetime | None:
    """Return the morning so many days before the end; None while the term leads to no date."""
    return None if row.due_at is None else days_before(row.due_at, days, zone_of_row(row))


def plan_timers(session: Session, binding: Binding, row: DeadlineRow, now: datetime) -> None:
    """Put the timers of a term into the outbox; those of an older revision find nothing to do.

    A term taken up again late: what should have been said long ago is not said any more, but its end is.
    """
    if row.due_at is None:
        return
    for name, value, moment in _moments(binding, row):
        if moment > now or (name, value) == ("percent", END):
            suffix = f":{row.revision}" if row.revision else ""
            payload = {"deadline": row.id, name: value, "revision": row.revision}
            key = f"deadline:{row.id}:{'' if name == 'percent' else 'd'}{value}{suffix}"
            enqueue(session, TIMER, payload, due_at=moment, key=key)


def _moments(binding: Binding, row: DeadlineRow) -> Iterator[tuple[str, int, datetime]]:
    for percent in WARNINGS:
        if percent > row.warned and (moment := moment_of(row, percent)):
            yield "percent", percent, moment
    for days in reminders(binding, row.key):
        if (row.reminded is None or days < row.reminded) and (morning := moment_before(row, days)):
            yield "days", days, morning


def reminders(binding: Binding, key: str) -> tuple[int, ...]:
    """Return how many days before the end of a term its rows want reminders, the earliest first."""
    days = {one for step in binding.table.steps if step.term_key == key for one in step.remind}
    return tuple(sorted(days, reverse=True))
