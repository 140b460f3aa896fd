"""The tree over the log: parts of it that are full are kept, so that a proof reads a thousand rows, not a million."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.audit.chain import leaf_of
from backend.audit.models import AuditRow, AuditSubtree
from calculators.merkle import HashOf, node_hash, split, tree_hash

PART = 1024  # leaves of a kept part; a power of two, so that every part is a whole branch


def tree_of(session: Session, *, kept: bool = True) -> HashOf:
    """Return `hash_of(start, stop)` over the rows of the log, from row 1 as leaf 0.

    `kept` False leaves the kept parts alone and reads every row.
    """
    parts = _kept_parts(session) if kept else {}

    def hash_of(start: int, stop: int) -> bytes:
        size = stop - start
        if size > PART:
            middle = start + split(size)
            return node_hash(hash_of(start, middle), hash_of(middle, stop))
        known = parts.get(start // PART) if size == PART else None
        return known or tree_hash(_leaves(session, start, stop))

    return hash_of


def keep_parts(session: Session, size: int) -> None:
    """Keep the parts that are full in a tree of `size` leaves and are not kept yet."""
    first = session.execute(sa.select(sa.func.max(col(AuditSubtree.number)))).scalar()
    for number in range(0 if first is None else first + 1, size // PART):
        leaves = _leaves(session, number * PART, (number + 1) * PART)
        session.add(AuditSubtree(number=number, hash=tree_hash(leaves).hex()))
    session.flush()


def _kept_parts(session: Session) -> dict[int, bytes]:
    return {row.number: bytes.fromhex(row.hash) for row in session.exec(select(AuditSubtree)).all()}


def _leaves(session: Session, start: int, stop: int) -> list[bytes]:
    within = (col(AuditRow.seq) > start, col(AuditRow.seq) <= stop)
    rows = session.exec(select(AuditRow.hash).where(*within).order_by(col(AuditRow.seq))).all()
    return [leaf_of(row) for row in rows]
