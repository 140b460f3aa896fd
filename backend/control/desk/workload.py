"""Load of inspectors by week: days and hours on events. Not results: nothing here counts what was found (30(7))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.control.desk.coming import absences_of, days_of, inspectors_of, open_events
from calculators.calendar import WorkCalendar, work_calendar
from rules.faults import InputError

WEEKS = 8
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A week of an inspector: days on events, hours planned (None where an event names none), days away."""

    days: int
    hours: Decimal | None
    away: int


def workload(session: Session, body: AuthorityBody, today: date) -> dict[str, Any]:
    """Return inspectors by weeks, in the order of their names."""
    mondays = [today - timedelta(days=today.weekday()) + n * WEEK for n in range(WEEKS)]
    last = mondays[-1] + 6 * DAY
    people, calendar = inspectors_of(session, body), work_calendar(body.region or None)
    jobs = [
        (event.inspector_id, _working_days(calendar, *days), event.hours_planned)
        for event in open_events(session, body)
        if (days := days_of(event)) is not None and days[0] <= last
    ]
    away = [
        (row.person_id, _working_days(calendar, max(row.first, mondays[0]), min(row.last, last)))
        for row in absences_of(session, list(people), mondays[0], last)
    ]
    rows = [
        {
            "id": one,
            "name": name,
            "cells": [_cell([job[1:] for job in jobs if job[0] == one], away, one, monday) for monday in mondays],
        }
        for one, name in people.items()
    ]
    return {"mondays": mondays, "rows": rows}


def _cell(
    jobs: Sequence[tuple[list[date], Decimal | None]], away: Sequence[tuple[str, list[date]]], who: str, monday: date
) -> Cell:
    busy: set[date] = set()
    hours: Decimal | None = Decimal(0)
    for days, planned in jobs:
        here = [day for day in days if monday <= day < monday + WEEK]
        busy.update(here)
        if here:
            hours = None if hours is None or planned is None else hours + planned * len(here) / len(days)
    gone = {day for one, days in away if one == who for day in days if monday <= day < monday + WEEK}
    return Cell(len(busy), hours.quantize(Decimal("0.1")) if hours is not None else None, len(gone))


def _working_days(calendar: WorkCalendar, first: date, last: date | None) -> list[date]:
    """Return the working days from the first to the last; every day where the year's calendar is not known."""
    count = min(((last or first) - first).days, LONGEST)
    days = [first + n * DAY for n in range(count + 1)]
    try:
        return [day for day in days if calendar.is_working(day)] or days[:1]
    except InputError:
        return days
