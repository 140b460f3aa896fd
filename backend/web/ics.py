"""Calendars for other programs (RFC 5545): titles, days and moments; nothing of whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event
from litestar import Response

from rules.text import Text

NAME = Text("Ясно: сроки", "Yasno: due dates")
MEDIA_TYPE = "text/calendar"  # the server adds the charset
REFRESH = timedelta(hours=12)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on a day, over days, or at a moment.

    `uid` stays when the thing moves, `sequence` grows by one with each move: so it moves in people's calendars too.
    `start` is a day, or an aware moment in the authority's time zone; `end` is the last day counted, or the moment of
    the end. A thing that will not be stays, as cancelled, with a higher `sequence`. `busy`: it takes the time it says.
    """

    uid: str
    title: Text
    start: date | datetime
    end: date | datetime | None = None
    sequence: int = 0
    note: Text | None = None
    cancelled: bool = False
    busy: bool = False


def uid_of(*parts: object) -> str:
    """Return a stable name of an entry that tells nothing of what it is made of; give a secret or random id too.

    >>> uid_of("b1", "plan") == uid_of("b1", "plan") != uid_of("b2", "plan")
    True
    """
    seed = "\n".join(map(str, parts))
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@yasno"


def calendar_of(entries: Iterable[CalendarEntry], language: str, now: datetime, name: Text = NAME) -> bytes:
    """Return entries as an iCalendar document. No alarms: whoever follows it sets their own.

    Raises:
        ValueError: a moment without a time zone, or an entry that ends before it starts.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Yasno//due dates//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name.in_(language))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language, now))
    calendar.add_missing_timezones()
    document: bytes = calendar.to_ical()
    return document


def _event(entry: CalendarEntry, language: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.start)
    end = _end_of(entry)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", entry.title.in_(language))
    if entry.note is not None:
        event.add("description", entry.note.in_(language))
    if entry.cancelled:
        event.add("status", "CANCELLED")
    event.add("transp", "OPAQUE" if entry.busy and not entry.cancelled else "TRANSPARENT")
    return event


def _end_of(entry: CalendarEntry) -> date | datetime | None:
    """Return the end as the format wants it: the day after the last one, or the moment; a mere moment has none."""
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and start.tzinfo is None:
        raise ValueError("a moment in a calendar needs its time zone")
    if end is None:
        return None if isinstance(start, datetime) else start + ONE_DAY
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise ValueError("an entry starts and ends on days, or at moments, not one of each")
    if end < start:
        raise ValueError("an entry cannot end before it starts")
    return end if isinstance(end, datetime) else end + ONE_DAY


def download(document: bytes, name: str) -> Response[bytes]:
    """Return a calendar as a file to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(document, media_type=MEDIA_TYPE, headers=headers)
