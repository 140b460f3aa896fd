"""Work of self-assessment that nobody waits for: papers that end, reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.assessments import reminders
from backend.clock import MOSCOW
from backend.jobs.registry import daily, job

REMIND = "assessments.remind"


@job(REMIND, following=daily(9))
def remind(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remind of papers that end, and of what is due, each as its business chose."""
    today = now.astimezone(MOSCOW).date()
    reminders.remind_of_papers(session, today, now)
    reminders.remind_of_duties(session, today, now)


@job(reminders.REMIND_ONE)
def remind_one(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remind one business of what is due."""
    reminders.remind_business(session, str(payload["business"]), now.astimezone(MOSCOW).date(), now)
