"""Which objects of a body come into a year's plan, and which stay out and why.

Only what the authority itself holds of an object is read: category, dates, facts of its own. No event's outcome, no
violation, nothing of the business's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.control.models import EventPlan
from backend.risk.models import ControlObject, Source
from calculators.plan_year import PlanDue, due_in
from calculators.risk import Assigned, RiskObject
from rules.control import ControlType, RiskCategory, control_types
from rules.facts import FactType
from rules.shapes import as_date


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object with what was found for the year."""

    object: ControlObject
    due: PlanDue


def risk_of(row: ControlObject, type_: ControlType) -> RiskObject:
    """Return an object as the calculator of risk takes it, from what its source holds."""
    assigned = Assigned(RiskCategory(row.category), row.assigned_on) if row.category else None
    known = type_.vocabulary.facts
    facts = {name: _value(known[name].type, value) for name, value in row.facts.items() if name in known}
    return RiskObject(type_, facts, assigned, row.last_planned_on, row.last_visit_on)


def _value(type_: FactType, value: Any) -> Any:
    if type_ is FactType.DATE and isinstance(value, str):
        return as_date(value)
    return frozenset(value) if isinstance(value, list) else value


def objects_of(session: Session, body: AuthorityBody, control_type: str) -> list[ControlObject]:
    """Return the official objects of a body under one type of control, by name."""
    query = select(ControlObject).where(
        ControlObject.body_id == body.id,
        ControlObject.control_type == control_type,
        ControlObject.source != Source.BUSINESS,
    )
    order = col(ControlObject.business_name), col(ControlObject.address), col(ControlObject.id)
    return list(session.exec(query.order_by(*order)))


def find_candidates(session: Session, body: AuthorityBody, control_type: str, year: int) -> Iterator[Candidate]:
    """Yield every official object of a body and type with whether it comes into the plan of a year."""
    type_ = control_types()[control_type]
    for row in objects_of(session, body, control_type):
        yield Candidate(row, due_in(risk_of(row, type_), year))


def left_out(session: Session, body: AuthorityBody, plan: EventPlan) -> list[Candidate]:
    """Return the objects that do not come into a plan, each with its reason and article."""
    return [one for one in find_candidates(session, body, plan.control_type, plan.year) if not one.due.planned]


def year_of(plan: EventPlan) -> tuple[date, date]:
    """Return the first and the last day of a plan."""
    return date(plan.year, 1, 1), date(plan.year, 12, 31)
