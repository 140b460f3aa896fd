"""What a decision on an appeal does to what was appealed: one table of subjects, all through control's own steps.

A business that writes the body's decision down from papers changes its own copies alone: the papers of an authority
are changed by that authority.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.appeals.ordering import prescriptions_at_stake
from backend.control import appealed
from backend.control.appealed import Target
from backend.control.cases.kinds import case_kinds
from backend.control.changing import change_points, strike_violations
from backend.control.models import ControlEvent, ControlWarning
from backend.risk.models import CategoryRequest, ControlObject, Source
from calculators.appeal import Subject
from rules.control import RiskCategory

TAKES_DOWN = frozenset({"CANCELLED_FULL", "REPLACED"})
OF_EVENT = frozenset({Subject.DECISION, Subject.ACT})


def by(row: Appeal) -> str:
    """Return what caused a step of another case."""
    return f"appeal:{row.id}"


def cases_of(session: Session, row: Appeal) -> list[Target]:
    """Return the cases an appeal is about: a prescription by itself, else its event, visit, warning or request."""
    if row.subject is Subject.PRESCRIPTION and row.prescription_id:
        return appealed.targets(session, prescription_id=row.prescription_id)
    named = {"visit_id": row.visit_id, "warning_id": row.warning_id, "request_id": row.request_id}
    return appealed.targets(session, event_id=row.event_id, **named)


def that_it_may_change(session: Session, row: Appeal) -> list[Target]:
    """Return those of its cases that this appeal may change here."""
    return [one for one in cases_of(session, row) if may_change(session, row, one.procedure, one.case)]


def may_change(session: Session, row: Appeal, procedure: str, case: Any) -> bool:
    """Whether a decision changes a case here: the body took it at its desk, or the case is the business's own copy."""
    return row.shared or case_kinds()[procedure].own_copy(session, case)


def only_written_down(session: Session, row: Appeal) -> bool:
    """Whether a decision was written down from papers and what it changes is the authority's own to change."""
    return not row.shared and len(that_it_may_change(session, row)) < len(cases_of(session, row))


def carry_out(session: Session, row: Appeal, on: date, now: datetime) -> None:
    """Carry a decision out: take down, change in part, or only note what was found and ordered."""
    if row.subject is Subject.RISK_CATEGORY:
        _category(session, row, on, now)
        return
    for target in that_it_may_change(session, row):
        done = row.state in TAKES_DOWN and _take_down(session, row, target, on, now)
        if not done and not (row.state == "CANCELLED_PART" and _change(session, row, target, on, now)):
            appealed.note_change(session, target, by(row), now)


def _take_down(session: Session, row: Appeal, target: Target, on: date, now: datetime) -> bool:
    if target.procedure == "control_event":
        if row.subject not in OF_EVENT:
            return False
        return appealed.void_event(session, target.case, on, row.hearing_name, by(row), now) is not None
    return appealed.cancel(session, target, by(row), now)


def _change(session: Session, row: Appeal, target: Target, on: date, now: datetime) -> bool:
    """Cancel or move the points named, strike the violations named; return whether the case itself says so already."""
    said = CHANGES.get(target.procedure)
    if said is not None:
        said(session, row, target.case, on)
    cancelled = set(row.ordered.get("points_cancelled", ()))
    moved = {one: date.fromisoformat(day) for one, day in row.ordered.get("points_moved", {}).items()}
    for case in prescriptions_at_stake(session, row) if cancelled or moved else ():
        if may_change(session, row, "prescription", case):
            change_points(session, case, cancelled, moved, on, by(row), now)
    return target.procedure == "prescription" and bool(cancelled or moved)


def _strike(session: Session, row: Appeal, event: ControlEvent, on: date) -> None:
    strike_violations(session, event, row.ordered.get("violations_struck", ()), on)


def _correct(session: Session, row: Appeal, warning: ControlWarning, on: date) -> None:
    """Write the correction beside what the warning proposes."""
    words = row.ordered.get("correction")
    if words:
        warning.proposal = f"{warning.proposal}\n\nИсправлено {on:%d.%m.%Y} по жалобе: {words}"[:4000]
        session.add(warning)


CHANGES: Mapping[str, Callable[[Session, Appeal, Any, date], None]] = {"control_event": _strike, "warning": _correct}


def _category(session: Session, row: Appeal, on: date, now: datetime) -> None:
    """Set the category of the object: the one decided; one whose assignment fell counts as low (24(4))."""
    found = session.get(ControlObject, row.object_id) if row.object_id else None
    request = session.get(CategoryRequest, row.request_id) if row.request_id else None
    if found is None or not (row.shared or found.source is Source.BUSINESS):
        return
    category = row.ordered.get("category") or _after_cancelling(row, request)
    if category is None:
        return
    if request is not None:
        appealed.reopen_request(session, request, str(category), on, by(row), now)
    appealed.set_category(session, found, str(category), on, f"Решение по жалобе № {number_of(row)}")


def _after_cancelling(row: Appeal, request: CategoryRequest | None) -> str | None:
    kept = request is not None and request.state == "DECIDED_KEPT"
    return RiskCategory.LOW.value if row.state == "CANCELLED_FULL" and not kept else None


def number_of(row: Appeal) -> str:
    """Return the number an appeal goes by: that of the register, else the platform's."""
    return row.registry_number or str(row.platform_number)
