"""Due dates: how a term of the law runs from an event to the last moment at which something can still be done."""

from __future__ import annotations

import calendar as months_of_the_world
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from calculators import deadline_faults as faults
from calculators.calendar import MOSCOW as MOSCOW_TIME
from calculators.calendar import ONE_DAY, WorkCalendar
from rules.faults import InputError
from rules.reading_terms import read_deadlines
from rules.terms import DayKind, Deadline, Term

MOSCOW = ZoneInfo(MOSCOW_TIME)
LAST_SECOND = time(23, 59, 59)
ONE_SECOND = timedelta(seconds=1)
# Longest term that is counted day by day; the calendars known end far earlier.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Pause:
    """The first and the last day on which the clock stands still."""

    first: date
    last: date


class SetsTerms(Protocol):
    """A type of control: its code, whether clocks of 248-ФЗ run for it, and the terms its act sets (None: unknown)."""

    @property
    def code(self) -> str:
        """The code of the type."""

    @property
    def has_clocks(self) -> bool:
        """Whether 248-ФЗ governs it."""

    def term(self, key: str) -> Term | None:
        """Return the term its act sets for a key."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The end of a term and how it was reached.

    `counted`: the days counted one by one, None for months, years and hours. `rolled_over_from`: the day off on which
    the term ran out. `calendar`: the status of each year whose calendar was used.
    """

    due: date
    last_moment: datetime
    counted: tuple[date, ...] | None
    rolled_over_from: date | None
    term: Term
    calendar: Mapping[int, str]

    def in_time(self, moment: datetime) -> bool:
        """Return whether something done at `moment` is in time: the last moment, and all of its second, still is.

        A term in hours has no such second: it ends with its last moment.
        """
        whole = ONE_SECOND if self.term.unit is not DayKind.HOURS else timedelta(0)
        return moment < self.last_moment + whole or moment == self.last_moment


