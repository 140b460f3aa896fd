"""Writing to the audit log, in the transaction of what is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.audit.chain import EMPTY, Head, seal, values_hash
from backend.audit.models import AuditRow, AuditSalt
from backend.permissions import Actor

# One writer of the chain at a time on PostgreSQL, until its transaction ends; on SQLite there is one writer anyway.
CHAIN_LOCK = 0x5961_736E_6F
SYSTEM = "system"
ANONYMOUS = "anonymous"


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    object_type: str,
    object_id: str,
    values: Mapping[str, Any] | None,
    now: datetime,
) -> int:
    """Add a row to the log; return its number. It exists if, and only if, the caller's transaction is committed.

    `actor` None is the platform itself. `values` are hashed with a salt, never stored.
    """
    session.flush()
    wait_for_turn(session)
    before, salt = head(session), secrets.token_hex(16)
    row = AuditRow(
        seq=before.seq + 1,
        at=now.astimezone(UTC),
        actor=name_of(actor),
        action=action,
        object_type=object_type,
        object_id=object_id,
        values_hash=values_hash(values, salt),
        prev_hash=before.hash,
        hash="",
    )
    row.hash = seal(row)
    session.add_all([row, AuditSalt(seq=row.seq, salt=salt)])
    session.flush()
    return row.seq


def name_of(actor: Actor | None) -> str:
    """Return how the log calls an actor."""
    if actor is None:
        return SYSTEM
    return actor.person_id or actor.client_id or ANONYMOUS


def head(session: Session) -> Head:
    """Return the last row of the chain."""
    last = session.exec(select(AuditRow.seq, AuditRow.hash).order_by(col(AuditRow.seq).desc()).limit(1)).first()
    return Head(*last) if last else EMPTY


def forget_values(session: Session, person_id: str) -> None:
    """Take away the salts of a person's rows: the chain stays whole, its hashes tell nothing any more."""
    theirs = select(AuditRow.seq).where((col(AuditRow.actor) == person_id) | (col(AuditRow.object_id) == person_id))
    session.execute(sa.delete(AuditSalt).where(col(AuditSalt.seq).in_(theirs)))


def wait_for_turn(session: Session) -> None:
    """Wait until nobody else writes to the log, and keep others waiting until the caller's transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
