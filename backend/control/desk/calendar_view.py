"""The calendar of a body: a table of weeks with its events and absences. It needs neither scripts nor a mouse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.control.desk.coming import absences_of, days_of, inspectors_of, open_events
from backend.control.models import ControlEvent
from calculators.calendar import work_calendar
from rules.faults import InputError

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONTH = re.compile(r"(20[2-9][0-9])-(0[1-9]|1[0-2])")
WEEK_NAME = re.compile(r"(20[2-9][0-9])-W([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks a calendar shows: Mondays, what it is called, and its neighbours' addresses."""

    mondays: tuple[date, ...]
    month: date | None
    before: str
    after: str


def span_of(month: str, week: str, today: date) -> Span:
    """Return the weeks of the month or week an address names; of this month where it names none.

    >>> span_of("2026-12", "", date(2026, 11, 28)).mondays[0], span_of("", "2026-W49", date(2026, 11, 28)).before
    (datetime.date(2026, 11, 30), '?week=2026-W48')
    """
    if (monday := _monday(week)) is not None:
        return Span((monday,), None, f"?week={_week(monday - WEEK)}", f"?week={_week(monday + WEEK)}")
    named = MONTH.fullmatch(month)
    first = date(int(named[1]), int(named[2]), 1) if named else today.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    mondays = [first - timedelta(days=first.weekday())]
    while mondays[-1] + WEEK < after:
        mondays.append(mondays[-1] + WEEK)
    before = (first - DAY).replace(day=1)
    return Span(tuple(mondays), first, f"?month={before:%Y-%m}", f"?month={after:%Y-%m}")


def _monday(week: str) -> date | None:
    """Return the Monday of a week by its name; None where there is no such week."""
    found = WEEK_NAME.fullmatch(week)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def is_week(name: str) -> bool:
    """Whether a year has a week of this name.

    >>> is_week("2026-W53"), is_week("2027-W53")
    (True, False)
    """
    return _monday(name) is not None


def _week(monday: date) -> str:
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def calendar_of(session: Session, body: AuthorityBody, span: Span, today: date) -> dict[str, Any]:
    """Return the weeks with what stands on each day."""
    first, last = span.mondays[0], span.mondays[-1] + 6 * DAY
    people = inspectors_of(session, body)
    events = [event for event in open_events(session, body) if _touches(event, first, last)]
    away = absences_of(session, list(people), first, last)
    names = [(row.first, row.last, people[row.person_id], row.reason) for row in away]
    return {
        "span": span,
        "weeks": [
            {
                "name": _week(monday),
                "first": monday,
                "last": monday + 6 * DAY,
                "days": [
                    _day(day, body, events, names, people, today, span) for day in (monday + n * DAY for n in range(7))
                ],
            }
            for monday in span.mondays
        ],
    }


def _touches(event: ControlEvent, first: date, last: date) -> bool:
    days = days_of(event)
    return days is not None and days[0] <= last and days[1] >= first


def _day(
    day: date,
    body: AuthorityBody,
    events: Sequence[ControlEvent],
    away: Sequence[tuple[date, date, str, str]],
    people: Mapping[str, str],
    today: date,
    span: Span,
) -> dict[str, Any]:
    return {
        "day": day,
        "today": day == today,
        "outside": span.month is not None and day.month != span.month.month,
        "off": _is_off(day, body.region),
        "events": [_line(event, people) for event in events if _begins(event, day)],
        "going_on": []
        if _is_off(day, body.region)
        else [_line(event, people) for event in events if _goes_on(event, day)],
        "away": [{"name": name, "reason": reason} for first, last, name, reason in away if first <= day <= last],
    }


def _line(event: ControlEvent, people: Mapping[str, str]) -> dict[str, Any]:
    """Return an event in a cell: the inspector by name alone, what follows a comma is known to everybody here."""
    who = people.get(event.inspector_id or "", "").partition(",")[0]
    return {"id": event.id, "number": event.number, "name": event.business_name, "who": who, "last": event.planned_end}


def _begins(event: ControlEvent, day: date) -> bool:
    days = days_of(event)
    return days is not None and days[0] == day


def _goes_on(event: ControlEvent, day: date) -> bool:
    return _touches(event, day, day) and not _begins(event, day)


def _is_off(day: date, region: str) -> bool | None:
    """Whether nobody works; None for a year whose calendar is not known."""
    try:
        return not work_calendar(region or None).is_working(day)
    except InputError:
        return None
