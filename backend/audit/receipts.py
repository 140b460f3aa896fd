"""Receipts of rows of the log: who holds one can show, years later and without us, that the row stood there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.chain import leaf_of, values_hash, values_text
from backend.audit.models import AuditCheckpoint, AuditRow, AuditSalt
from backend.audit.queries import checkpoint_covering
from backend.audit.tree import tree_of
from backend.errors import NotFound
from backend.jobs.registry import daily
from calculators.merkle import HashOf, inclusion_proof, root_by_inclusion

# The hours of Moscow at which the log is checked and signed, and at which what was signed is offered.
SIGNED_AT, OFFERED_AT = 3, 4


class LogChanged(Exception):
    """The log is not what its checkpoint says: no receipt can be given, and the operators hear of it every night."""


@dataclass(frozen=True, slots=True)
class LeafReceipt:
    """The receipt of a row, or, while no checkpoint covers the row, when there will be one."""

    document: dict[str, Any]
    ready_at: datetime | None = None


def leaf_receipt(
    session: Session, seq: int, now: datetime, *, values: Mapping[str, Any] | None = None, row: bool = True
) -> LeafReceipt:
    """Return the receipt of a row, of the kind `leaf`: leaf, index, proof, checkpoint, perhaps row, values and salt.

    Whoever offers it must know that its reader may see the row: `row` shows its ids and moment. `values` are what was
    recorded; the receipt then proves them too, unless their salt went with an erasure.

    Raises:
        NotFound: there is no such row.
        ValueError: the row was recorded with other values.
        LogChanged: the log was changed since the checkpoint.
    """
    found = session.get(AuditRow, seq)
    if found is None:
        raise NotFound
    shape: dict[str, Any] = {"kind": "leaf", "leaf": found.hash, "index": seq - 1}
    told = ({"row": _shown(found)} if row else {}) | _values(session, found, values)
    covering = checkpoint_covering(session, seq)
    if covering is None:
        ready_at = _ready_at(found, now)
        waiting = {"proof": None, "checkpoint": None, "ready_at": ready_at.isoformat()}
        return LeafReceipt({**shape, **waiting, **told}, ready_at)
    return LeafReceipt({**shape, "proof": _proof(session, found, covering), "checkpoint": covering.line, **told})


def _ready_at(row: AuditRow, now: datetime) -> datetime:
    first = daily(OFFERED_AT)(daily(SIGNED_AT)(row.at))
    return first if first > now else daily(OFFERED_AT)(daily(SIGNED_AT)(now))


def last_row_about(session: Session, object_type: str, object_id: str, action: str = "") -> int | None:
    """Return the number of the last row about a thing, of one action if it is named; None where there is none."""
    query = select(AuditRow.seq).where(AuditRow.object_type == object_type, AuditRow.object_id == object_id)
    if action:
        query = query.where(AuditRow.action == action)
    return session.exec(query.order_by(col(AuditRow.seq).desc()).limit(1)).first()


def _shown(row: AuditRow) -> dict[str, Any]:
    names = ("actor", "action", "object_type", "object_id", "values_hash", "prev_hash")
    return {"seq": row.seq, "at": row.at.isoformat(), **{name: getattr(row, name) for name in names}}


def _values(session: Session, row: AuditRow, values: Mapping[str, Any] | None) -> dict[str, Any]:
    salt = session.get(AuditSalt, row.seq) if values is not None else None
    if salt is None:
        return {}
    if values_hash(values, salt.salt) != row.values_hash:
        raise ValueError(f"row {row.seq} was recorded with other values")
    return {"values": values_text(values), "salt": salt.salt}


def _proof(session: Session, row: AuditRow, checkpoint: AuditCheckpoint) -> list[str]:
    for parts in (True, False):  # kept parts first; where they are wrong the rows themselves
        proof = _fitting(row, checkpoint, tree_of(session, kept=parts))
        if proof is not None:
            return proof
    raise LogChanged(f"row {row.seq} against the checkpoint of row {checkpoint.seq}")


def _fitting(row: AuditRow, checkpoint: AuditCheckpoint, tree: HashOf) -> list[str] | None:
    try:
        leaf, proof = leaf_of(row.hash), inclusion_proof(row.seq - 1, checkpoint.seq, tree)
    except ValueError:  # a hash that is none
        return None
    root = root_by_inclusion(leaf, row.seq - 1, checkpoint.seq, proof)
    fits = root is not None and root.hex() == checkpoint.line["root"]
    return [one.hex() for one in proof] if fits else None
