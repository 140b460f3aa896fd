"""Freeze production calendars into rules/calendars from the package `holidays` (a development dependency).

Run from the project's root: python tests/rules/freeze_calendars.py
Official years follow the Government's transfers; provisional ones hold Labour Code art. 112 alone.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import holidays

OFFICIAL = range(2020, 2028)
PROVISIONAL = range(2028, 2034)
FOLDER = Path(__file__).parents[2] / "rules" / "calendars"
ONE_DAY = timedelta(days=1)
SATURDAY = 5
FIXED = [(1, day) for day in range(1, 9)] + [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]


def statutory_holidays(year: int) -> set[date]:
    """Return the days of Labour Code art. 112, part 1."""
    return {date(year, month, day) for month, day in FIXED}


def moved_weekends(year: int) -> set[date]:
    """Return the working days off that follow a holiday on a weekend; those of January the Government moves itself."""
    off = statutory_holidays(year)
    moved: set[date] = set()
    for holiday in sorted(off):
        if holiday.month > 1 and holiday.weekday() >= SATURDAY:
            day = holiday + ONE_DAY
            while day.weekday() >= SATURDAY or day in off | moved:
                day += ONE_DAY
            moved.add(day)
    return moved


def substitutions(year: int) -> dict[date, date]:
    """Return day off → the weekend day it was moved from, as the Government's resolution of the year has it."""
    named = holidays.country_holidays("RU", years=year, language="en_US").items()
    marker = "Day off (substituted from "
    return {
        day: datetime.strptime(name[len(marker) : -1], "%m/%d/%Y").date()  # noqa: DTZ007
        for day, name in named
        if name.startswith(marker)
    }


def short_days(year: int, off: set[date], worked: dict[date, date]) -> set[date]:
    """Return working eves of holidays, and the working weekends that stand in for such an eve (art. 95)."""
    eves = {holiday - ONE_DAY for holiday in [*statutory_holidays(year), date(year + 1, 1, 1)]}
    working_eves = {day for day in eves if day.weekday() < SATURDAY and day not in off and day.year == year}
    return working_eves | {weekend for weekend, day in worked.items() if day in eves}


def frozen(year: int) -> dict[str, object]:
    """Return the calendar of one year as its file holds it."""
    official = year in OFFICIAL
    moves = substitutions(year) if official else {}
    worked = {source: day for day, source in moves.items() if source not in statutory_holidays(year)}
    worked = {weekend: day for weekend, day in worked.items() if weekend in working_weekends(year)}
    off = set(holidays.country_holidays("RU", years=year)) if official else statutory_holidays(year)
    if not official:
        off |= moved_weekends(year)
    return {
        "year": year,
        "status": "official" if official else "provisional",
        "source": "ТК РФ, ст. 112, и постановление Правительства о переносе выходных дней"
        if official
        else "ТК РФ, ст. 112, без переносов Правительства",
        "days_off": sorted(day.isoformat() for day in off),
        "working_weekends": sorted(day.isoformat() for day in worked),
        "short_days": sorted(day.isoformat() for day in short_days(year, off, worked)),
    }


def working_weekends(year: int) -> set[date]:
    """Return the weekend days that are worked in exchange for a day off."""
    return set(holidays.country_holidays("RU", years=year).weekend_workdays)


if __name__ == "__main__":
    for year in [*OFFICIAL, *PROVISIONAL]:
        text = json.dumps(frozen(year), ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{year}.json").write_text(text, encoding="utf-8")
