"""A term of the law counted, as a document: from words (a key or a term of one's own, a day, pauses) to the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from calculators.calendar import WorkCalendar, version_of, work_calendar, zone_of
from calculators.deadline_faults import unknown_key
from calculators.deadlines import DueDate, Pause, due_date, term_for
from rules.control import control_type as find_control_type
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.reading_terms import read_deadlines, read_region_zones
from rules.terms import DayKind, RegionalDayOff, Term
from rules.text import Text

W = TypeVar("W")
R = TypeVar("R")
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([+-][0-9]{2}:[0-9]{2}|Z)?"
TERM = re.compile(r"\s*(-?[0-9]{1,6})\s+(\w+)\s*")
MOMENT = re.compile(rf"{DAY}({TIME})?")


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
    timezone: str | None = None,
    pauses: Iterable[str] = (),
    control_type: str | None = None,
) -> Counted:
    """Return when a term ends: that of `key`, or `term` in words («10 working_days», no `key`), from a day or moment.

    Without `timezone` the day ends as in the region's time zone; without a region too, as in Moscow.

    Raises:
        InputError: every word that is not what it should be; else a year whose calendar is not known, or a term that
            is not set or not in force.

    >>> count_deadline("appeal.file", "2026-04-09").document["due"]
    datetime.date(2026, 5, 12)
    """
    reading = _Reading()
    start = reading.of(_moment, moment)
    region = reading.of(_region, region)
    zone = reading.of(zone_of, region) if timezone is None else reading.of(_zone, timezone)
    type_ = None if control_type is None else reading.of(find_control_type, control_type)
    own = reading.of(_known, key) if term is None else reading.of(_own_term, term)
    stops = [reading.of(_pause, text) for text in pauses]
    reading.faults += [_two_terms(key)] if key and term is not None else []
    if reading.faults or start is None or zone is None:
        raise InputError(reading.faults)
    calendar, counted = work_calendar(region), own or term_for(key, _day_in(start, zone), type_)
    due = due_date(start, counted, calendar, zone, [stop for stop in stops if stop])
    return Counted(due, _answer(due, calendar, zone, own=own is not None))


@dataclass(slots=True)
class _Reading:
    """Words read one by one; what is wrong with each is kept, so that all of it is told at once."""

    faults: list[Fault] = field(default_factory=list)

    def of(self, read: Callable[[W], R], word: W) -> R | None:
        """Return what a word says, None where it says nothing."""
        try:
            return read(word)
        except InputError as wrong:
            self.faults += wrong.faults
            return None


def _known(key: str) -> None:
    """Refuse a key that no term has; which edition holds is seen when everything is read."""
    if key not in read_deadlines():
        raise InputError([unknown_key(key, read_deadlines())])


def _day_in(start: date | datetime, zone: ZoneInfo) -> date:
    """Return the day of the event in the authority's zone: by it the edition of the term is chosen."""
    if not isinstance(start, datetime):
        return start
    return start.astimezone(zone).date() if start.tzinfo else start.date()


def _answer(due: DueDate, calendar: WorkCalendar, zone: ZoneInfo, *, own: bool) -> dict[str, Any]:
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
        "calendar_version": version_of(calendar),
        "timezone": zone.key,
    }
    if not own:
        row = read_deadlines()[term.key or ""]
        answer |= {"title": row.title.as_dict(), "anchor": row.anchor.as_dict(), "who": row.who}
    if calendar.regional:
        answer["regional"] = [_day_off(row) for row in calendar.regional]
    return answer


def _day_off(row: RegionalDayOff) -> dict[str, Any]:
    return {"date": f"{row.month:02}-{row.day:02}", "act": row.act, "verified": row.verified}


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


def _moment(text: str, name: str = "date") -> date | datetime:
    try:
        if not MOMENT.fullmatch(text) or not text.isascii():
            raise ValueError(text)
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise InputError([_not_a_date(text, name)]) from None


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
    if code is None or code in read_region_zones():
        return code
    message = Text(f"«{code}» не код региона.", f"“{code}” is no code of a region.")
    remedy = Text("Запишите две цифры, как в ФНС, например 77.", "Write two digits as the tax service does: 77.")
    raise InputError([Fault("not_a_region", "region", message, remedy)])


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


def _two_terms(key: str) -> Fault:
    message = Text(f"Даны и срок «{key}», и свой срок.", f"Both “{key}” and a term of one's own are given.")
    return Fault("only_one", "key", message, Text("Оставьте key или term.", "Keep key or term."))


def _not_a_date(text: str, name: str) -> Fault:
    message = Text(f"«{text}» нет в календаре.", f"“{text}” is not in the calendar.")
    remedy = Text(
        "Запишите день так: 2026-05-12, со временем так: 2026-05-12T10:30.",
        "Write a day like 2026-05-12, with a time like 2026-05-12T10:30.",
    )
    return Fault("not_a_date", name, message, remedy)
