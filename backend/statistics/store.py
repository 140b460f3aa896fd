"""The store of releases: its engine, its making, and that a store of made-up businesses never opens as a real one.

On SQLite it keeps a rollback journal, not a write-ahead log: whoever may only read its file can open it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, RowMapping, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from backend.statistics.store_tables import VERSION, store_info, tables
from backend.statistics.triggers import statements
from calculators.release.shapes import Level, Row, Segment
from rules.faults import Fault, InputError
from rules.text import Text

MAKING = 1936026464  # who makes the tables on PostgreSQL: one at a time
WAIT_MS = 60_000


@dataclass(frozen=True, slots=True)
class Store:
    """An open store of releases and the dataset it was made for."""

    engine: Engine
    dataset: str

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes stay when the block ends well, and none of them otherwise."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that reads one state."""
        with self.engine.connect() as connection:
            yield connection


def open_store(url: str, dataset: str) -> Store:
    """Return the store at `url`, made if there is none.

    Raises:
        InputError: it is of another dataset, or of a newer version of this program.
    """
    engine = store_engine(url)
    _make(engine, dataset)
    with engine.connect() as connection:
        check_info(connection, dataset)
    return Store(engine, dataset)


def store_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine for a store; a process holds no connection longer than it needs it."""
    found = make_url(url)
    if found.get_backend_name() != "sqlite":
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    path = Path(str(found.database)).resolve()
    if read_only:
        engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", poolclass=NullPool)
    else:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", _prepare_reader if read_only else _prepare)
    event.listen(engine, "begin", _begin_reading if read_only else _begin)
    return engine


def check_info(connection: Connection, dataset: str) -> None:
    """Refuse a store that tells of others, or that a newer program made.

    Raises:
        InputError: see above.
    """
    info = {row.name: row.value for row in connection.execute(sa.select(store_info))}
    if info.get("dataset") != dataset:
        raise InputError([_other_dataset(info.get("dataset"), dataset)])
    if int(info.get("version", 0)) > VERSION:
        raise InputError([_newer()])


def cell_values(release_id: str, n: int, row: Row) -> dict[str, Any]:
    """Return a row as the table keeps it, numbers as they are published."""
    return {
        "release": release_id,
        "n": n,
        "level": str(row.level),
        "requirement": row.requirement,
        "version": row.version,
        "domain": row.domain,
        "size": row.segment.size if row.segment else None,
        "sector": row.segment.sector if row.segment else None,
        "measure": row.measure,
        "published": row.published,
        "value": row.value,
        "margin95": row.margin95,
        "n_noisy": row.n_noisy,
        "sd": row.sd,
        "shares": json.dumps(row.shares) if row.shares is not None else None,
    }


def row_of(kept: RowMapping) -> Row:
    """Return the row that the table keeps."""
    return Row(
        level=Level(kept["level"]),
        requirement=kept["requirement"],
        version=kept["version"],
        domain=kept["domain"],
        segment=Segment(kept["size"], kept["sector"]) if kept["size"] is not None else None,
        measure=kept["measure"],
        published=bool(kept["published"]),
        value=kept["value"],
        margin95=kept["margin95"],
        n_noisy=kept["n_noisy"],
        sd=kept["sd"],
        shares=tuple(json.loads(kept["shares"])) if kept["shares"] is not None else None,
    )


def _make(engine: Engine, dataset: str) -> None:
    """Make the tables with their guards once; a role without the right to make them finds them made."""
    if sa.inspect(engine).has_table("store_info"):
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MAKING)))
        if sa.inspect(connection).has_table("store_info"):
            return
        tables.create_all(connection)
        info = {"dataset": dataset, "version": str(VERSION)}
        connection.execute(store_info.insert(), [{"name": name, "value": value} for name, value in info.items()])
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)


def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    _prepare_reader(connection, record)
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _other_dataset(found: str | None, wanted: str) -> Fault:
    message = Text(
        f"В хранилище выпусков набор «{found}», а нужен «{wanted}».",
        f"The store of releases holds the dataset “{found}”, “{wanted}” is needed.",
    )
    remedy = Text(
        "Показ и настоящие выпуски хранятся порознь: укажите другое YASNO_RELEASE_DATABASE.",
        "Demo and real releases are kept apart: name another YASNO_RELEASE_DATABASE.",
    )
    return Fault("other_dataset", None, message, remedy)


def _newer() -> Fault:
    message = Text("Хранилище выпусков сделала более новая версия.", "A newer version made the store of releases.")
    return Fault("newer_store", None, message, Text("Обновите «Ясно».", "Update Yasno."))
