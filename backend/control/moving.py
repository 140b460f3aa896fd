"""An event moves to another day: its dates, its place in the plan, the requests to move it, the notice of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.clock import MOSCOW
from backend.control.models import ControlEvent, EventPlanEntry, Postponement
from backend.permissions import Actor
from backend.procedures.queries import marks
from backend.procedures.runner import SYSTEM, take_step
from calculators.calendar import WorkCalendar, work_calendar, zone_of
from rules.control.postponing import Route
from rules.faults import InputError
from rules.procedures import procedures

NAME, EVENT = "postponement", "control_event"
UNDER_WAY = frozenset({"IN_PROGRESS", "PAUSED", "IMPOSSIBLE"})


def move_event(session: Session, event: ControlEvent, start: datetime, now: datetime, by: str) -> None:
    """Move an event to a new start by its own steps; `by` names the case that caused it.

    A copy that gave way to the official event stands where it stood: a note of it moves nothing.
    """
    if event.merged_into is not None:
        return
    if event.state != "POSTPONED":
        take_step(session, EVENT, event, "postpone", None, SYSTEM, now, by=by)
    event.start_at = start
    session.add(event)
    take_step(session, EVENT, event, "reschedule", None, SYSTEM, now, given={"start_at": start}, by=by)


def postpone_event(session: Session, event: ControlEvent, now: datetime, by: str) -> None:
    """Take an event off its day; the new one is not known yet."""
    if event.state != "POSTPONED" and event.merged_into is None:
        take_step(session, EVENT, event, "postpone", None, SYSTEM, now, by=by)


def follow_new_date(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """After an event got a new start: its other days, its entry in the plan and the notice follow."""
    if event.start_at is not None:
        _move_days(session, event, event.start_at.astimezone(zone_of(event.region or None)).date())
    event.started_at = None
    session.add(event)
    if "NOTIFIED" in marks(session, EVENT, [event.id]).get(event.id, frozenset()):
        take_step(session, EVENT, event, "withdraw_notice", None, SYSTEM, now)
    for request in open_requests(session, event):
        if request.state == "OPEN_ENDED":
            request.cause_ended_on = now.astimezone(MOSCOW).date()
            session.add(request)
            given = {"cause_ended_on": request.cause_ended_on}
            take_step(session, NAME, request, "cause_ended", None, SYSTEM, now, given=given, by=f"{EVENT}:{event.id}")


def settle_postponements(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """Close the requests that came to nothing: one for another day when the event begins, every one when it is over.

    The right of art. 31(8) lasts until the event ends: its beginning does not take it away.
    """
    for request in open_requests(session, event):
        if event.state not in UNDER_WAY or request.route == Route.SHIFT:
            take_step(session, NAME, request, "lapse", None, SYSTEM, now, by=f"{EVENT}:{event.id}")


def open_requests(session: Session, event: ControlEvent) -> list[Postponement]:
    """Return the requests to move an event that are not decided, or whose cause goes on."""
    ended = {code for code, state in procedures()[NAME].states.items() if state.terminal} | {"DRAFT"}
    query = select(Postponement).where(Postponement.event_id == event.id).order_by(col(Postponement.created_at))
    return [row for row in session.exec(query) if row.state not in ended]


def cause_until(session: Session, event: ControlEvent) -> date | None:
    """Return until when the cause lasts for which an event was postponed, None while that is not known."""
    query = select(Postponement).where(Postponement.event_id == event.id, Postponement.route == Route.ABSENCE)
    moved = [row for row in session.exec(query) if row.state in ("OPEN_ENDED", "GRANTED", "WITHDRAWN")]
    last = max(moved, key=lambda row: row.created_at, default=None)
    return (last.cause_ended_on or last.cause_until) if last else None


def _move_days(session: Session, event: ControlEvent, first: date) -> None:
    calendar = work_calendar(event.region or None)
    if event.planned_start and event.planned_end:
        event.planned_end = _last_day(calendar, event.planned_start, event.planned_end, first)
    entry = session.get(EventPlanEntry, event.plan_entry_id) if event.plan_entry_id else None
    if entry is not None:
        if entry.start and entry.end:
            entry.end = _last_day(calendar, entry.start, entry.end, first)
        entry.start = first
        session.add(entry)
    event.planned_start = first


def _last_day(calendar: WorkCalendar, old_first: date, old_last: date, first: date) -> date:
    """Return the last day that leaves as many working days; calendar days where the year's calendar is not known."""
    try:
        left = calendar.count_working_days(old_first, old_last) - calendar.is_working(first)
        days = calendar.working_days_after(first)
        return [first, *(next(days) for _ in range(left))][-1]
    except InputError:
        return first + (old_last - old_first)
