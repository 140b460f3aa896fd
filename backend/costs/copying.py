"""Taking own numbers from an anonymous run into an account's business: a copy, linked by nothing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.costs.models import OwnNumber, OwnWage
from backend.db.types import new_id


def copy_into(session: Session, source: str, target: str, now: datetime) -> None:
    """Copy numbers the target does not have yet, and the wage if it has none."""
    rows = session.exec(select(OwnNumber).where(OwnNumber.business_id == source)).all()
    held = set(session.exec(select(OwnNumber.requirement).where(OwnNumber.business_id == target)).all())
    for row in rows:
        if row.requirement not in held:
            session.add(OwnNumber(**(row.model_dump() | {"id": new_id(), "business_id": target})))
    wage = session.get(OwnWage, source)
    if wage is not None and session.get(OwnWage, target) is None:
        session.add(OwnWage(**(wage.model_dump() | {"business_id": target})))
    session.flush()
