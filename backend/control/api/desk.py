"""The desk of a body for programs: its calendar, its load, what does not fit together, what waits for a decision.

Days and names alone: nothing here counts what events found, and nobody is ranked (30(7)).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import QueryParameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import plain
from backend.control.desk.calendar_view import MONTH, Span, calendar_of, is_week, span_of
from backend.control.desk.coming import open_events, today_at
from backend.control.desk.conflicts import Clash
from backend.control.desk.desk_view import conflicts, decisions
from backend.control.desk.workload import Cell, workload
from backend.control.sides import staff_body
from backend.permissions import Actor, Permission
from backend.web.api_schemas import TextOut
from backend.web.calls import Api
from backend.web.context import AnyRequest
from backend.web.etags import shown, tag_of
from backend.web.openapi import BASE, reads
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import InputError
from rules.shapes import wrong

READ = Permission.CONTROL_BY_KEY
HOME = f"{BASE}/control-desk"
Month = Annotated[str, QueryParameter(name="month", description="As 2026-12; the present one when left out")]
Week = Annotated[str, QueryParameter(name="week", description="One week instead of a month, as 2026-W50")]


class DeskEventOut(BaseModel):
    """An event on a day: what it is of, who goes, until when."""

    id: str
    number: int
    business_name: str
    inspector: str = Field(description="Empty while nobody is named", examples=["Олег Рыбаков"])
    last: date | None


class DeskAwayOut(BaseModel):
    """Who is absent on a day."""

    inspector: str
    reason: str


class DeskDayOut(BaseModel):
    """A day: events that begin on it, events that go on, who is away."""

    day: date
    off: bool | None = Field(description="Nobody works; null for a year whose calendar is not known")
    begin: list[DeskEventOut]
    go_on: list[DeskEventOut]
    away: list[DeskAwayOut]


class DeskWeekOut(BaseModel):
    """A week, Monday first."""

    week: str = Field(examples=["2026-W50"])
    days: list[DeskDayOut]


class DeskCalendarOut(BaseModel):
    """The weeks asked for; `before` and `after` are the month or the week beside them, to be asked for likewise."""

    month: str | None
    weeks: list[DeskWeekOut]
    before: str
    after: str


class DeskLoadWeekOut(BaseModel):
    """A week of an inspector."""

    first: date
    days: int = Field(description="Working days on events")
    hours: str | None = Field(description="Planned on events; null where one of them names none", examples=["12.0"])
    away: int = Field(description="Working days absent")


class DeskLoadOut(BaseModel):
    """Coming weeks of an inspector."""

    id: str
    name: str
    weeks: list[DeskLoadWeekOut]


class DeskWorkloadOut(BaseModel):
    """Inspectors in the order of their names."""

    items: list[DeskLoadOut]


class EventNumberOut(BaseModel):
    """An event by its number."""

    id: str
    number: int


class DeskConflictOut(BaseModel):
    """What does not fit: of which events, from which day, and what to do."""

    day: date
    what: TextOut
    remedy: TextOut
    business_name: str | None = Field(description="Null where it is about the days of an inspector")
    inspector: str | None
    events: list[EventNumberOut]


class DeskConflictPage(BaseModel):
    """The nearest day first."""

    items: list[DeskConflictOut]
    next: str | None


class DeskDecisionOut(BaseModel):
    """A case that waits for the body; its steps are at `/cases/{procedure}/{id}`."""

    procedure: str = Field(examples=["postponement"])
    id: str
    title: TextOut
    about: TextOut
    state: TextOut
    due: datetime | None


class DeskDecisionPage(BaseModel):
    """The nearest end of a term first."""

    items: list[DeskDecisionOut]
    next: str | None


class Desk(Api):
    """What the desk of an inspector or a head shows."""

    path = HOME
    tags = ["control"]

    @get("/calendar", **reads(READ, "Events and absences of the body by days", DeskCalendarOut, tagged=True))
    def show_desk_calendar(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, month: Month = "", week: Week = ""
    ) -> Response[bytes]:
        """Return whole weeks: those of a month, or one."""
        body = staff_body(session, actor)
        _check_span(month, week)
        today = today_at(body, clock.now())
        span = span_of(month, week, today)
        return shown(request, _calendar(calendar_of(session, body, span, today), span))

    @get("/workload", **reads(READ, "Who is how busy in the coming eight weeks", DeskWorkloadOut, tagged=True))
    def show_desk_workload(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return days and hours on events by inspector and week, no results of them."""
        body = staff_body(session, actor)
        found = workload(session, body, today_at(body, clock.now()))
        return shown(request, {"items": [_load(row, found["mondays"]) for row in found["rows"]]})

    @get("/conflicts", **reads(READ, "What does not fit in the coming events", DeskConflictPage, tagged=True))
    def list_desk_conflicts(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return visits to join, inspectors in two places or away, hours over the cap of the law."""
        body = staff_body(session, actor)
        found = conflicts(session, body, open_events(session, body), today_at(body, clock.now()))
        items = [_conflict(one["clash"], one["inspector"]) for one in found]
        part = page_of(items, _key, cursor, limit, ["desk-conflicts", body.id])
        return shown(request, {"items": part.items, "next": part.next})

    @get("/decisions", **reads(READ, "Cases that wait for the body", DeskDecisionPage, tagged=True))
    def list_desk_decisions(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return requests to move, motions, objections, papers that came."""
        body = staff_body(session, actor)
        rows = decisions(session, actor, body, open_events(session, body), clock.now())
        part = page_of(rows, lambda row: row["id"], cursor, limit, ["desk-decisions", body.id])
        return shown(request, {"items": [_decision(row) for row in part.items], "next": part.next})


def _check_span(month: str, week: str) -> None:
    """Refuse what is no month or week, and both at once.

    Raises:
        InputError: named by its parameter.
    """
    faults = []
    if month and (week or not MONTH.fullmatch(month)):
        faults.append(wrong("month", month, "месяц, как 2026-12, без week", "a month such as 2026-12, without week"))
    if week and not is_week(week):
        faults.append(wrong("week", week, "неделя, как 2026-W50", "a week such as 2026-W50"))
    if faults:
        raise InputError(faults)


def _calendar(found: Mapping[str, Any], span: Span) -> dict[str, Any]:
    weeks = [{"week": week["name"], "days": [_day(day) for day in week["days"]]} for week in found["weeks"]]
    beside = {"before": span.before.partition("=")[2], "after": span.after.partition("=")[2]}
    return {"month": f"{span.month:%Y-%m}" if span.month else None, "weeks": weeks, **beside}


def _day(day: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "day": day["day"],
        "off": day["off"],
        "begin": [_event(one) for one in day["events"]],
        "go_on": [_event(one) for one in day["going_on"]],
        "away": [{"inspector": one["name"], "reason": one["reason"]} for one in day["away"]],
    }


def _event(one: Mapping[str, Any]) -> dict[str, Any]:
    about = {"business_name": one["name"], "inspector": one["who"], "last": one["last"]}
    return {"id": one["id"], "number": one["number"], **about}


def _load(row: Mapping[str, Any], mondays: list[date]) -> dict[str, Any]:
    weeks = [_week(monday, cell) for monday, cell in zip(mondays, row["cells"], strict=True)]
    return {"id": row["id"], "name": row["name"], "weeks": weeks}


def _week(monday: date, cell: Cell) -> dict[str, Any]:
    return {"first": monday, "days": cell.days, "hours": plain(cell.hours), "away": cell.away}


def _conflict(clash: Clash, inspector: str | None) -> dict[str, Any]:
    return {
        "day": clash.day,
        "what": clash.what.as_dict(),
        "remedy": clash.remedy.as_dict(),
        "business_name": None if clash.inspector else clash.name,
        "inspector": inspector,
        "events": [{"id": id_, "number": number} for id_, number in clash.events or ((clash.id, clash.number),)],
    }


def _key(one: Mapping[str, Any]) -> str:
    """Return the conflict's own mark, short enough for a cursor: no two say the same of the same events."""
    return tag_of([one["day"], one["what"], one["events"]])


def _decision(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: plain(row[name]) for name in ("title", "about", "state")}
    return {"procedure": row["procedure"], "id": row["id"], **words, "due": row["due_at"]}


ROUTES = [Desk]