def due_date(
    event: date | datetime,
    term: Term,
    calendar: WorkCalendar,
    zone: ZoneInfo = MOSCOW,
    pauses: Iterable[Pause] = (),
) -> DueDate:
    """Return when a term that an event starts ends, in the authority's own time zone.

    The day of the event is not counted unless the term says so; hours run without a break. A term that ends on a day
    off ends on the next working day, one counted backwards on the working day before. For hours a time without a zone
    is read in `zone`.
    Source: 248-ФЗ art. 86; Civil Code art. 190–194.

    Raises:
        InputError: the calendar of a year is not known; hours without a time; a pause that cannot be.

    >>> from calculators.calendar import work_calendar
    >>> ten = Term(10, DayKind.WORKING_DAYS, "248-ФЗ, ст. 40 ч. 6")
    >>> due_date(date(2026, 4, 24), ten, work_calendar()).due
    datetime.date(2026, 5, 12)
    """
    stops = tuple(pauses)
    if term.unit is DayKind.HOURS:
        return _hours(event, term, zone, stops)
    day = _day_of(event, zone)
    start = day - ONE_DAY if term.counts_start else day
    paused = _paused_days(stops, start, term, calendar)
    try:
        counted, ended = _run(start, term, calendar, paused)
    except (OverflowError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([faults.too_far()]) from error
    due = _rolled(ended, term, calendar)
    return DueDate(
        due=due,
        last_moment=datetime.combine(due, LAST_SECOND, zone),
        counted=counted,
        rolled_over_from=ended if due != ended else None,
        term=term,
        calendar=_statuses(calendar, (day, ended, due, *(counted or ()))),
    )


def term_on(deadline: Deadline, day: date, control_type: SetsTerms | str | None = None) -> Term:
    """Return the term in force for an event of `day`: as the act on the type of control sets it, else the statute.

    A type given by its code alone is looked up in the table of terms: whether clocks run for it is then not asked.

    Raises:
        InputError: no statute sets it and none is known for the type; no edition covers the day; another law governs
            the type, so that no clock of 248-ФЗ runs.
    """
    code = control_type if isinstance(control_type, str) or control_type is None else control_type.code
    if control_type is not None and not isinstance(control_type, str):
        if not control_type.has_clocks and _of_248(deadline):
            raise InputError([faults.another_law(deadline, control_type.code)])
        own = control_type.term(deadline.key)
        if own is not None:
            return own
    editions = deadline.by_control_type.get(code or "", ()) or deadline.editions
    if not editions:
        raise InputError([faults.set_elsewhere(deadline, code)])
    term = next((edition.term for edition in reversed(editions) if edition.holds_on(day)), None)
    if term is None:
        raise InputError([faults.no_edition(deadline, day)])
    return term


def _of_248(deadline: Deadline) -> bool:
    """Return whether 248-ФЗ, or an act under it, sets the term: then it stops where another law governs."""
    return not deadline.editions or any(one.term.source.startswith("248-ФЗ") for one in deadline.editions)


def term_for(key: str, day: date, control_type: SetsTerms | str | None = None) -> Term:
    """Return the term called `key` in force for an event of `day`, as `term_on` finds it.

    Raises:
        InputError: there is no such key; or as `term_on`.

    >>> term_for("appeal.decide", date(2026, 4, 24)).amount
    15
    """
    deadlines = read_deadlines()
    if key not in deadlines:
        raise InputError([faults.unknown_key(key, deadlines)])
    return term_on(deadlines[key], day, control_type)


def _day_of(event: date | datetime, zone: ZoneInfo) -> date:
    if not isinstance(event, datetime):
        return event
    return event.astimezone(zone).date() if event.tzinfo else event.date()


def _hours(event: date | datetime, term: Term, zone: ZoneInfo, pauses: tuple[Pause, ...]) -> DueDate:
    if pauses:
        raise InputError([faults.pause_of_hours()])
    if not isinstance(event, datetime):
        raise InputError([faults.time_missing()])
    start = event if event.tzinfo else event.replace(tzinfo=zone)
    try:
        # Counted in UTC: an hour is an hour also where the clocks are put back.
        moment = (start.astimezone(UTC) + timedelta(hours=term.amount)).astimezone(zone)
    except OverflowError as error:
        raise InputError([faults.too_far()]) from error
    return DueDate(moment.date(), moment, None, None, term, {})


def _run(
    start: date, term: Term, calendar: WorkCalendar, paused: frozenset[date]
) -> tuple[tuple[date, ...] | None, date]:
    """Return the days counted, if days are counted one by one, and the day on which the term runs out."""
    if abs(term.amount) > MOST:
        raise OverflowError
    if term.unit is DayKind.WORKING_DAYS:
        counted = _working_days(start, term.amount, calendar, paused)
        return counted, counted[-1] if counted else start
    if term.unit is DayKind.CALENDAR_DAYS:
        counted = _calendar_days(start, term.amount, paused)
        ended = counted[-1] if counted else start
        return counted, _next_of(ended, term.starts_on) if term.starts_on else ended
    months = term.amount * (12 if term.unit is DayKind.YEARS else 1)
    return None, _pushed(add_months(start, months), paused)


def _working_days(start: date, amount: int, calendar: WorkCalendar, paused: frozenset[date]) -> tuple[date, ...]:
    step = ONE_DAY if amount >= 0 else -ONE_DAY
    days = (day for day in calendar.working_days_after(start, step) if day not in paused)
    return tuple(islice(days, abs(amount)))


def _calendar_days(start: date, amount: int, paused: frozenset[date]) -> tuple[date, ...]:
    step, day = (ONE_DAY if amount >= 0 else -ONE_DAY), start
    counted: list[date] = []
    while len(counted) < abs(amount):
        day += step
        if day not in paused:
            counted.append(day)
    return tuple(counted)


def _pushed(ended: date, paused: frozenset[date]) -> date:
    """Return the last day of a term in months, a day later for each day the clock stood still before it ran out."""
    for day in sorted(paused):
        if day <= ended:
            ended += ONE_DAY
    return ended


def add_months(start: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last day of that month where it has no such day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    last = months_of_the_world.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _next_of(ended: date, days: tuple[tuple[int, int], ...]) -> date:
    """Return the first of the (month, day) pairs after a term of `ended` has run out."""
    coming = (date(year, month, day) for year in (ended.year, ended.year + 1) for month, day in days)
    return min(day for day in coming if day > ended)


def _rolled(ended: date, term: Term, calendar: WorkCalendar) -> date:
    if not term.rolls:
        return ended
    return calendar.nearest_working(ended, ONE_DAY if term.amount >= 0 else -ONE_DAY)


def _paused_days(pauses: tuple[Pause, ...], start: date, term: Term, calendar: WorkCalendar) -> frozenset[date]:
    """Return the days on which the clock stands still, cut at the cap; a pause before the event stops nothing."""
    if pauses and term.amount < 0:
        raise InputError([faults.pause_of_backward()])
    for pause in pauses:
        if pause.last < pause.first:
            raise InputError([faults.pause_backwards(pause.first, pause.last)])
        if (pause.last - pause.first).days > MOST:
            raise InputError([faults.too_far()])
    merged = _merged(pauses)
    if sum((pause.last - pause.first).days for pause in merged) > MOST:
        raise InputError([faults.too_far()])
    days = [day for pause in merged for day in _days_of(pause) if day > start]
    cap = term.pause_cap
    if cap is None:
        return frozenset(days)
    if cap.unit is DayKind.WORKING_DAYS:
        days = [day for day in days if calendar.is_working(day)]
    return frozenset(days[: cap.amount])


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses in order, those that overlap as one: each day is looked at once."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.first):
        if merged and pause.first <= merged[-1].last:
            merged[-1] = Pause(merged[-1].first, max(merged[-1].last, pause.last))
        else:
            merged.append(pause)
    return merged


def _days_of(pause: Pause) -> Iterable[date]:
    return (pause.first + timedelta(days=offset) for offset in range((pause.last - pause.first).days + 1))


def _statuses(calendar: WorkCalendar, days: Iterable[date]) -> dict[int, str]:
    years = sorted({day.year for day in days} & set(calendar.years))
    return {year: calendar.years[year].status for year in years}
