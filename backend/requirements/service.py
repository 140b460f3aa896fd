"""The owner's word on a requirement. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.accounts.models import Business
from backend.requirements.models import Attribution, Choice
from rules.requirements import Requirement
from rules.text import Text

CONFIRMED = Text("Отмечено: это про вас.", "Noted: this is about you.")
TAKEN_BACK = Text("Отметка снята.", "The mark is gone.")


def confirm(session: Session, business: Business, requirement: Requirement, now: datetime) -> Attribution:
    """Keep «Да, это про меня» for the version the owner sees; a decision of a dispute on it stands."""
    row = _find(session, business.id, requirement.id)
    if row is not None and row.choice is Choice.NOT_CONCERNED and row.version == requirement.version:
        return row
    return settle(session, business.id, requirement.id, requirement.version, Choice.CONFIRMED, now)


def take_back(session: Session, business: Business, requirement: Requirement) -> None:
    """Forget the owner's word; a decision of a dispute stays."""
    row = _find(session, business.id, requirement.id)
    if row is not None and row.choice is Choice.CONFIRMED:
        session.delete(row)
        session.flush()


def settle(
    session: Session,
    business_id: str,
    requirement: str,
    version: str,
    choice: Choice,
    now: datetime,
    dispute_id: str | None = None,
) -> Attribution:
    """Write what is settled between a business and a version of a requirement."""
    row = _find(session, business_id, requirement)
    if row is None:
        row = Attribution(business_id=business_id, requirement=requirement, version=version, choice=choice, at=now)
    row.version, row.choice, row.at, row.dispute_id = version, choice, now, dispute_id
    session.add(row)
    session.flush()
    return row


def _find(session: Session, business_id: str, requirement: str) -> Attribution | None:
    return session.exec(
        select(Attribution).where(Attribution.business_id == business_id, Attribution.requirement == requirement)
    ).first()
