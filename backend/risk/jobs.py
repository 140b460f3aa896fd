"""Work of the risk room that nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.jobs.registry import daily, job
from backend.risk.after_erasure import after_erasure


@job("risk.forget_orphans", following=daily(4), at_start=True)
def forget_orphans(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete own notes that a restored backup brought back after their business was erased."""
    after_erasure(session, now)
