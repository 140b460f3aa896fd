"""Reminders of points whose own date comes before the last date of their prescription, which has a term of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.control.cases.binding import CLIENTS, region_of
from backend.control.kinds.prescription_binding import about, whom
from backend.control.models import Prescription, PrescriptionItem
from backend.control.prescriptions.prescribing import parent_of
from backend.jobs.service import enqueue
from backend.notifications.service import notify
from calculators.calendar import zone_of

POINT = "control.remind_point"
KIND = "prescription.point"
DAYS = (1, 3, 14)
# While a motion waits the date still stands; under a suspension or an agreement it does not.
RUNNING = ("RECEIVED", "EXPLANATION_ASKED", "DEFERRAL_ASKED", "SUSPENSION_ASKED", "TERMINATION_ASKED")


def plan_point_reminders(session: Session, now: datetime) -> int:
    """Put a reminder into the outbox for every point that is 14, 3 or 1 days away, each once; return how many."""
    query = select(PrescriptionItem, Prescription).join(
        Prescription, col(Prescription.id) == col(PrescriptionItem.prescription_id)
    )
    running = col(Prescription.state).in_(RUNNING), col(PrescriptionItem.done_on).is_(None)
    earlier = col(PrescriptionItem.due_on) < col(Prescription.due_on)
    added = 0
    for item, case in session.exec(query.where(*running, earlier)):
        left = (item.due_on - _today(session, case, now)).days
        near = next((days for days in DAYS if 0 <= left <= days), None)
        if near is not None:
            key = f"{POINT}:{item.id}:{item.due_on}:{near}"
            added += enqueue(session, POINT, {"item": item.id}, due_at=now, key=key) is not None
    return added


def remind_point(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Tell the business of a point, if it still runs."""
    item = session.get(PrescriptionItem, payload["item"])
    case = session.get(Prescription, item.prescription_id) if item else None
    if item is None or case is None or case.state not in RUNNING or item.done_on is not None:
        return
    left = (item.due_on - _today(session, case, now)).days
    if left < 0:
        return
    params = {**about(session, case), "due_on": item.due_on, "days": left, "point": item.position + 1}
    people = {person for role in sorted(CLIENTS) for person in whom(session, case, role)}
    notify(session, sorted(people), KIND, params, f"/prescriptions/{case.id}", now)


def _today(session: Session, case: Prescription, now: datetime) -> date:
    """Return the present day where the authority is, by whose days the points end."""
    return now.astimezone(zone_of(region_of(session, parent_of(session, case)))).date()
