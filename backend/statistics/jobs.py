"""The clockwork of releases: once an hour, on the hour, when windows close and releases are announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from backend.jobs.registry import hourly, job
from backend.jobs.service import settings_of
from backend.statistics import clockwork
from backend.statistics.feed import feed_of
from backend.statistics.signals import open_signals


def engine_of(session: Session) -> Engine:
    """Return the engine of a job's session."""
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine


def just_after_the_hour(now: datetime) -> datetime:
    """Plan work of every hour's second minute: what is announced on the hour is told a minute later."""
    due = now.replace(minute=1, second=0, microsecond=0)
    return due if due > now else due + timedelta(hours=1)


@job("statistics.freeze", following=hourly, at_start=True, outside=True)
def freeze(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Tell release days, freeze windows that have closed; the database is free meanwhile."""
    clockwork.freeze_closed(engine_of(session), settings_of(session), now)


@job("statistics.publish", following=hourly, at_start=True, outside=True)
def publish(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Draw frozen windows, announce those whose minute has come; of the main database only the log has a part."""
    clockwork.publish_due(settings_of(session), now, engine_of(session))


@job("statistics.take_note", following=just_after_the_hour, at_start=True)
def take_note(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Enter new charges in the audit log, tell receivers outside of new releases."""
    clockwork.take_note(session, settings_of(session), now)


@job("statistics.ask", following=just_after_the_hour, at_start=True)
def ask(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Put figures that call for an answer before the regulators; what is made up asks nobody."""
    settings = settings_of(session)
    if not settings.demo:
        open_signals(session, feed_of(settings), now)
