"""Work of control that takes its time, or its turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session

from backend.control.erknm.importing import IMPORT, folder_of, run_import
from backend.control.plans import solving
from backend.control.plans.following import follow_events
from backend.control.prescriptions.reminders import POINT, plan_point_reminders, remind_point
from backend.jobs.registry import daily, hourly, job
from backend.jobs.service import settings_of
from rules.faults import InputError


@job(solving.SOLVE, outside=True)
def solve_plan(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Count a plan; the database is free meanwhile."""
    solving.solve(session, payload, now)


@job("control.follow_plans", following=hourly)
def follow_plans(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Bring the entries of plans to where their events are."""
    follow_events(session, now)


@job("control.plan_point_reminders", following=daily(7), at_start=True)
def remind_of_points(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Look for points of prescriptions whose own date is near."""
    plan_point_reminders(session, now)


@job(POINT)
def remind_of_point(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Remind of one point."""
    remind_point(session, payload, now)


@job(IMPORT, outside=True)
def import_erknm(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Go on with an import of the register to its end. A broken file is not tried again: the run says why."""
    engine, begun = cast(Engine, session.get_bind()), time.monotonic()
    path = folder_of(settings_of(session).data) / payload["file"]
    session.rollback()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - begun)

    try:
        run_import(engine, path, payload["run"], clock, key=payload["key"])
    except InputError:
        return
