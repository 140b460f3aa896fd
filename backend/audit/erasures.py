"""The journal of erasures: kept beside the database, so that who was erased stays erased after a restore.

A file holds one JSON object a line: {"table", "id", "at"}; ids only. What a room keeps outside of the database it takes
away by `after_erasure(session, now)` in a module `after_erasure.py`, which is found by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from backend.jobs.registry import offering
from backend.jobs.service import enqueue

FILE = "erased.jsonl"
NOTE = "audit.note_erasure"
OVERWRITE = "audit.overwrite_deleted"
SHORTLY = timedelta(minutes=1)


def note_erasure(session: Session, table: str, row_id: str, now: datetime) -> None:
    """Say, in the transaction that erases it, that a row of `table` is gone for good; the journal is written after it.

    Raises:
        ValueError: there is no such table.
    """
    _table(table)
    payload = {"table": table, "id": row_id, "at": now.isoformat()}
    enqueue(session, NOTE, payload, due_at=now, key=f"erased:{table}:{row_id}")
    for room in offering("after_erasure"):
        room.after_erasure(session, now)


def overwrite_deleted(session: Session, now: datetime) -> None:
    """Have what this transaction deletes overwritten in the database's files shortly after, not only at night."""
    enqueue(session, OVERWRITE, {}, due_at=now + SHORTLY)


def read_journal(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (table, id) of everything that was erased; a last line cut by a crash is passed over."""
    path = data / FILE
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        yield str(found["table"]), str(found["id"])


def erase_again(session: Session, data: Path, now: datetime) -> int:
    """Erase what the journal names and a restored database still holds; return how many rows that were."""
    erased = 0
    for name, row_id in dict.fromkeys(read_journal(data)):
        table = _table(name)
        gone = session.execute(sa.delete(table).where(table.c.id == row_id).returning(table.c.id)).first()
        erased += gone is not None
    for room in offering("after_erasure") if erased else ():
        room.after_erasure(session, now)
    return erased


def _table(name: str) -> sa.Table:
    table = SQLModel.metadata.tables.get(name)
    if table is None or "id" not in table.c:
        raise ValueError(f"no table «{name}» whose rows have an id")
    return table
