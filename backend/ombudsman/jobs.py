"""Work of the ombudsman's room that goes by time: consents whose last day is over end, cases move on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.jobs.registry import hourly, job
from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.rights import NAME
from backend.procedures.runner import SYSTEM, take_step
from rules.procedures.ombudsman_case import WITH_CONSENT


@job("ombudsman.end_consents", following=hourly, at_start=True)
def end_consents(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Move the cases on whose consent is over. Access ended by the clock already, in the second the day ended."""
    query = select(OmbudsmanCase).where(col(OmbudsmanCase.state).in_(WITH_CONSENT))
    for row in session.exec(query.order_by(col(OmbudsmanCase.platform_number))).all():
        if lasting(session, row.id, day_of(now)) is None:
            take_step(session, NAME, row, "end_consent", None, SYSTEM, now)
