"""What a decision on an appeal changes in a prescription and in an act: only in the business's favour (92(2)).

Points are cancelled or moved to later days, violations are struck; nothing is added, nothing comes nearer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.control.appealed import LAW, Target, note_change, take_if_open
from backend.control.cases.faults import fault
from backend.control.models import ControlEvent, Prescription, PrescriptionItem, Violation
from backend.control.prescriptions.prescribing import NAME, items_of
from backend.procedures.recomputing import dates_changed
from rules.faults import Fault
from rules.text import Text

LATER = Text("Назовите более поздний день или оставьте пустым.", "Name a later day, or leave it empty.")


def live_points(session: Session, row: Prescription) -> list[PrescriptionItem]:
    """Return the points of a prescription that still bind."""
    return [point for point in items_of(session, row) if point.cancelled_on is None]


def standing_violations(session: Session, event: ControlEvent) -> list[Violation]:
    """Return the violations of an act that were not struck."""
    query = select(Violation).where(Violation.event_id == event.id, col(Violation.struck_on).is_(None))
    return list(session.exec(query.order_by(col(Violation.position))))


def not_in_favour(point: PrescriptionItem, until: date, field: str) -> list[Fault]:
    """Return what is wrong with a new day of a point: it must be later than the one it has (92(2))."""
    if until > point.due_on:
        return []
    n, day = point.position + 1, point.due_on
    ru = f"Пункт {n}: раньше {day:%d.%m.%Y}. Менять можно только в пользу заявителя: ст. 92 ч. 2."
    en = f"Point {n}: not after {day}. Changes are made in the applicant's favour alone: art. 92(2)."
    return [fault("not_in_favour", field, ru, en, LATER)]


def change_points(
    session: Session,
    row: Prescription,
    cancelled: Collection[str],
    moved: Mapping[str, date],
    on: date,
    by: str,
    now: datetime,
) -> None:
    """Cancel points and move days of a prescription; one without a point left is cancelled as a whole."""
    for point in live_points(session, row):
        if point.id in cancelled:
            point.cancelled_on = on
        elif point.id in moved and moved[point.id] > point.due_on:
            point.due_on = moved[point.id]
        session.add(point)
    session.flush()
    left = live_points(session, row)
    if not left:
        take_if_open(session, Target(NAME, row), "cancel", by, now, reason=LAW)
        return
    row.due_on = max(point.due_on for point in left)
    session.add(row)
    note_change(session, Target(NAME, row), by, now)
    dates_changed(session, NAME, row, now)


def strike_violations(session: Session, event: ControlEvent, struck: Collection[str], on: date) -> bool:
    """Strike violations of an act; the points of prescriptions that rest on them are the caller's."""
    found = [row for row in standing_violations(session, event) if row.id in struck]
    for row in found:
        row.struck_on = on
        session.add(row)
    session.flush()
    return bool(found)
