"""What appeals hold of a person's businesses, for «скачать мои данные». Their files are told by control."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from backend.appeals.asking import words_kept
from backend.appeals.models import Appeal, AppealGround

# The hearing body's own, or ids of people.
OF_BODY = {"decision_draft", "decided_by", "author_id", "prepared_by", "hearing_body_id", "body_id", "demo"}


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return the appeals of businesses with their grounds, as their people may read them."""
    query = select(Appeal).where(col(Appeal.business_id).in_(list(business_ids)))
    rows = session.exec(query.order_by(col(Appeal.platform_number))).all()
    ids = [row.id for row in rows]
    of_these = col(AppealGround.appeal_id).in_(ids)
    grounds = session.exec(
        select(AppealGround).where(of_these).order_by(col(AppealGround.appeal_id), col(AppealGround.n))
    )
    told = {
        "appeal": [row.model_dump(mode="json", exclude=OF_BODY) for row in rows],
        "appeal_said": [one.model_dump(mode="json", exclude={"business_id"}) for one in words_kept(session, ids)],
        "appeal_ground": [one.model_dump(mode="json") for one in grounds],
    }
    return {name: shown for name, shown in told.items() if shown}
