"""A term of the law counted, as a document: from words (a key or a term of one's own, a day, pauses) to the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from calculators.calendar import WorkCalendar, work_calendar
from calculators.deadlines import DueDate, Pause, due_date, term_on
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.reading_terms import read_deadlines
from rules.terms import DayKind, Deadline, RegionalDayOff, Term
from rules.text import Text

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?"
TERM = re.compile(r"\s*(-?[0-9]{1,6})\s+(\w+)\s*")
MOMENT = re.compile(rf"{DAY}({TIME})?")
MOSCOW = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted term and the document that says so."""

    due: DueDate
    document: dict[str, Any]


def count_deadline(
    key: str,
    moment: str,
    *,
    term: str | None = None,
    region: str | None = None,
    timezone: str = MOSCOW,
    pauses: Iterable[str] = (),
    control_type: str | None = None,
) -> Counted:
    """Return when a term ends: that of `key`, or `term` in words («10 working_days»), from a day or a moment.

    Raises:
        InputError: something of it is not what it should be; a year whose calendar is not known.
    """
    start, zone = _moment(moment, "date"), _zone(timezone)
    calendar = work_calendar(_region(region))
    day = start.date() if isinstance(start, datetime) else start
    counted = _own_term(term) if term is not None else term_on(_row(key), day, control_type)
    due = due_date(start, counted, calendar, zone, [_pause(text) for text in pauses])
    return Counted(due, _answer(due, calendar, own=term is not None))


def _answer(due: DueDate, calendar: WorkCalendar, *, own: bool) -> dict[str, Any]:
    term = due.term
    answer: dict[str, Any] = {
        "key": term.key,
        "term": f"{term.amount} {term.unit.value}",
        "due": due.due,
        "last_moment": due.last_moment.isoformat(timespec="seconds"),
        "counted": None if due.counted is None else list(due.counted),
        "rolled_over_from": due.rolled_over_from,
        "source": None if own else term.source,
        "verified": term.verified,
        "calendar": {str(year): status for year, status in due.calendar.items()},
    }
    if calendar.regional:
        answer["regional"] = [_day_off(row) for row in calendar.regional]
    return answer


def _day_off(row: RegionalDayOff) -> dict[str, Any]:
    return {"date": f"{row.month:02}-{row.day:02}", "act": row.act, "verified": row.verified}


def _row(key: str) -> Deadline:
    deadlines = read_deadlines()
    if key in deadlines:
        return deadlines[key]
    near = nearest(key, deadlines)
    known = ", ".join(deadlines)
    remedy = Text(f"Есть: {known}.", f"There are: {known}.")
    if near:
        remedy = Text(f"Может быть, «{near}».", f"Perhaps “{near}”.")
    message = Text(f"Срока «{key}» нет.", f"There is no term “{key}”.")
    raise InputError([Fault("unknown_deadline", "key", message, remedy)])


def _own_term(words: str) -> Term:
    found = TERM.fullmatch(words)
    units = [unit.value for unit in DayKind]
    if found and words.isascii() and found[2] in units:
        return Term(int(found[1]), DayKind(found[2]), "")
    near = (nearest(found[2], units) if found else None) or "working_days"
    message = Text(
        f"«{words}» не срок: нужны целое число и единица.",
        f"“{words}” is no term: a whole number and a unit are needed.",
    )
    remedy = Text(
        f"Единицы: {', '.join(units)}; например, 10 {near}.",
        f"Units: {', '.join(units)}; for example 10 {near}.",
    )
    raise InputError([Fault("not_a_term", "term", message, remedy)])


def _moment(text: str, field: str) -> date | datetime:
    try:
        if not MOMENT.fullmatch(text) or not text.isascii():
            raise ValueError(text)
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise InputError([_not_a_date(text, field)]) from None


def _pause(text: str) -> Pause:
    ends = text.split(":")
    if len(ends) == 2:
        return Pause(_day(ends[0]), _day(ends[1]))
    example = "2026-05-12:2026-05-15"
    message = Text(f"«{text}» не пауза.", f"“{text}” is no pause.")
    remedy = Text(f"Запишите первый и последний день: {example}.", f"Write the first and the last day: {example}.")
    raise InputError([Fault("not_a_pause", "pause", message, remedy)])


def _day(text: str) -> date:
    moment = _moment(text, "pause")
    if isinstance(moment, datetime):
        raise InputError([_not_a_date(text, "pause")])
    return moment


def _region(code: str | None) -> str | None:
    if code is None or re.fullmatch(r"[0-9]{2,3}", code):
        return code
    raise InputError(
        [
            Fault(
                "not_a_region",
                "region",
                Text(f"«{code}» не код региона.", f"“{code}” is no code of a region."),
                Text("Запишите две цифры, например 77.", "Write two digits, for example 77."),
            )
        ]
    )


def _zone(name: str) -> ZoneInfo:
    if name in available_timezones():
        return ZoneInfo(name)
    near = nearest(name, available_timezones()) or "Europe/Moscow"
    raise InputError(
        [
            Fault(
                "unknown_zone",
                "timezone",
                Text(f"Часового пояса «{name}» нет.", f"There is no time zone “{name}”."),
                Text(f"Может быть, {near}.", f"Perhaps {near}."),
            )
        ]
    )


def _not_a_date(text: str, field: str) -> Fault:
    message = Text(f"«{text}» нет в календаре.", f"“{text}” is not in the calendar.")
    remedy = Text(
        "Запишите день так: 2026-05-12, со временем так: 2026-05-12T10:30.",
        "Write a day like 2026-05-12, with a time like 2026-05-12T10:30.",
    )
    return Fault("not_a_date", field, message, remedy)
