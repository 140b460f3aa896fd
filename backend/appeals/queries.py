"""Which appeals somebody sees: those of a business, those a body has to hear, by the day they are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.rights import PRIVATE
from backend.appeals.timely import TO_REFUSE
from backend.audit.numbers import next_number as number_after
from backend.authorities.queries import find_by_office
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.permissions import Actor
from backend.procedures.models import DeadlineRow


def find_appeal(session: Session, actor: Actor, appeal_id: str, today: date, *, write: bool = False) -> CaseSeen:
    """Return an appeal as the actor sees it.

    Raises:
        NotFound: no such appeal, or not theirs.
    """
    return find_case(session, actor, NAME, appeal_id, today, write=write)


def find_own(session: Session, actor: Actor, appeal_id: str, today: date, *, write: bool = False) -> Appeal:
    """Return an appeal of the actor's business.

    Raises:
        NotFound: no such appeal, or not theirs.
    """
    seen = find_appeal(session, actor, appeal_id, today, write=write)
    if seen.side is not Side.BUSINESS:
        raise NotFound
    row: Appeal = seen.case
    return row


def appeals_of(session: Session, business_id: str) -> Sequence[Appeal]:
    """Return the appeals of a business, the newest first; a draft that was thrown away is not shown."""
    mine = Appeal.business_id == business_id, col(Appeal.state) != "DISCARDED"
    return session.exec(select(Appeal).where(*mine).order_by(col(Appeal.platform_number).desc())).all()


def to_hear(session: Session, actor: Actor) -> Sequence[Appeal]:
    """Return what the body an actor works in was given to hear."""
    body = find_by_office(session, actor.authority, actor.region)
    if body is None:
        return []
    given = Appeal.hearing_body_id == body.id, col(Appeal.shared), col(Appeal.state).not_in(PRIVATE)
    return session.exec(select(Appeal).where(*given).order_by(col(Appeal.platform_number))).all()


def due_dates(session: Session, rows: Sequence[Appeal]) -> Mapping[str, datetime]:
    """Return the nearest open term of each appeal."""
    registered = {row.id for row in rows if row.state != "SUBMITTED"}
    query = select(DeadlineRow).where(
        DeadlineRow.procedure == NAME,
        col(DeadlineRow.subject_id).in_([row.id for row in rows]),
        col(DeadlineRow.closed_at).is_(None),
        col(DeadlineRow.due_at).is_not(None),
    )
    found: dict[str, datetime] = {}
    for term in session.exec(query):
        if term.due_at is not None and not (term.key == TO_REFUSE and term.subject_id in registered):
            found[term.subject_id] = min(term.due_at, found.get(term.subject_id, term.due_at))
    return found


def next_number(session: Session) -> int:
    """Return the next number of an appeal on the platform."""
    return number_after(session, Appeal.platform_number)
