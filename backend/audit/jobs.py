"""Nightly: is the log whole, where does it end, and who may know it. On erasure: the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.erasures import FILE, NOTE, OVERWRITE, read_journal
from backend.audit.keys import own_keys
from backend.audit.models import AuditCheckpoint
from backend.audit.queries import newest_checkpoint
from backend.audit.receipts import OFFERED_AT, SIGNED_AT
from backend.audit.tree import keep_parts
from backend.db.engine import forget_deleted
from backend.jobs.registry import daily, job
from backend.jobs.service import settings_of


class LogInUse(Exception):
    """The database's write-ahead log could not be emptied now."""


class LogBroken(Exception):
    """The log is not as it was written."""


@job("audit.checkpoint", outside=True, following=daily(SIGNED_AT))
def checkpoint(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Check the log against the checkpoints kept so far, then keep another.

    Raises:
        LogBroken: the operators are told when the work is given up.
    """
    forget_deleted(cast(Engine, session.get_bind()))  # what ran out by itself during the day
    settings = settings_of(session)
    made = checkpoints.make(session, settings, checkpoints.read_own(settings, own_keys(settings)), now)
    if isinstance(made, Break):
        raise LogBroken(made.message.en)
    checkpoints.append(settings.checkpoints, made)


@job("audit.offer_checkpoints", following=daily(OFFERED_AT))
def offer(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Offer to everybody what was signed since the last time."""
    settings = settings_of(session)
    kept, newest = checkpoints.read_own(settings, own_keys(settings)), newest_checkpoint(session)
    for line in kept.lines:
        at = datetime.fromisoformat(line["at"])
        if "root" in line and (newest is None or at > newest.at):
            session.add(AuditCheckpoint(seq=line["seq"], at=at, line=dict(line)))
            keep_parts(session, line["seq"])


@job(NOTE, outside=True)
def note(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Write an erasure into the journal, once, and take what was erased out of the database's own log.

    Raises:
        LogInUse: somebody reads that log; the work is tried again.
    """
    data = settings_of(session).data
    if (payload["table"], payload["id"]) not in set(read_journal(data)):
        checkpoints.append(data / FILE, dict(payload))
    if not forget_deleted(cast(Engine, session.get_bind())):
        raise LogInUse


@job(OVERWRITE, outside=True)
def overwrite(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Take what was deleted out of the database's own log.

    Raises:
        LogInUse: somebody reads that log; the work is tried again.
    """
    if not forget_deleted(cast(Engine, session.get_bind())):
        raise LogInUse
