"""The desk of inspectors and heads: today, what comes, what has to be decided, what does not fit together.

Nearest term first. Nothing here counts checks, breaches or fines, and nobody is ranked (30(7)).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.control.cases.ends import End, ends_of
from backend.control.cases.kinds import CaseKind, case_kinds
from backend.control.cases.naming import event_title, named_case, state_name
from backend.control.cases.stepping import CaseSeen
from backend.control.desk.coming import (
    absences_of,
    away_of,
    day_of,
    inspectors_of,
    open_events,
    other_bodies_events,
    time_of,
    today_at,
    visit_of,
)
from backend.control.desk.conflicts import clashes
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.permissions import Actor
from backend.web import formats
from rules.control.asking import hours_cap
from rules.control.event_reading import event_rules
from rules.procedures import procedures, waiting_for
from rules.roles import Role
from rules.text import Text

NAME = "control_event"
AHEAD, MOST = timedelta(days=14), 200
STAFF = frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD})
UNDER_WAY = frozenset({"IN_PROGRESS", "PAUSED", "IMPOSSIBLE", "REPORT_PENDING"})
COMING = frozenset({"SCHEDULED", "POSTPONED"})
HEAD_DECIDES = frozenset({"DRAFTED", "READY_FOR_APPROVAL"})
# Events of the plan stand on the desk as events; as entries they wait for their day, not for a decision.
NO_DECISION = frozenset({NAME, "event_plan_entry"})


def desk(session: Session, actor: Actor, body: AuthorityBody, now: datetime) -> dict[str, Any]:
    """Return the desk of an actor's body."""
    today = today_at(body, now)
    events = open_events(session, body)
    due = ends_of(session, NAME, {event.id: event.state for event in events}, now)
    rows = [_row(event, due.get(event.id), today, now) for event in events]
    ordered = sorted(rows, key=lambda row: (row["due_at"] or now + timedelta(days=9999), row["number"]))
    return {
        "body": body,
        "head": Role.AUTHORITY_HEAD in actor.roles,
        "today": sorted((row for row in rows if row["today"]), key=lambda row: (row["time"] is None, row["time"])),
        "running": [row for row in ordered if row["state"] in UNDER_WAY and not row["today"]],
        "coming": [row for row in rows if _comes(row, today)],
        "to_sign": [row for row in ordered if row["state"] in HEAD_DECIDES],
        "preparing": [row for row in ordered if row["state"] == "PREPARING"],
        "with_prosecutor": [row for row in ordered if row["state"] == "ON_APPROVAL"],
        "decide": decisions(session, actor, body, events, now),
        "clashes": conflicts(session, body, events, today),
    }


def _comes(row: dict[str, Any], today: date) -> bool:
    return row["state"] in COMING and not row["today"] and (row["day"] is None or row["day"] <= today + AHEAD)


def _row(event: ControlEvent, due: End | None, today: date, now: datetime) -> dict[str, Any]:
    day = day_of(event)
    return {
        "id": event.id,
        "number": event.number,
        "name": event.business_name,
        "title": event_title(event),
        "state": event.state,
        "state_name": state_name(NAME, event.state),
        "address": event.address,
        "day": day,
        "time": time_of(event),
        "today": day == today and event.state in (COMING | UNDER_WAY),
        "blocks": _blocks(event),
        "hours": _hours(event),
        "due_at": due.at if due else None,
        "due": due.said(now) if due else None,
    }


def _blocks(event: ControlEvent) -> Text | None:
    """Return what keeps an event from beginning."""
    if not event.registry_number:
        return Text("нет номера, начинать нельзя", "no number: it may not begin")
    if event.signed_by is None and event.decision_number is None:
        return Text("нет решения, начинать нельзя", "no decision: it may not begin")
    return None


def _hours(event: ControlEvent) -> Text | None:
    """Return the hours spent against the cap of the law; hours that nobody wrote down are not none."""
    known = event.kind in event_rules().kinds and event.size
    cap = hours_cap(event.kind, str(event.size), event.ground) if known else None
    if cap is None:
        return None
    if event.hours_spent is None:
        return Text(f"не больше {cap.hours}\u00a0ч", f"at most {cap.hours}\u00a0h")
    ru, en = (formats.number(event.hours_spent, language) for language in ("ru", "en"))
    return Text(f"{ru} из {cap.hours}\u00a0ч", f"{en} of {cap.hours}\u00a0h")


def decisions(
    session: Session, actor: Actor, body: AuthorityBody, events: Sequence[ControlEvent], now: datetime
) -> list[dict[str, Any]]:
    """Return the cases that wait for this body's staff: requests to move, motions, objections; nearest term first."""
    found = [
        line
        for kind in case_kinds().values()
        if kind.procedure not in NO_DECISION
        for line in _waiting(session, actor, body, kind, now)
    ]
    return sorted(found, key=lambda line: line["due_at"] or now + timedelta(days=9999))


def _waiting(
    session: Session, actor: Actor, body: AuthorityBody, kind: CaseKind, now: datetime
) -> Iterable[dict[str, Any]]:
    today, table = today_at(body, now), procedures()[kind.procedure]
    states = [code for code in table.states if _waits_for_staff(kind.procedure, code)]
    query = _of_body(kind, body)
    if query is None or not states:
        return []
    rows = session.exec(query.where(col(kind.model.state).in_(states)).limit(MOST)).all()
    mine = [row for row in rows if kind.side(session, actor, row, today) is Side.AUTHORITY]
    due = ends_of(session, kind.procedure, {row.id: row.state for row in mine}, now)
    return [_line(session, kind, row, due.get(row.id), now) for row in mine if not kind.own_copy(session, row)]


def _waits_for_staff(procedure: str, state: str) -> bool:
    table = procedures()[procedure]
    if state == table.initial:
        return False
    waiting = waiting_for(table, state)
    return waiting is not None and bool(STAFF & set(waiting.whom))


def _of_body(kind: CaseKind, body: AuthorityBody) -> Any:
    """Return the query of a body's cases of a kind; None for a kind that names neither body nor event."""
    if hasattr(kind.model, "body_id"):
        return select(kind.model).where(kind.model.body_id == body.id)
    if hasattr(kind.model, "event_id"):
        mine = select(ControlEvent.id).where(ControlEvent.body_id == body.id)
        return select(kind.model).where(col(kind.model.event_id).in_(mine))
    return None


def _line(session: Session, kind: CaseKind, row: Any, due: End | None, now: datetime) -> dict[str, Any]:
    seen = CaseSeen(kind, row, Side.AUTHORITY)
    return {
        "procedure": kind.procedure,
        "id": row.id,
        "title": procedures()[kind.procedure].title,
        "about": named_case(session, seen),
        "state": state_name(kind.procedure, row.state),
        "href": seen.address,
        "due_at": due.at if due else None,
        "due": due.said(now) if due else None,
    }


def conflicts(
    session: Session, body: AuthorityBody, events: Sequence[ControlEvent], today: date
) -> list[dict[str, Any]]:
    """Return what does not fit in the coming events of a body, nearest day first, with the inspector's name."""
    visits = [visit for visit in map(visit_of, events) if visit.first and visit.first >= today]
    others = other_bodies_events(session, body, {visit.inn for visit in visits if visit.inn})
    people = inspectors_of(session, body)
    last = max((visit.last or visit.first or today for visit in visits), default=today)
    absences = [away_of(row) for row in absences_of(session, list(people), today, last)]
    found = clashes(visits, [visit_of(event) for event in others], absences)
    return [{"clash": one, "inspector": people.get(one.inspector or "")} for one in found]
