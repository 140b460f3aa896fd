"""The prosecutor's desk: approvals with their day, urgent starts, remedy agreements; the plan has a page of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session, col, select

from backend.clock import MOSCOW, Clock
from backend.control.cases.ends import End, ends_of
from backend.control.cases.kinds import case_kinds
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import event_title, ground_name, named_case, state_name
from backend.control.cases.stepping import CaseSeen
from backend.control.desk.coming import ended_states
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.permissions import Actor, Permission
from backend.procedures.models import StepRecord
from backend.procedures.queries import marks
from backend.risk.models import Source
from backend.web.context import AnyRequest
from backend.web.pages import page
from rules.procedures import procedures, waiting_for
from rules.roles import Role

DESK = {"permission": Permission.PROSECUTOR_DESK}
NAME, MOST = "control_event", 200
# Cases beside events that wait for a prosecutor; the plan is decided on its own page.
ELSEWHERE = frozenset({NAME, "event_plan", "event_plan_entry"})


class ProsecutorDesk(Controller):
    """What waits for the prosecutor."""

    path = "/desk/prosecutor"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show approvals first, the nearest term on top."""
        return page(request, "control/desk/prosecutor.html", **prosecutor_desk(session, actor, clock.now()))


def prosecutor_desk(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the queue of a prosecutor's region."""
    events = session.exec(_of_region(actor).order_by(col(ControlEvent.number).desc()).limit(5 * MOST)).all()
    due = ends_of(session, NAME, {event.id: event.state for event in events}, now)
    raised = marks(session, NAME, [event.id for event in events])
    rows = [_row(event, due.get(event.id), raised.get(event.id, frozenset()), now) for event in events]
    rows.sort(key=lambda row: (row["due_at"] or now + timedelta(days=9999), row["number"]))
    return {
        "waiting": [row for row in rows if row["state"] == "ON_APPROVAL"],
        "urgent": [row for row in rows if row["urgent"] and row["state"] not in ("ON_APPROVAL", *ended_states())],
        "decided": [row for row in rows if row["approval"] in ("given", "refused")][:50],
        "others": _others(session, actor, now),
    }


# Told within 24 hours instead of asked: 60(3) with 57(1)8.
TOLD = select(StepRecord.subject_id).where(StepRecord.procedure == NAME, StepRecord.overlay == "PROSECUTOR_TOLD")


def _of_region(actor: Actor) -> Any:
    query = select(ControlEvent).where(
        ControlEvent.source != Source.BUSINESS,
        col(ControlEvent.approval_sent_on).is_not(None)
        | col(ControlEvent.urgent).is_(True)
        | col(ControlEvent.id).in_(TOLD),
        col(ControlEvent.state).not_in(("PREPARING", "DRAFTED")),
    )
    return query.where(ControlEvent.region == actor.region) if actor.region else query


def _row(event: ControlEvent, due: End | None, raised: frozenset[str], now: datetime) -> dict[str, Any]:
    return {
        "id": event.id,
        "number": event.number,
        "title": event_title(event),
        "name": event.business_name,
        "authority": event.authority_name,
        "ground": ground_name(event.ground),
        "state": event.state,
        "state_name": state_name(NAME, event.state),
        "urgent": event.urgent,
        "approval": event.approval,
        "sent_on": event.approval_sent_on,
        "marks": [MARKS[mark] for mark in sorted(raised) if mark in MARKS],
        "due_at": due.at if due else None,
        "due": due.said(now) if due else None,
    }


def _others(session: Session, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return other cases that wait for a prosecutor: agreements on how to put things right."""
    found, today = [], now.astimezone(MOSCOW).date()
    for kind in case_kinds().values():
        states = [] if kind.procedure in ELSEWHERE else _waiting_states(kind.procedure)
        if not states:
            continue
        rows = session.exec(select(kind.model).where(col(kind.model.state).in_(states)).limit(MOST)).all()
        mine = [row for row in rows if kind.side(session, actor, row, today) is Side.PROSECUTOR]
        due = ends_of(session, kind.procedure, {row.id: row.state for row in mine}, now)
        for row in mine:
            seen, end = CaseSeen(kind, row, Side.PROSECUTOR), due.get(row.id)
            found.append(
                {
                    "title": named_case(session, seen),
                    "state": state_name(kind.procedure, row.state),
                    "href": seen.address,
                    "due": end.said(now) if end else None,
                }
            )
    return found


def _waiting_states(procedure: str) -> list[str]:
    table = procedures()[procedure]
    return [code for code in table.states if (waiting := waiting_for(table, code)) and Role.PROSECUTOR in waiting.whom]


ROUTES: list[Any] = [ProsecutorDesk]
