"""Recording own numbers and the wage. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select

from backend.costs.models import OwnNumber, OwnWage
from backend.costs.schemas import OwnNumbersInput, WageInput


def record_numbers(session: Session, business_id: str, requirement: str, data: OwnNumbersInput, now: datetime) -> None:
    """Keep own numbers of a requirement; all empty takes them back."""
    values = data.model_dump()
    if all(value is None for value in values.values()):
        forget_numbers(session, business_id, requirement)
        return
    found = session.exec(
        select(OwnNumber).where(OwnNumber.business_id == business_id, OwnNumber.requirement == requirement)
    ).first()
    row = found or OwnNumber(business_id=business_id, requirement=requirement, recorded_at=now)
    for name, value in values.items():
        setattr(row, name, value)
    row.recorded_at = now
    session.add(row)
    session.flush()


def forget_numbers(session: Session, business_id: str, requirement: str) -> None:
    """Return to the estimate."""
    session.exec(
        delete(OwnNumber).where(col(OwnNumber.business_id) == business_id, col(OwnNumber.requirement) == requirement)
    )


def record_wage(session: Session, business_id: str, data: WageInput, now: datetime) -> None:
    """Keep the business's own wage."""
    row = session.get(OwnWage, business_id)
    values = {"monthly": data.monthly, "hourly": data.hourly, "category": data.category, "recorded_at": now}
    if row is None:
        row = OwnWage(business_id=business_id, **values)  # type: ignore[arg-type]
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def forget_wage(session: Session, business_id: str) -> None:
    """Return to the mean wage of the country."""
    session.exec(delete(OwnWage).where(col(OwnWage.business_id) == business_id))
