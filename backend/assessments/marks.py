"""Keeping marks of clarity and feasibility: one present vote of a business for one version. Nothing commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from backend.assessments.models import Mark
from backend.assessments.rated import rated_of
from backend.assessments.schemas import MarkInput
from backend.assessments.turns import take_turn
from rules.requirements import Requirement

LOW = 2


def find_mark(session: Session, business_id: str, requirement: Requirement) -> Mark | None:
    """Return the business's mark for the present version."""
    return session.exec(
        select(Mark).where(
            Mark.business_id == business_id,
            Mark.requirement == requirement.id,
            Mark.requirement_version == requirement.version,
        )
    ).first()


def record_mark(session: Session, business_id: str, requirement: Requirement, data: MarkInput, now: datetime) -> Mark:
    """Keep the vote for this version in place of the one before; what hinders is kept for low scores only."""
    take_turn(session, business_id)
    row = find_mark(session, business_id, requirement) or Mark(
        business_id=business_id,
        requirement=requirement.id,
        requirement_version=requirement.version,
        rated=rated_of(requirement),
        at=now,
    )
    row.clarity, row.feasibility = data.clarity, data.feasibility
    row.clarity_tags = list(data.clarity_tags) if is_low(data.clarity) else []
    row.feasibility_tags = list(data.feasibility_tags) if is_low(data.feasibility) else []
    row.fragments = sorted(set(data.fragments)) if data.clarity is not None and data.clarity <= LOW + 1 else []
    row.retelling_helped, row.comment = data.retelling_helped, data.comment
    row.rated, row.at = rated_of(requirement), now
    session.add(row)
    session.flush()
    return row


def forget_mark(session: Session, business_id: str, requirement: Requirement) -> None:
    """Take the vote for the present version back."""
    row = find_mark(session, business_id, requirement)
    if row is not None:
        session.delete(row)
        session.flush()


def is_low(score: int | None) -> bool:
    """Whether a score asks what hinders."""
    return score is not None and score <= LOW
