"""Words and names of a business that is gone go with it; what a regulator answered stays under its number."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from backend.feedback.models import Door, Feedback


def after_erasure(session: Session, now: datetime) -> None:
    """Wipe what businesses that are gone said in their own name."""
    gone = Feedback.door == Door.NAMED, col(Feedback.business_id).is_(None), col(Feedback.named_as) != ""
    for row in session.exec(select(Feedback).where(*gone)).all():
        row.statement = row.named_as = row.named_inn = ""
        session.add(row)
    session.flush()
