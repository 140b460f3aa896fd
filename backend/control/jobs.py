"""Work of control that takes its time, or its turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.plans import solving
from backend.control.plans.following import follow_events
from backend.jobs.registry import hourly, job


@job(solving.SOLVE, outside=True)
def solve_plan(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Count a plan; the database is free meanwhile."""
    solving.solve(session, payload, now)


@job("control.follow_plans", following=hourly)
def follow_plans(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Bring the entries of plans to where their events are."""
    follow_events(session, now)
