"""Anonymous runs end: after their day everything that was said in them goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete

from backend.accounts.models import Business
from backend.jobs.registry import hourly, job


@job("profiles.end_runs", following=hourly)
def end_runs(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
    """Delete runs whose time is over, with all that hangs on them; nobody can open them any more."""
    session.exec(delete(Business).where(col(Business.run_key_hash).is_not(None), col(Business.expires_at) <= now))
