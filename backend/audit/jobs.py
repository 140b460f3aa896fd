"""Nightly: is the log whole, and where does it end. On erasure: the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.erasures import FILE, NOTE, OVERWRITE, read_journal
from backend.audit.queries import verify
from backend.audit.signing import own_keys, signed
from backend.db.engine import forget_deleted
from backend.jobs.registry import daily, job
from backend.jobs.service import settings_of


class LogInUse(Exception):
    """The database's write-ahead log could not be emptied now."""


class LogBroken(Exception):
    """The log is not as it was written."""


@job("audit.checkpoint", outside=True, following=daily(3))
def checkpoint(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Check the log against the checkpoints kept so far, then keep another.

    Raises:
        LogBroken: the operators are told when the work is given up.
    """
    forget_deleted(cast(Engine, session.get_bind()))  # what ran out by itself during the day
    settings = settings_of(session)
    path = settings.checkpoints
    found = verify(session, checkpoints.read(path, own_keys(settings)).hashes if path.exists() else None)
    if isinstance(found, Break):
        raise LogBroken(found.message.en)
    taken = {"seq": found.seq, "hash": found.hash, "at": now.isoformat()}
    checkpoints.append(path, signed(taken, settings))


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
