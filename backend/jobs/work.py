"""Doing work of the outbox: claim what is due, do one row in one transaction, put off what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.clock import Clock
from backend.config import Settings
from backend.db.engine import open_session
from backend.db.types import new_id
from backend.jobs.models import OutboxRow
from backend.jobs.registry import Job, jobs
from backend.jobs.service import enqueue

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 50
# How long to wait after the first, second, … failure; after the last the work is given up and the operators are told.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 3_600, 10_800, 21_600))
# Claims that brought no answer at all (the process died each time) count apart: it may have been somebody else's fault.
MOST_CLAIMS = 40
TELL_OPERATORS = "notifications.job_failed"


@dataclass(frozen=True, slots=True)
class Hands:
    """What work is done with."""

    settings: Settings
    engine: Engine
    clock: Clock

    def session(self, *, write: bool) -> Session:
        """Return a session that knows the settings; whoever opens it commits."""
        session = open_session(self.engine, write=write)
        session.info["settings"] = self.settings
        return session


def waiting() -> tuple[Any, Any]:
    """Return the conditions of a row that is neither done nor given up."""
    return col(OutboxRow.done_at).is_(None), col(OutboxRow.failed_at).is_(None)


def _claimable(now: datetime) -> tuple[Any, ...]:
    free = col(OutboxRow.lease_until).is_(None) | (col(OutboxRow.lease_until) <= now)
    return (*waiting(), col(OutboxRow.due_at) <= now, free)


def claim(hands: Hands) -> list[tuple[str, str]]:
    """Take the rows that are due for a minute; return (row, lease) of each. Nobody else takes them meanwhile."""
    now = hands.clock.now()
    with hands.session(write=False) as session:
        if session.exec(select(OutboxRow.id).where(*_claimable(now)).limit(1)).first() is None:
            return []
    with hands.session(write=True) as session:
        rows = session.exec(
            select(OutboxRow.id)
            .where(*_claimable(now))
            .order_by(col(OutboxRow.due_at))
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        lease = new_id()
        session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.id).in_(rows))
            .values(lease=lease, lease_until=now + LEASE, attempts=OutboxRow.attempts + 1)
        )
        session.commit()
    return [(row_id, lease) for row_id in rows]


def release(hands: Hands, rows: Sequence[str]) -> None:
    """Give rows back that no worker heard of: the broker did not answer."""
    with hands.session(write=True) as session:
        session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.id).in_(rows), *waiting())
            .values(lease=None, lease_until=None, attempts=OutboxRow.attempts - 1)
        )
        session.commit()


def release_all(hands: Hands) -> None:
    """Give every row back: at the start of a process whose messages lived in its memory only."""
    with hands.session(write=True) as session:
        taken = col(OutboxRow.lease).is_not(None)
        session.execute(update(OutboxRow).where(taken, *waiting()).values(lease=None, lease_until=None))
        session.commit()


def do(hands: Hands, row_id: str, lease: str) -> None:
    """Do one row. A row that is done, or was taken over by another lease, is left alone."""
    try:
        _try(hands, row_id, lease)
    except Exception as error:
        _put_off(hands, row_id, lease, error)


def _try(hands: Hands, row_id: str, lease: str) -> None:
    now = hands.clock.now()
    row = _mine(hands, row_id, lease)
    if row is None:
        return
    known = jobs().get(row.kind)
    if known is None:
        raise LookupError("no such kind of work")
    if known.outside:
        # The letter leaves first, the mark follows: the writer's lock must not wait for somebody else's server.
        with hands.session(write=False) as session:
            known.handler(session, row.payload, now)
    with hands.session(write=True) as session:
        held = _lock(session, row_id, lease)
        if held is None:
            return
        if not known.outside:
            known.handler(session, held.payload, now)
        _finish(session, held, known, now)
        session.commit()


def _mine(hands: Hands, row_id: str, lease: str) -> OutboxRow | None:
    with hands.session(write=False) as session:
        return session.exec(_row(row_id, lease)).first()


def _lock(session: Session, row_id: str, lease: str) -> OutboxRow | None:
    return session.exec(_row(row_id, lease).with_for_update(skip_locked=True)).first()


def _row(row_id: str, lease: str) -> SelectOfScalar[OutboxRow]:
    return select(OutboxRow).where(col(OutboxRow.id) == row_id, col(OutboxRow.lease) == lease, *waiting())


def _finish(session: Session, row: OutboxRow, known: Job, now: datetime) -> None:
    row.done_at, row.error = now, None
    if known.forget:
        row.payload = {}
    _plan_next(session, known, now)
    session.add(row)


def _plan_next(session: Session, known: Job, now: datetime) -> None:
    if known.following is not None:
        due = known.following(now)
        enqueue(session, known.kind, {}, due_at=due, key=f"{known.kind}@{due.isoformat()}")


def plan_periodic(hands: Hands) -> None:
    """Put the next turn of each periodic work into the outbox, if it is not there, and what is done at a start."""
    now = hands.clock.now()
    with hands.session(write=True) as session:
        for known in jobs().values():
            _plan_next(session, known, now)
            if known.at_start:
                enqueue(session, known.kind, {}, due_at=now)
        session.commit()


def _put_off(hands: Hands, row_id: str, lease: str, error: Exception) -> None:
    now, code = hands.clock.now(), type(error).__name__
    log.warning("job_failed", row=row_id, error=code, exc_info=error)
    with hands.session(write=True) as session:
        row = _lock(session, row_id, lease)
        if row is None:
            return
        row.error, row.lease, row.lease_until = code, None, None
        if row.attempts > len(WAITS):
            _give_up(session, row, now)
        else:
            row.due_at = now + WAITS[row.attempts - 1]
        session.add(row)
        session.commit()


def _give_up(session: Session, row: OutboxRow, now: datetime) -> None:
    row.failed_at = now
    known = jobs().get(row.kind)
    if known is not None:
        _plan_next(session, known, now)
    if row.kind != TELL_OPERATORS:
        payload = {"row": row.id, "kind": row.kind, "error": row.error}
        enqueue(session, TELL_OPERATORS, payload, due_at=now, key=f"failed:{row.id}")


def give_up_unanswered(hands: Hands) -> None:
    """Give up rows that were claimed again and again without any answer: they may be what kills the process."""
    now = hands.clock.now()
    with hands.session(write=False) as session:
        stuck = session.exec(select(OutboxRow.id).where(*_claimable(now), col(OutboxRow.attempts) >= MOST_CLAIMS)).all()
    for row_id in stuck:
        with hands.session(write=True) as session:
            row = session.get_one(OutboxRow, row_id)
            row.error = "never_answered"
            _give_up(session, row, now)
            session.add(row)
            session.commit()


def run_due(hands: Hands) -> int:
    """Do everything that is due in this thread, also what it causes; return how many rows were taken."""
    taken = 0
    while rows := claim(hands):
        for row_id, lease in rows:
            do(hands, row_id, lease)
        taken += len(rows)
    return taken
