"""A prescription and what belongs to it: where it came from, its points, its motions, its agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from backend.control.models import (
    ControlEvent,
    Motion,
    Prescription,
    PrescriptionItem,
    PreventiveVisit,
    RemedyAgreement,
)
from backend.risk.models import Source

NAME = "prescription"


def parent_of(session: Session, case: Prescription) -> ControlEvent | PreventiveVisit:
    """Return the event, or the mandatory visit, that a prescription came from."""
    if case.event_id is not None:
        return session.get_one(ControlEvent, case.event_id)
    return session.get_one(PreventiveVisit, case.visit_id)


def is_own(session: Session, case: Prescription) -> bool:
    """Whether the business keeps it for itself, from its papers."""
    return parent_of(session, case).source is Source.BUSINESS


def is_inside(session: Session, case: Prescription) -> bool:
    """Whether it has not left the authority: a draft, also a dropped one, is nobody else's."""
    return case.issued_on is None and case.received_on is None and not is_own(session, case)


def items_of(session: Session, case: Prescription) -> list[PrescriptionItem]:
    """Return its points in order."""
    query = select(PrescriptionItem).where(PrescriptionItem.prescription_id == case.id)
    return list(session.exec(query.order_by(col(PrescriptionItem.position))))


def open_points(session: Session, case: Prescription) -> list[PrescriptionItem]:
    """Return the points that still bind: neither met nor cancelled by the decision on an appeal."""
    return [row for row in items_of(session, case) if row.done_on is None and row.cancelled_on is None]


def motions_of(session: Session, case: Prescription) -> list[Motion]:
    """Return the motions about it, the first filed first."""
    query = select(Motion).where(Motion.prescription_id == case.id)
    return list(session.exec(query.order_by(col(Motion.created_at), col(Motion.id))))


def last_motion(session: Session, case: Prescription) -> Motion | None:
    """Return the motion that waits, or was answered last."""
    rows = motions_of(session, case)
    return next((row for row in rows if row.outcome is None), rows[-1] if rows else None)


def agreements_of(session: Session, case: Prescription) -> list[RemedyAgreement]:
    """Return the agreements proposed, the first proposed first."""
    query = select(RemedyAgreement).where(RemedyAgreement.prescription_id == case.id)
    return list(session.exec(query.order_by(col(RemedyAgreement.created_at), col(RemedyAgreement.id))))


def last_agreement(session: Session, case: Prescription) -> RemedyAgreement | None:
    """Return the agreement that waits or holds, or the last that did."""
    rows = agreements_of(session, case)
    return next((row for row in rows if row.result in (None, "APPROVED")), rows[-1] if rows else None)


def date_of(row: Any, name: str) -> date | None:
    """Return a date of a row that may not be there."""
    found: date | None = getattr(row, name) if row is not None else None
    return found
