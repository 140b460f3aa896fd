"""What this slice holds of a person's businesses, for «скачать мои данные»."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from backend.costs.models import OwnNumber, OwnWage


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return own numbers and wages."""
    ids = list(business_ids)
    numbers = session.exec(select(OwnNumber).where(col(OwnNumber.business_id).in_(ids))).all()
    wages = session.exec(select(OwnWage).where(col(OwnWage.business_id).in_(ids))).all()
    return {
        "own_numbers": [row.model_dump(mode="json") for row in numbers],
        "own_wages": [row.model_dump(mode="json") for row in wages],
    }
