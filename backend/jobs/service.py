"""Putting work into the outbox, in the transaction of whoever causes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from backend.config import Settings
from backend.db.types import new_id
from backend.errors import NotFound
from backend.jobs.models import OutboxRow


def enqueue(
    session: Session, kind: str, payload: Mapping[str, Any], *, due_at: datetime, key: str | None = None
) -> str | None:
    """Put work into the outbox; it exists if, and only if, the caller's transaction is committed.

    Returns the row's id, or None where an effect of this `key` stands already: nothing is added then.
    """
    row_id = new_id()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"id": row_id, "kind": kind, "payload": dict(payload), "key": key, "due_at": due_at, "attempts": 0}
    statement: Any = insert(OutboxRow.__table__).values(values)  # type: ignore[attr-defined]
    if key is not None:
        statement = statement.on_conflict_do_nothing(index_elements=[col(OutboxRow.key)])
    added = session.execute(statement.returning(col(OutboxRow.id))).first()
    return row_id if added else None


def settings_of(session: Session) -> Settings:
    """Return the installation's settings; the worker gives them to every job's session."""
    settings: Settings = session.info["settings"]
    return settings


def try_again(session: Session, row_id: str, now: datetime) -> None:
    """Put work that was given up back into the outbox.

    Raises:
        NotFound: no such row, or it was not given up.
    """
    row = session.get(OutboxRow, row_id)
    if row is None or row.failed_at is None:
        raise NotFound
    row.failed_at, row.attempts, row.due_at, row.lease_until = None, 0, now, None
    session.add(row)
    session.flush()
