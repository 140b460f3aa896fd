"""Calendars for other programs: titles, days and why they moved; nothing of whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from litestar import Response

from backend.assessments.agenda import Entry
from rules.text import Text

NAME = Text("Ясно: сроки", "Yasno: due dates")
MEDIA_TYPE = "text/calendar"  # the server adds the charset
REFRESH = timedelta(hours=12)


def calendar_of(entries: Iterable[Entry], language: str, now: datetime) -> bytes:
    """Return entries as an iCalendar document (RFC 5545): whole days that block no time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Yasno//due dates//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME.in_(language))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language, now))
    document: bytes = calendar.to_ical()
    return document


def _event(entry: Entry, language: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title.in_(language))
    if entry.note is not None:
        event.add("description", entry.note.in_(language))
    event.add("transp", "TRANSPARENT")
    return event


def download(document: bytes, name: str) -> Response[bytes]:
    """Return a calendar as a file to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(document, media_type=MEDIA_TYPE, headers=headers)
