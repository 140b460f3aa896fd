"""What statistics hold of a person's businesses, for «скачать мои данные». Which answers counted is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from backend.statistics.models import DeclaredFounder, WindowPresence


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return named founders, and the windows whose releases answers could enter."""
    ids = list(business_ids)
    founders = session.exec(select(DeclaredFounder).where(col(DeclaredFounder.business_id).in_(ids))).all()
    windows = session.exec(select(WindowPresence).where(col(WindowPresence.business_id).in_(ids))).all()
    return {
        "declared_founder": [row.model_dump(mode="json") for row in founders],
        "window_presence": [row.model_dump(mode="json") for row in windows],
    }
