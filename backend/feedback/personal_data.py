"""What a business said in its own name, for «скачать мои данные»; its signals are found by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from backend.feedback.models import Feedback
from backend.feedback.queries import own_named
from backend.feedback.service import title_of


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return what was said, to whom, and what came of it."""
    rows = [row for business_id in business_ids for row in own_named(session, business_id)]
    return {"feedback_in_own_name": [_told(row) for row in rows]}


def _told(row: Feedback) -> dict[str, Any]:
    return {
        "requirement": row.requirement,
        "title": title_of(row).ru,
        "text": row.statement,
        "named_as": row.named_as,
        "authority": row.authority,
        "state": row.state,
        "number": row.number,
        "answer": row.answer,
        "at": row.created_at.isoformat(),
    }
