"""Work of appeals that goes by time: who filed an appeal of a business that is gone is forgotten after its term."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.after_erasure import after_erasure
from backend.jobs.registry import daily, job


@job("appeals.forget", following=daily(4), at_start=True)
def forget(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Wipe what is kept no longer, and what a restored backup brought back."""
    after_erasure(session, now)
