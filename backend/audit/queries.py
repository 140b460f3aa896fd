"""Reading the audit log: all of it for the check, pages of it for the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from backend.audit.chain import RESTORED, Break, Head, Known, Row, check
from backend.audit.models import AuditCheckpoint, AuditRow
from backend.audit.service import head

LOG: sa.Table = AuditRow.__table__  # type: ignore[attr-defined]
CHUNK = 5_000
PAGE = 50


def every_row(session: Session) -> Iterator[Row]:
    """Yield the log in order, without holding all of it."""
    last = -1 << 31  # also rows somebody put before the first
    while rows := _rows_after(session, last):
        for row in rows:
            yield cast(Row, row)
        last = rows[-1].seq


def _rows_after(session: Session, last: int) -> Sequence[Any]:
    query = sa.select(LOG).where(LOG.c.seq > last).order_by(LOG.c.seq).limit(CHUNK)
    try:
        return session.execute(query).all()
    except (ValueError, TypeError, DBAPIError):  # somebody wrote a moment that is none
        parts = [sa.cast(one, sa.String).label("at") if one.name == "at" else one for one in LOG.c]
        return [_Plain(*row) for row in session.execute(query.with_only_columns(*parts)).all()]


@dataclass
class _Plain:
    """A row with its moment read from text; one that is no moment fits no seal."""

    seq: int
    at: Any
    actor: str
    action: str
    object_type: str
    object_id: str
    values_hash: str
    prev_hash: str
    hash: str

    def __post_init__(self) -> None:
        try:
            moment = datetime.fromisoformat(self.at)
            self.at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            self.at = datetime.max.replace(tzinfo=UTC)


def verify(session: Session, known: Known | None = None) -> Head | Break:
    """Return the head of the log if every row is as it was written, else the first that is not.

    `known` is what checkpoints say, by row: without one, a cut tail cannot be seen.
    """
    return check(every_row(session), known)


def list_rows(
    session: Session, *, before: int | None = None, action: str = "", object_id: str = ""
) -> Sequence[AuditRow]:
    """Return a page of the log, newest first, from the row before `before` on."""
    query = select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(PAGE)
    if before is not None:
        query = query.where(col(AuditRow.seq) < before)
    if action:
        query = query.where(col(AuditRow.action).startswith(action, autoescape=True))
    if object_id:
        query = query.where(AuditRow.object_id == object_id)
    return session.exec(query).all()


def newest_checkpoint(session: Session) -> AuditCheckpoint | None:
    """Return the last checkpoint that is offered."""
    return session.exec(select(AuditCheckpoint).order_by(col(AuditCheckpoint.at).desc()).limit(1)).first()


def checkpoint_covering(session: Session, seq: int) -> AuditCheckpoint | None:
    """Return the first checkpoint whose tree holds a row."""
    query = select(AuditCheckpoint).where(col(AuditCheckpoint.seq) >= seq)
    return session.exec(query.order_by(col(AuditCheckpoint.at)).limit(1)).first()


def list_checkpoints(session: Session) -> Sequence[AuditCheckpoint]:
    """Return every checkpoint that is offered, newest first."""
    return session.exec(select(AuditCheckpoint).order_by(col(AuditCheckpoint.at).desc())).all()


def list_untold(session: Session) -> Sequence[AuditCheckpoint]:
    """Return the checkpoints that nobody was told of yet, newest first."""
    query = select(AuditCheckpoint).where(col(AuditCheckpoint.told_at).is_(None))
    return session.exec(query.order_by(col(AuditCheckpoint.at).desc())).all()


def list_restores(session: Session) -> Sequence[AuditRow]:
    """Return the rows of the log that record its restores, newest first."""
    return session.exec(select(AuditRow).where(AuditRow.action == RESTORED).order_by(col(AuditRow.seq).desc())).all()


__all__ = ["every_row", "head", "list_rows", "verify"]
