"""The end of a person's part in a business: what hangs on it ends with it, within seconds.

A room that gave somebody a way in ends it by `after_leaving(session, person_id, business_id, now)` in a module
`after_leaving.py`, which is found by itself. Rights are worked out at each request, so nothing opens meanwhile.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from backend.accounts.models import ApiKey, Membership, PersonSession
from backend.jobs.registry import offering
from backend.jobs.service import enqueue

PART_OVER = "accounts.part_over"


def end_access(session: Session, person_id: str, business_id: str, now: datetime) -> None:
    """End the person's keys for the business, their feeds, and the choice of this business in their sessions."""
    mine = (col(ApiKey.person_id) == person_id, col(ApiKey.business_id) == business_id)
    session.execute(update(ApiKey).where(*mine, col(ApiKey.ended_at).is_(None)).values(ended_at=now))
    chosen = (col(PersonSession.person_id) == person_id, col(PersonSession.business_id) == business_id)
    session.execute(update(PersonSession).where(*chosen).values(business_id=None))
    for room in offering("after_leaving"):
        room.after_leaving(session, person_id, business_id, now)


def plan_end(session: Session, part: Membership) -> None:
    """Have access ended at the moment when a part runs out."""
    if part.ends_at is not None:
        key = f"{PART_OVER}:{part.id}:{part.ends_at.isoformat()}"
        enqueue(session, PART_OVER, {"part": part.id}, due_at=part.ends_at, key=key)


def end_if_over(session: Session, part_id: str, now: datetime) -> None:
    """End what hangs on a part whose last day is over; one that was ended or prolonged meanwhile is left alone."""
    part = session.get(Membership, part_id)
    if part is not None and part.ends_at is not None and part.ends_at <= now:
        end_access(session, part.person_id, part.business_id, now)


def end_all_over(session: Session, now: datetime) -> None:
    """End what hangs on every part that is over: also on those whose moment nobody had planned."""
    for part in session.exec(select(Membership).where(col(Membership.ends_at) <= now)).all():
        end_access(session, part.person_id, part.business_id, now)
