"""Everything kept about a person and their own businesses: to take away, and to erase.

The rows are found by the foreign keys themselves, so a new table is in the copy without anybody remembering it.
A room may add what rows cannot say: `personal_data.py` with `export(session, business_ids) -> dict`, and
`files(session, business_ids, folder) -> Iterable[(name, path)]` for what is kept as files.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from backend.accounts.models import Person
from backend.accounts.queries import list_parts
from backend.jobs.registry import offering

# Secrets and their hashes are no data about a person.
SECRET_ENDINGS = ("_hash", "_salt", "password")
CHUNK = 500


def own_businesses(session: Session, person: Person, now: datetime) -> list[str]:
    """Return the ids of businesses that the person alone owns."""
    return [part.business.id for part in list_parts(session, person.id, now) if part.sole_owner]


def make_archive(session: Session, person: Person, folder: Path, now: datetime) -> bytes:
    """Return a ZIP: every row as JSON, one file a table, and the files of the person's own businesses."""
    businesses = own_businesses(session, person, now)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in sorted(rows_of(session, person, businesses).items()):
            archive.writestr(f"tables/{name}.json", _json(rows))
        for room, told in _exports(session, businesses):
            archive.writestr(f"{room}.json", _json(told))
        for name, path in _files(session, businesses, folder):
            archive.write(path, f"files/{_safe(name)}")
    return packed.getvalue()


def rows_of(session: Session, person: Person, business_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return every row that hangs on the person or on these businesses, by table."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    waiting = [("person", [person.id]), ("business", list(business_ids))]
    tables = SQLModel.metadata.tables
    for name, ids in waiting:
        _keep(session, found, tables[name], tables[name].c.id, ids)
    while waiting:
        parent, ids = waiting.pop()
        for table, column in _hanging_on(parent):
            fresh = _keep(session, found, table, column, ids)
            if fresh and "id" in table.c:
                waiting.append((table.name, fresh))
    return {name: list(rows.values()) for name, rows in found.items() if rows}


def _hanging_on(parent: str) -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            # Somebody else's row may name a person too: it goes with them, and is not theirs to read.
            own = not column.info.get("somebody_elses")
            if own and any(key.column.table.name == parent for key in column.foreign_keys):
                yield table, column


def _keep(
    session: Session,
    found: dict[str, dict[Any, dict[str, Any]]],
    table: sa.Table,
    column: sa.Column[Any],
    ids: Sequence[Any],
) -> list[Any]:
    """Add the rows whose `column` is one of `ids`; return the ids of those not seen before."""
    kept, fresh = found.setdefault(table.name, {}), []
    keys = [one.name for one in table.primary_key.columns]
    for start in range(0, len(ids), CHUNK):
        query = sa.select(table).where(column.in_(ids[start : start + CHUNK]))
        for row in session.execute(query).mappings():
            key = tuple(row[name] for name in keys)
            if key not in kept:
                kept[key] = _shown(row)
                fresh.append(row.get("id"))
    return fresh


def _shown(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if not str(name).endswith(SECRET_ENDINGS)}


def _exports(session: Session, businesses: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for module in offering("personal_data"):
        if hasattr(module, "export"):
            yield module.__name__.split(".")[1], module.export(session, businesses)


def _files(session: Session, businesses: Sequence[str], folder: Path) -> Iterator[tuple[str, Path]]:
    for module in offering("personal_data"):
        if hasattr(module, "files"):
            yield from module.files(session, businesses, folder)


def _safe(name: str) -> str:
    """A name inside the archive's own folder: whoever unpacks it must not be led out of it."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "/".join(parts) or "file"


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
