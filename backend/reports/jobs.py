"""Links that have ended are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete

from backend.jobs.registry import daily, job
from backend.reports.models import ShareLink


@job("reports.end_links", following=daily(4))
def end_links(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
    """Delete links whose last day is over; they have opened nothing since."""
    session.exec(delete(ShareLink).where(col(ShareLink.expires_at) <= now))
