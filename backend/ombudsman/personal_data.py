"""What the ombudsman's room holds of a person's businesses, for «скачать мои данные»: cases, consents, who looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent, OmbudsmanView

# Ids of people, and how the ombudsman files a case for themselves.
OF_OMBUDSMAN = {"ombudsman_id", "prepared_by", "body_id", "demo"}


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return the cases of businesses with what they showed, and when somebody looked."""
    query = select(OmbudsmanCase).where(col(OmbudsmanCase.business_id).in_(list(business_ids)))
    rows = session.exec(query.order_by(col(OmbudsmanCase.platform_number))).all()
    ids = [row.id for row in rows]
    consents = session.exec(select(OmbudsmanConsent).where(col(OmbudsmanConsent.case_id).in_(ids)))
    views = session.exec(select(OmbudsmanView).where(col(OmbudsmanView.case_id).in_(ids)))
    told = {
        "ombudsman_case": [row.model_dump(mode="json", exclude=OF_OMBUDSMAN) for row in rows],
        "ombudsman_consent": [one.model_dump(mode="json", exclude={"given_by"}) for one in consents],
        "ombudsman_view": [one.model_dump(mode="json", exclude={"person_id"}) for one in views],
    }
    return {name: shown for name, shown in told.items() if shown}
