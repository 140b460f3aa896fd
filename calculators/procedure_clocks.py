"""The clock of one term of a case: whether it runs, stands or waits for a date, and the last moment it leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calculators.calendar import ONE_DAY, WorkCalendar
from calculators.deadlines import LAST_SECOND, Pause, due_date
from rules.faults import InputError
from rules.terms import DayKind, PauseCap, Term

PROVISIONAL = "provisional"
# Reminders of whole days come in the morning of the place.
MORNING = time(9)


class Standing(StrEnum):
    """How a clock stands."""

    RUNS = "runs"
    PAUSED = "paused"
    DATE_MISSING = "date_missing"
    TERM_UNKNOWN = "term_unknown"
    CALENDAR_UNKNOWN = "calendar_unknown"


@dataclass(frozen=True, slots=True)
class Standstill:
    """The day from which a clock stands, and the day from which it runs again; None: it stands still."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How a clock stands and where it leads.

    `begins`: when it began to run, None for terms that lead to a named date or backwards. `due`: the last moment, None
    unless it runs or stands no longer than its cap allows. `calendar`: official, provisional, or "" where no calendar
    was used. `paused_days`: on how many days it stood.
    """

    standing: Standing
    begins: datetime | None = None
    due: datetime | None = None
    calendar: str = ""
    paused_days: int = 0


def count(
    anchor: date | datetime | None,
    term: Term | None,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    standstills: Iterable[Standstill] = (),
) -> Counted:
    """Return how a clock stands that began on `anchor`. An unknown date or term runs no clock.

    A term of no days ends on the anchor itself, a date named in a paper; days on which such a clock stood are added.
    Source: 248-ФЗ art. 86.

    >>> from calculators.calendar import work_calendar
    >>> count(None, Term(1, DayKind.WORKING_DAYS, ""), work_calendar(), ZoneInfo("Europe/Moscow")).standing.value
    'date_missing'
    """
    if anchor is None or (term and term.unit is DayKind.HOURS and not isinstance(anchor, datetime)):
        return Counted(Standing.DATE_MISSING)
    if term is None:
        return Counted(Standing.TERM_UNKNOWN)
    try:
        return _count(anchor, term, calendar, zone, tuple(standstills))
    except InputError:
        return Counted(Standing.CALENDAR_UNKNOWN)


def _count(
    anchor: date | datetime, term: Term, calendar: WorkCalendar, zone: ZoneInfo, standstills: tuple[Standstill, ...]
) -> Counted:
    stands = any(one.until is None for one in standstills)
    begins = _moment(anchor, zone) if term.amount > 0 else None
    if stands and term.pause_cap is None:
        return Counted(Standing.PAUSED, begins)
    pauses = pauses_of(standstills, term.pause_cap, calendar)
    paused = _paused_days(pauses, term.pause_cap, calendar)
    if term.amount == 0 and paused:
        anchor = _pushed(_day(anchor, zone), paused)
    due = due_date(anchor, term, calendar, zone, () if term.amount == 0 else pauses)
    status = PROVISIONAL if PROVISIONAL in due.calendar.values() else next(iter(due.calendar.values()), "")
    return Counted(Standing.PAUSED if stands else Standing.RUNS, begins, due.last_moment, status, len(paused))


def pauses_of(standstills: Iterable[Standstill], cap: PauseCap | None, calendar: WorkCalendar) -> tuple[Pause, ...]:
    """Return the days on which a clock stands. The day from which it runs again is no longer one of them."""
    found = []
    for one in standstills:
        last = one.until - ONE_DAY if one.until else _last_of_cap(one.since, cap, calendar)
        if last >= one.since:
            found.append(Pause(one.since, last))
    return tuple(found)


def _last_of_cap(since: date, cap: PauseCap | None, calendar: WorkCalendar) -> date:
    """Return the last day on which a clock that nobody set going again can stand."""
    day, left = since - ONE_DAY, cap.amount if cap else 0
    while left > 0:
        day += ONE_DAY
        if cap is None or cap.unit is not DayKind.WORKING_DAYS or calendar.is_working(day):
            left -= 1
    return day


def _paused_days(pauses: Iterable[Pause], cap: PauseCap | None, calendar: WorkCalendar) -> list[date]:
    """Return the days, each once, cut at the cap."""
    days = {one.first + timedelta(days=number) for one in pauses for number in range((one.last - one.first).days + 1)}
    counted = [
        day for day in sorted(days) if cap is None or cap.unit is not DayKind.WORKING_DAYS or calendar.is_working(day)
    ]
    return counted[: cap.amount] if cap else counted


def _pushed(named: date, paused: list[date]) -> date:
    """Return a named date, a day later for each day the clock stood before it was reached."""
    for day in paused:
        if day <= named:
            named += ONE_DAY
    return named


def _day(anchor: date | datetime, zone: ZoneInfo) -> date:
    if not isinstance(anchor, datetime):
        return anchor
    return anchor.astimezone(zone).date() if anchor.tzinfo else anchor.date()


def _moment(anchor: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(anchor, datetime):
        return anchor if anchor.tzinfo else anchor.replace(tzinfo=zone)
    return datetime.combine(anchor, time(), zone)


def with_cap(term: Term, working_days: int | None) -> Term:
    """Return a term whose pauses may last so many working days together, as a row of a procedure says."""
    return term if working_days is None else replace(term, pause_cap=PauseCap(working_days, DayKind.WORKING_DAYS))


def term_version(term: Term) -> str:
    """Return 16 hex digits that change when anything that is counted by changes.

    >>> len(term_version(Term(1, DayKind.MONTHS, "ст. 1")))
    16
    """
    cap = (term.pause_cap.amount, term.pause_cap.unit.value) if term.pause_cap else None
    parts = (term.key, term.amount, term.unit.value, term.source, cap, term.rolls, term.starts_on, term.counts_start)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def percent_moment(begins: datetime, due: datetime, percent: int) -> datetime:
    """Return when `percent` of a term have run; 100 is the first second after the last moment, which is in time."""
    if percent >= 100:
        return due + timedelta(seconds=1)
    return begins + max(due - begins, timedelta(0)) * percent / 100


def days_before(due: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the morning, at the place, of the day so many days before the last one.

    >>> days_before(datetime(2026, 12, 15, 20, 59, 59, tzinfo=ZoneInfo("UTC")), 14, ZoneInfo("Europe/Moscow")).day
    1
    """
    return datetime.combine(due.astimezone(zone).date() - timedelta(days=days), MORNING, zone)


def ends_with_its_day(due: datetime, zone: ZoneInfo) -> bool:
    """Return whether a term ends with a day, not at a moment of it."""
    return due.astimezone(zone).time() == LAST_SECOND
