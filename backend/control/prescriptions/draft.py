"""Drafting a prescription: a point for each violation that was not fixed, with the four things 90.1(2) asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault
from backend.control.models import ControlEvent, Prescription, PrescriptionItem, Violation
from backend.control.prescriptions.prescribing import items_of
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from rules.text import Text

FIELDS = ("text", "unit", "due_on", "measures", "proof")


@dataclass(frozen=True, slots=True)
class Point:
    """A point as a form knows it; `id` of one that is stored, `violation_id` of the breach it answers."""

    id: str | None
    violation_id: str | None
    requirement: str | None
    text: str
    unit: str
    due_on: date | None = None
    measures: str = ""
    proof: str = ""


def new_points(session: Session, event: ControlEvent) -> list[Point]:
    """Return a point for every violation left when the event ended (90.1(1)).

    Raises:
        Conflict: there is none, or the event has not come that far.
    """
    query = select(Violation).where(Violation.event_id == event.id, col(Violation.fixed).is_(False))
    rows = session.exec(query.order_by(col(Violation.position))).all()
    if event.state not in ("VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED") or not rows:
        raise Conflict(
            Text(
                "Предписание выдают, если в акте есть неисправленное (90.1(1)).", "It needs a violation that is left."
            ),
            Text("Сначала закончите акт и отметьте итог.", "Finish the act and its outcome first."),
        )
    units = (", ".join(part for part in (row.act, row.unit) if part) for row in rows)
    return [Point(None, row.id, row.requirement, row.text, unit) for row, unit in zip(rows, units, strict=True)]


def stored_points(session: Session, case: Prescription) -> list[Point]:
    """Return the points of a draft."""
    return [
        Point(row.id, row.violation_id, row.requirement, row.text, row.unit, row.due_on, row.measures, row.proof)
        for row in items_of(session, case)
    ]


def asks_of(points: Sequence[Point]) -> tuple[Ask, ...]:
    """Return the fields of all points."""
    return tuple(ask for number in range(1, len(points) + 1) for ask in _asks(number))


def _asks(number: int) -> tuple[Ask, ...]:
    ru, en = f"Пункт\u00a0{number}", f"Point\u00a0{number}"
    return (
        Ask(f"text_{number}", AskKind.LONG, Text(f"{ru}: что нарушено", f"{en}: what is broken")),
        Ask(f"unit_{number}", AskKind.TEXT, Text(f"{ru}: акт и пункт", f"{en}: act and unit"), most=700),
        Ask(
            f"due_on_{number}", AskKind.DATE, Text(f"{ru}: исправить до", f"{en}: put right by"), CONCRETE, to_come=True
        ),
        Ask(f"measures_{number}", AskKind.LONG, Text(f"{ru}: что сделать", f"{en}: what to do"), optional=True),
        Ask(
            f"proof_{number}",
            AskKind.LONG,
            Text(f"{ru}: чем подтвердить", f"{en}: what proves it"),
            optional=True,
            most=2000,
        ),
    )


CONCRETE = Text("Одна дата, не «в течение»: 90.1(2)", "One date, not a period: 90.1(2)")


def values_of(points: Sequence[Point]) -> dict[str, str]:
    """Return what the fields hold."""
    found = {}
    for number, point in enumerate(points, start=1):
        for name in FIELDS:
            value = getattr(point, name)
            found[f"{name}_{number}"] = value.isoformat() if isinstance(value, date) else (value or "")
    return found


def save(
    session: Session, case: Prescription, points: Sequence[Point], typed: Mapping[str, Any], actor: Actor, now: datetime
) -> Prescription:
    """Store the draft; whoever saved it last prepared it and does not sign it.

    Raises:
        Invalid: a date that has come already.
    """
    today = now.astimezone(MOSCOW).date()
    late = [number for number in range(1, len(points) + 1) if typed[f"due_on_{number}"] <= today]
    if late:
        ru, en = "Срок должен быть впереди.", "The date has to lie ahead."
        raise Invalid([fault("order", f"due_on_{number}", ru, en) for number in late])
    case.due_on = max(typed[f"due_on_{number}"] for number in range(1, len(points) + 1))
    case.original_due_on, case.prepared_by = case.due_on, actor.person_id
    session.add(case)
    session.flush()
    kept = {row.id: row for row in items_of(session, case)}
    for number, point in enumerate(points, start=1):
        values = {name: typed[f"{name}_{number}"] or "" for name in FIELDS}
        row = kept.get(point.id or "") or _row(case, point, number - 1, values)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
    session.flush()
    return case


def _row(case: Prescription, point: Point, position: int, values: Mapping[str, Any]) -> PrescriptionItem:
    about: dict[str, Any] = {"violation_id": point.violation_id, "requirement": point.requirement}
    return PrescriptionItem(prescription_id=case.id, position=position, **about, **values)


def draft_of(session: Session, event: ControlEvent) -> Prescription | None:
    """Return the draft that an event has already."""
    query = select(Prescription).where(Prescription.event_id == event.id, Prescription.state == "DRAFT")
    return session.exec(query).first()
