"""Working days: which days a region works, and counting along them. Years that are not known are refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from rules.faults import Fault, InputError
from rules.reading_terms import read_calendars, read_region_zones, read_regional_days_off
from rules.terms import RegionalDayOff, YearCalendar
from rules.text import Text

ONE_DAY = timedelta(days=1)
MOSCOW = "Europe/Moscow"
SATURDAY = 5
FORTY = Fraction(40)


@dataclass(frozen=True)
class WorkCalendar:
    """The production calendars of all known years, with the days off one region adds."""

    years: Mapping[int, YearCalendar]
    regional: tuple[RegionalDayOff, ...] = ()

    def year_of(self, day: date) -> YearCalendar:
        """Return the calendar of the year of `day`.

        Raises:
            InputError: the calendar of that year is not known.
        """
        if day.year not in self.years:
            raise InputError([_unknown_year(day.year, self.years)])
        return self.years[day.year]

    def regional_day_off(self, day: date) -> RegionalDayOff | None:
        """Return the region's own day off on `day`, if it has one."""
        return next((row for row in self.regional if (row.month, row.day) == (day.month, day.day)), None)

    def is_working(self, day: date) -> bool:
        """Return whether `day` is worked.

        Raises:
            InputError: the calendar of that year is not known.

        >>> work_calendar().is_working(date(2025, 11, 1))
        True
        """
        year = self.year_of(day)
        if self.regional and self.regional_day_off(day):
            return False
        return day in year.working_weekends or (day.weekday() < SATURDAY and day not in year.days_off)

    def nearest_working(self, day: date, step: timedelta = ONE_DAY) -> date:
        """Return `day` if it is worked, else the first worked day after it (before it, with a negative step)."""
        while not self.is_working(day):
            day += step
        return day

    def working_days_after(self, day: date, step: timedelta = ONE_DAY) -> Iterator[date]:
        """Yield the worked days after `day`, which is not counted itself (before it, with a negative step)."""
        while True:
            day += step
            if self.is_working(day):
                yield day

    def count_working_days(self, first: date, last: date) -> int:
        """Return how many days from `first` to `last`, both counted, are worked."""
        span = range((last - first).days + 1)
        return sum(self.is_working(first + timedelta(days=offset)) for offset in span)

    def annual_norm_hours(self, year: int, week_hours: Fraction = FORTY) -> Fraction:
        """Return the working hours of a year: a fifth of the week each working day, less an hour on short days.

        Source: Labour Code art. 91, 95; order 588n of 13.08.2009.

        Raises:
            InputError: the calendar of that year is not known.

        >>> work_calendar().annual_norm_hours(2026)
        Fraction(1972, 1)
        """
        days = self.count_working_days(date(year, 1, 1), date(year, 12, 31))
        return days * week_hours / 5 - len(self.years[year].short_days)


def _unknown_year(year: int, known: Mapping[int, YearCalendar]) -> Fault:
    first, last = min(known), max(known)
    return Fault(
        "calendar_unknown",
        "date",
        Text(
            f"Производственный календарь на {year} год не известен, поэтому рабочие дни не посчитать.",
            f"The production calendar of {year} is not known, so working days cannot be counted.",
        ),
        Text(f"Возьмите дату с {first} по {last} год.", f"Take a date from {first} to {last}."),
    )


@cache
def work_calendar(region: str | None = None) -> WorkCalendar:
    """Return the calendar of Russia, or of a region by its code of two digits ("77").

    >>> work_calendar().is_working(date(2026, 11, 4))
    False
    """
    rows = tuple(row for row in read_regional_days_off() if row.region == region)
    return WorkCalendar(read_calendars(), rows)


def version_of(calendar: WorkCalendar) -> str:
    """Return 16 hex digits that change when any day, status of a year or regional day off of a calendar does.

    Short days and the wording of sources move no due date and are left out.
    """
    years = [
        [year.year, year.status, sorted(map(str, year.days_off)), sorted(map(str, year.working_weekends))]
        for _, year in sorted(calendar.years.items())
    ]
    regional = sorted([row.month, row.day] for row in calendar.regional)
    canonical = json.dumps([years, regional], separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@cache
def calendar_version(region: str | None = None) -> str:
    """Return the version of the calendar that `work_calendar(region)` counts by, to keep beside a date it counted.

    A date kept with another version has to be counted again: an official file has come for a provisional year.

    >>> calendar_version() == calendar_version("77") != calendar_version("16")
    True
    """
    return version_of(work_calendar(region))


def zone_of(region: str | None) -> ZoneInfo:
    """Return the time zone in which the authorities of a region work; Moscow's where the region is not known.

    Source: 107-ФЗ art. 5, as kept in rules/calendars/zones.yaml.

    >>> zone_of("41").key, zone_of(None).key
    ('Asia/Kamchatka', 'Europe/Moscow')
    """
    known = read_region_zones().get(region or "")
    return ZoneInfo(known.zone if known else MOSCOW)
