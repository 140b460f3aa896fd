"""Files without an owner go, every hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.jobs.registry import hourly, job
from backend.jobs.service import settings_of
from backend.papers.service import AT_ONCE, SWEEP, sweep


@job(SWEEP, following=hourly)
def sweep_papers(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete files whose row is gone."""
    sweep(session, settings_of(session).data, now, at_once=bool(payload.get(AT_ONCE)))
