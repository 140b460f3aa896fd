"""Events and people of a body: what its desk, calendar and load are made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.authorities.models import AuthorityBody
from backend.control.cases.binding import people_with
from backend.control.desk.conflicts import Away, Visit
from backend.control.models import ControlEvent, InspectorAbsence
from backend.risk.models import Source
from calculators.calendar import zone_of
from rules.procedures import procedures
from rules.roles import Role

NAME = "control_event"


def ended_states() -> list[str]:
    """Return the states in which an event is over."""
    return [code for code, state in procedures()[NAME].states.items() if state.terminal]


def open_events(session: Session, body: AuthorityBody) -> Sequence[ControlEvent]:
    """Return the official events of a body that are not over, by the day they begin."""
    query = select(ControlEvent).where(
        ControlEvent.body_id == body.id,
        ControlEvent.source != Source.BUSINESS,
        col(ControlEvent.state).not_in(ended_states()),
    )
    undated = col(ControlEvent.planned_start).is_(None)
    return session.exec(query.order_by(undated, col(ControlEvent.planned_start), col(ControlEvent.number))).all()


def other_bodies_events(session: Session, body: AuthorityBody, inns: set[str]) -> Sequence[ControlEvent]:
    """Return the official events of other bodies at these businesses that the register shows: scheduled or going on."""
    if not inns:
        return []
    query = select(ControlEvent).where(
        col(ControlEvent.inn).in_(inns),
        col(ControlEvent.body_id).is_distinct_from(body.id),
        ControlEvent.source != Source.BUSINESS,
        col(ControlEvent.registry_number).is_not(None),
        col(ControlEvent.state).in_(("SCHEDULED", "IN_PROGRESS", "PAUSED")),
    )
    return session.exec(query).all()


def inspectors_of(session: Session, body: AuthorityBody) -> dict[str, str]:
    """Return the inspectors of a body: id and name, by name."""
    ids = people_with(session, Role.INSPECTOR, body.authority, body.region)
    people = session.exec(select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.name))).all()
    return {one.id: one.name for one in people}


def absences_of(session: Session, people: Sequence[str], first: date, last: date) -> Sequence[InspectorAbsence]:
    """Return the absences of people that touch these days."""
    query = select(InspectorAbsence).where(
        col(InspectorAbsence.person_id).in_(list(people)),
        col(InspectorAbsence.last) >= first,
        col(InspectorAbsence.first) <= last,
    )
    return session.exec(query.order_by(col(InspectorAbsence.first))).all()


def days_of(event: ControlEvent) -> tuple[date, date] | None:
    """Return the first and the last day of an event; None while it has none, as when it waits for a new date."""
    start = event.planned_start
    if start is None or event.state == "POSTPONED":
        return None
    return start, max(start, event.planned_end or start)


def visit_of(event: ControlEvent) -> Visit:
    """Return an event as calendars see it."""
    days = days_of(event)
    return Visit(
        id=event.id,
        number=event.number,
        name=event.business_name,
        inn=event.inn,
        address=event.address,
        body=event.body_id or "",
        body_name=event.authority_name,
        kind=event.kind,
        inspector=event.inspector_id,
        first=days[0] if days else None,
        last=event.planned_end if days else None,
        hours=event.hours_planned,
        size=event.size,
        ground=event.ground,
    )


def away_of(row: InspectorAbsence) -> Away:
    """Return an absence as calendars see it."""
    return Away(row.person_id, row.first, row.last)


def today_at(body: AuthorityBody, now: datetime) -> date:
    """Return the present day where a body sits: its desk begins and ends with it."""
    return now.astimezone(zone_of(body.region or None)).date()


def day_of(event: ControlEvent) -> date | None:
    """Return the day an event begins, in its own zone; None while it waits for a new date."""
    if event.state == "POSTPONED":
        return None
    if event.start_at is not None:
        return event.start_at.astimezone(zone_of(event.region or None)).date()
    return event.planned_start


def time_of(event: ControlEvent) -> time | None:
    """Return the hour it begins, in its own zone; None while that is not set."""
    return _local(event.start_at, event).time() if event.start_at is not None and day_of(event) else None


def _local(moment: datetime, event: ControlEvent) -> datetime:
    return moment.astimezone(zone_of(event.region or None))
