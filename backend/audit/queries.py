"""Reading the audit log: all of it for the check, pages of it for the admin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.audit.chain import Break, Head, Row, check
from backend.audit.models import AuditRow
from backend.audit.service import head

CHUNK = 5_000
PAGE = 50


def every_row(session: Session) -> Iterator[Row]:
    """Yield the log in order, without holding all of it."""
    table: sa.Table = AuditRow.__table__  # type: ignore[attr-defined]
    last = -1 << 31  # also rows somebody put before the first
    while rows := session.execute(sa.select(table).where(table.c.seq > last).order_by(table.c.seq).limit(CHUNK)).all():
        for row in rows:
            yield cast(Row, row)
        last = rows[-1].seq


def verify(session: Session, known: dict[int, str] | None = None) -> Head | Break:
    """Return the head of the log if every row is as it was written, else the first that is not.

    `known` are the hashes of checkpoints, by row: without one, a cut tail cannot be seen.
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


__all__ = ["every_row", "head", "list_rows", "verify"]
