"""Which cases of the ombudsman keep a business, or an ombudsman, from being erased: those sent and not ended."""

from __future__ import annotations

from sqlmodel import Session, col, select

from backend.ombudsman.about import title_of
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import people_of
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.text import Text


def open_cases(session: Session, business_id: str) -> list[Text]:
    """Return what they are called; drafts go with the business."""
    open_states = (*WITH_CONSENT, "CONSENT_ENDED")
    mine = OmbudsmanCase.business_id == business_id, col(OmbudsmanCase.state).in_(open_states)
    rows = session.exec(select(OmbudsmanCase).where(*mine).order_by(col(OmbudsmanCase.platform_number)))
    return [title_of(row) for row in rows]


def held_cases(session: Session, person_id: str) -> list[Text]:
    """Return what those are called that wait for a person, where nobody else is in the office to go on with them."""
    open_ones = select(OmbudsmanCase).where(col(OmbudsmanCase.state).in_(WITH_CONSENT))
    rows = session.exec(open_ones.order_by(col(OmbudsmanCase.platform_number)))
    return [title_of(row) for row in rows if people_of(session, row.kind, row.region) == [person_id]]
