"""Which appeals keep a business from being erased: filed and not decided, with a body that has its desk here or not."""

from __future__ import annotations

from sqlmodel import Session, col, select

from backend.accounts.unfinished import OwnRecord
from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.appeals.rights import PRIVATE
from rules.procedures import procedures
from rules.procedures.appeal_states import OPEN
from rules.text import Text


def open_cases(session: Session, business_id: str) -> list[Text]:
    """Return what those are called that a desk here hears or carries out; drafts go with the business."""
    query = select(Appeal).where(
        Appeal.business_id == business_id, col(Appeal.shared), col(Appeal.state).not_in(PRIVATE)
    )
    states = procedures()["appeal"].states
    rows = session.exec(query.order_by(col(Appeal.platform_number)))
    return [title_of(row) for row in rows if not states[row.state].terminal]


def own_records(session: Session, business_id: str) -> list[OwnRecord]:
    """Return those that are heard elsewhere and stand here as the business's own record."""
    query = select(Appeal).where(
        Appeal.business_id == business_id, col(Appeal.shared).is_(False), col(Appeal.state).in_(OPEN)
    )
    rows = session.exec(query.order_by(col(Appeal.platform_number)))
    return [OwnRecord(title_of(row), f"/appeals/{row.id}", row.hearing_name or row.authority_name) for row in rows]
