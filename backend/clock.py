"""The clock, as a dependency: whoever needs the time is given it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")


@runtime_checkable
class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the present day in Moscow: the day on which a list is made."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day in Moscow."""
        return self.now().astimezone(MOSCOW).date()


@dataclass
class FixedClock:
    """A clock that stands until it is moved; tests and rehearsals use it."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self.moment

    def today(self) -> date:
        """Return its day in Moscow."""
        return self.moment.astimezone(MOSCOW).date()

    def forward(self, **delta: float) -> None:
        """Move the clock, for example `forward(days=1)`."""
        self.moment += timedelta(**delta)
