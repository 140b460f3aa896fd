"""Days and moments of the demo's control stories: written from today or from a start, in working days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from backend.clock import MOSCOW
from calculators.calendar import WorkCalendar, work_calendar
from rules.faults import InputError

WRITTEN = re.compile(r"@(?P<from>[wdhsc])(?P<by>[+-][0-9]+)(?: (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Reads what the stories write.

    `@w-3` is three working days before today, `@d+10` ten days after it, `@h-5` five hours ago, `@s+2` two working
    days after the start of the story, `@c-1` the calendar day before it; with an hour it is a moment in Moscow.
    """

    now: datetime
    start: date | None = None

    @property
    def today(self) -> date:
        """Return the day in Moscow."""
        return self.now.astimezone(MOSCOW).date()

    def from_start(self, by: int) -> Times:
        """Return the same times for a story that starts `by` working days from today."""
        return Times(self.now, working_day(self.today, by))

    def read(self, value: Any) -> Any:
        """Return a value with every written day and moment in it as a form would send it."""
        if isinstance(value, Mapping):
            return {name: self.read(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.read(one) for one in value]
        if isinstance(value, str) and WRITTEN.fullmatch(value):
            found = self.moment(value)
            return found.strftime("%Y-%m-%dT%H:%M") if isinstance(found, datetime) else found.isoformat()
        return value

    def at(self, written: str) -> datetime:
        """Return when something was done: never later than now."""
        found = self.moment(written)
        moment = found if isinstance(found, datetime) else datetime.combine(found, time(10), MOSCOW)
        return min(moment, self.now)

    def moment(self, written: str) -> date | datetime:
        """Return the day or the moment that is written."""
        found = WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"not a time of the demo: {written}")
        by = int(found["by"])
        if found["from"] == "h":
            return (self.now + timedelta(hours=by)).astimezone(MOSCOW)
        day = self._day(found["from"], by)
        return datetime.combine(day, time(int(found["hour"]), int(found["minute"])), MOSCOW) if found["hour"] else day

    def _day(self, origin: str, by: int) -> date:
        if origin == "d":
            return self.today + by * ONE_DAY
        if origin == "c":
            return (self.start or self.today) + by * ONE_DAY
        return working_day(self.start if origin == "s" and self.start else self.today, by)


def working_day(day: date, by: int) -> date:
    """Return the day that many working days away; none away is the day itself, or the last working day before it."""
    calendar, step = work_calendar("77"), ONE_DAY if by >= 0 else -ONE_DAY
    while not _works(calendar, day):
        day -= ONE_DAY
    for _ in range(abs(by)):
        day += step
        while not _works(calendar, day):
            day += step
    return day


def _works(calendar: WorkCalendar, day: date) -> bool:
    """Whether people work on a day; in a year without a calendar that is Monday to Friday."""
    try:
        return calendar.is_working(day)
    except InputError:
        return day.weekday() < 5
