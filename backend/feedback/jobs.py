"""Work of feedback that goes by time: collecting signals every hour, sending on Mondays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.feedback.collecting import collect
from backend.feedback.sending import next_monday, send_batch
from backend.jobs.registry import hourly, job

COLLECT = "feedback.collect"
SEND = "feedback.send"


@job(COLLECT, following=hourly, at_start=True)
def collect_signals(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Put new signals before the editor."""
    collect(session, now)


@job(SEND, following=next_monday)
def send(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Send what is sorted to the regulators."""
    send_batch(session, now)
