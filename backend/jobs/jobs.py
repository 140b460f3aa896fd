"""Nightly: work done long ago leaves the outbox; what was given up stays until somebody looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from backend.jobs.models import OutboxRow
from backend.jobs.registry import daily, job

KEPT = timedelta(days=90)


@job("jobs.tidy", following=daily(4))
def tidy(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remove rows done more than 90 days ago."""
    session.execute(delete(OutboxRow).where(col(OutboxRow.done_at) < now - KEPT))
