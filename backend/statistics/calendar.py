"""Release days: known a year ahead, the same minute for everyone. A day that was told does not move.

A window closes seven days after its last day (marks given on that day still arrive) and is published fourteen days
after it, at 10:00 of Moscow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from backend.clock import MOSCOW
from backend.statistics.store import Store
from backend.statistics.store_tables import calendar
from calculators.release.shapes import Window
from rules.faults import Fault, InputError
from rules.text import Text

QUARTER, YEAR = "quarter", "year"
CLOSES_AFTER, PUBLISHED_AFTER = timedelta(days=7), timedelta(days=14)
CLOSES, PUBLISHED = time(3), time(10)
AHEAD = timedelta(days=366)
CODE = re.compile(r"(20[0-9]{2})(?:Q([1-4]))?")


def window_of(code: str) -> Window:
    """Return the window of a code: a quarter or a year.

    Raises:
        InputError: it is neither.

    >>> window_of("2026Q3").last
    datetime.date(2026, 9, 30)
    """
    found = CODE.fullmatch(code)
    if found is None:
        raise InputError([_no_window(code)])
    year, quarter = int(found[1]), found[2]
    if quarter is None:
        return Window(code, date(year, 1, 1), date(year, 12, 31))
    first = 3 * int(quarter) - 2
    following = date(year + 1, 1, 1) if first == 10 else date(year, first + 3, 1)
    return Window(code, date(year, first, 1), following - timedelta(days=1))


def kind_of(code: str) -> str:
    """Return the kind of release of a window."""
    return QUARTER if "Q" in code else YEAR


def closes_at(window: Window) -> datetime:
    """Return the moment from which answers of a window are frozen.

    >>> closes_at(window_of("2026Q3")).isoformat()
    '2026-10-07T00:00:00+00:00'
    """
    return _moment(window.last + CLOSES_AFTER, CLOSES)


def published_at(window: Window) -> datetime:
    """Return the minute in which a window's release is announced.

    >>> published_at(window_of("2026Q3")).isoformat()
    '2026-10-14T07:00:00+00:00'
    """
    return _moment(window.last + PUBLISHED_AFTER, PUBLISHED)


def bounds(window: Window) -> tuple[datetime, datetime]:
    """Return the first moment of a window and the first one after it: answers count by the day in Moscow."""
    return _moment(window.first, time()), _moment(window.last + timedelta(days=1), time())


def windows(year: int) -> list[Window]:
    """Return the windows of a year: its quarters, then the year itself."""
    return [window_of(code) for code in (*(f"{year}Q{quarter}" for quarter in range(1, 5)), str(year))]


def plan_days(store: Store, now: datetime) -> list[str]:
    """Tell the release days of a year ahead: windows that have not closed yet; return the codes that are new."""
    wanted = [window for window in _coming(now) if closes_at(window) > now]
    return [window.code for window in wanted if enter_day(store, window, kind_of(window.code))]


def enter_day(store: Store, window: Window, kind: str) -> bool:
    """Enter the release day of a window; return False where it stands already."""
    values = {"first_day": window.first, "last_day": window.last, "kind": kind}
    moments = {"closes_at": closes_at(window), "published_at": published_at(window)}
    with store.reading() as connection:
        if _stands(connection, window.code):
            return False
    with store.writing() as connection:
        if _stands(connection, window.code):
            return False
        connection.execute(calendar.insert().values(window=window.code, **values, **moments))
    return True


def closed_windows(store: Store, now: datetime) -> list[Window]:
    """Return the windows of the calendar whose answers are due to be frozen, the first one first."""
    asked = sa.select(calendar).where(calendar.c.closes_at <= now).order_by(calendar.c.closes_at, calendar.c.window)
    with store.reading() as connection:
        return [
            Window(row["window"], row["first_day"], row["last_day"]) for row in connection.execute(asked).mappings()
        ]


def _coming(now: datetime) -> Iterator[Window]:
    year = now.astimezone(MOSCOW).year
    for one in range(year - 1, year + 2):
        yield from (window for window in windows(one) if published_at(window) <= now + AHEAD)


def _stands(connection: sa.Connection, code: str) -> bool:
    return connection.execute(sa.select(calendar.c.window).where(calendar.c.window == code)).first() is not None


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, MOSCOW).astimezone(UTC)


def _no_window(code: str) -> Fault:
    message = Text(f"Окна «{code[:40]}» нет.", f"There is no window “{code[:40]}”.")
    remedy = Text("Квартал пишут 2026Q3, год 2026.", "A quarter is written 2026Q3, a year 2026.")
    return Fault("unknown_window", "window", message, remedy)
