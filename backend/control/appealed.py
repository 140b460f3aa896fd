"""What an appeal does to what it is about: it marks it, stays it, takes it down. Appeals call this, never the reverse.

Every change is a step of the case itself, taken by the platform, caused by "appeal:ID" (248-ФЗ arts. 40, 43, 91, 92).
What a decision changes in points and days stands in `changing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from backend.control.models import ControlEvent, ControlWarning, Prescription, PreventiveVisit
from backend.procedures.bindings import bindings
from backend.procedures.queries import history, marks
from backend.procedures.runner import SYSTEM, take_step
from backend.procedures.terms import situation
from backend.risk.models import CategoryRequest, ControlObject
from rules.procedures import procedures

LAW = "248-ФЗ, ст. 43 ч. 6"
STAYABLE = frozenset({"control_event", "mandatory_visit", "prescription"})


@dataclass(frozen=True, slots=True)
class Target:
    """A case that an appeal is about: its procedure and its row."""

    procedure: str
    case: Any


def targets(
    session: Session,
    *,
    event_id: str | None = None,
    prescription_id: str | None = None,
    visit_id: str | None = None,
    warning_id: str | None = None,
    request_id: str | None = None,
) -> list[Target]:
    """Return the cases named by their ids; one that is gone is left out."""
    visit = session.get(PreventiveVisit, visit_id) if visit_id else None
    named = [
        ("control_event", session.get(ControlEvent, event_id) if event_id else None),
        ("prescription", session.get(Prescription, prescription_id) if prescription_id else None),
        ("mandatory_visit" if visit is not None and visit.mandatory else "preventive_visit", visit),
        ("warning", session.get(ControlWarning, warning_id) if warning_id else None),
        ("risk_category_change", session.get(CategoryRequest, request_id) if request_id else None),
    ]
    return [Target(procedure, case) for procedure, case in named if case is not None]


def mark_appealed(session: Session, cases: list[Target], by: str, now: datetime) -> None:
    """Mark the cases as appealed; one that is marked already, or knows no such mark, stays as it is."""
    for target in cases:
        take_if_open(session, target, "appeal", by, now)


def unmark_appealed(session: Session, cases: list[Target], on: date, by: str, now: datetime) -> None:
    """Take the mark down when the appeal has ended, and with it a stay that the appeal brought."""
    for target in cases:
        take_if_open(session, target, "close_appeal", by, now)
        lift(session, target, on, by, now)


def stay(session: Session, cases: list[Target], on: date, by: str, now: datetime) -> bool:
    """Stay the cases from the day of the decision, and the prescriptions that follow from them (40(10)).

    Return whether any was: a decision that has been carried out already has nothing to stay.
    """
    stayed = False
    for target in [one for case in cases for one in (case, *prescriptions_of(session, case))]:
        if target.procedure in STAYABLE and not is_stayed(session, target):
            target.case.stayed_on = on
            stayed = take_if_open(session, target, "stay", by, now) or stayed
    return stayed


def lift(session: Session, target: Target, on: date, by: str, now: datetime) -> None:
    """Lift a stay: clocks run on from a day; another appeal's stay is not touched."""
    for row in (target, *prescriptions_of(session, target)):
        if is_stayed(session, row) and _stayed_by(session, row) == by:
            row.case.stay_lifted_on = max(on, row.case.stayed_on or on)
            take_if_open(session, row, "lift_stay", by, now)


def is_stayed(session: Session, target: Target) -> bool:
    """Whether the execution of a case is stayed."""
    return "STAYED" in marks(session, target.procedure, [target.case.id]).get(target.case.id, frozenset())


def _stayed_by(session: Session, target: Target) -> str | None:
    steps = [step for step in history(session, target.procedure, target.case.id) if step.overlay == "STAYED"]
    return steps[-1].caused_by if steps else None


def void_event(session: Session, event: ControlEvent, on: date, who: str, by: str, now: datetime) -> str | None:
    """End an event whose decision is cancelled, or declare its results void; return the step taken, if any.

    Before the act the event ends (`stop_by_appeal`, or `cancel` before its start); after it its results are void (91),
    and its prescriptions fall with them.
    """
    before = event.invalidated_on, event.invalidated_by
    event.invalidated_on, event.invalidated_by = on, who
    target = Target("control_event", event)
    for action in ("invalidate", "stop_by_appeal", "cancel"):
        if take_if_open(session, target, action, by, now, reason=f"{LAW}, ст. 91"):
            return action
    event.invalidated_on, event.invalidated_by = before
    return None


def cancel(session: Session, target: Target, by: str, now: datetime) -> bool:
    """Cancel a prescription, a warning or a visit, or open a refused visit anew; return whether it was."""
    fallen = list(prescriptions_of(session, target))
    for action in ("cancel_by_appeal", "reopen_by_appeal", "cancel"):
        if take_if_open(session, target, action, by, now, reason=LAW):
            for row in fallen:
                take_if_open(session, row, "cancel", by, now, reason=LAW)
            return True
    return False


def note_change(session: Session, target: Target, by: str, now: datetime) -> bool:
    """Write into the course of a case that the decision on an appeal changed it, and tell its people."""
    return take_if_open(session, target, "change_by_appeal", by, now)


def take_if_open(
    session: Session, target: Target, action: str, by: str, now: datetime, *, reason: str | None = None
) -> bool:
    """Take a step as the platform where its row is open for it now; return whether it was taken."""
    table, binding = procedures()[target.procedure], bindings()[target.procedure]
    standing = situation(session, binding, target.case)
    rows = [row for row in table.steps_from(target.case.state) if row.action == action and SYSTEM in row.actors]
    if not any(standing.holds(row) for row in rows):
        return False
    session.add(target.case)
    given: Mapping[str, Any] = {**target.case.model_dump(), "reason": reason}
    take_step(session, target.procedure, target.case, action, None, SYSTEM, now, given=given, comment=reason, by=by)
    return True


def prescriptions_of(session: Session, target: Target) -> Iterator[Target]:
    """Yield the prescriptions that came from an event or a mandatory visit."""
    columns = {"control_event": Prescription.event_id, "mandatory_visit": Prescription.visit_id}
    if target.procedure in columns:
        for row in session.exec(select(Prescription).where(columns[target.procedure] == target.case.id)):
            yield Target("prescription", row)


def set_category(session: Session, row: ControlObject, category: str, on: date, decision: str) -> None:
    """Write the category that a decision on an appeal sets for an object (43(6))."""
    row.category, row.assigned_on, row.decision = category, on, decision
    session.add(row)


def reopen_request(session: Session, row: CategoryRequest, category: str, on: date, by: str, now: datetime) -> bool:
    """Let the request that was decided say the category that the appeal brought; its own effect sets the object's."""
    row.decided_category, row.decided_on = category, on
    return take_if_open(session, Target("risk_category_change", row), "change_by_appeal", by, now)
