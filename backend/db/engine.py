"""The engine: SQLite in one file with one writer at a time, or PostgreSQL when configured."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from backend.errors import Busy

WRITER_TIMEOUT_SECONDS = 10.0
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",
    # One long import would leave a log of its own size for good, and readiness would take it for a reader that hangs.
    "journal_size_limit=67108864",
)


def make_engine(url: str, pool_size: int = 40) -> Engine:
    """Return an engine for `url`; on SQLite every durable commit is synced and foreign keys hold."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=pool_size)
    _make_folder(url)
    engine = create_engine(url, pool_size=pool_size, max_overflow=10)
    event.listen(engine, "connect", _prepare_sqlite)
    _one_writer_at_a_time(engine)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine for transactions that write: on SQLite they take the one writer's lock first."""
    return engine.execution_options(writer=True)


def open_session(engine: Engine, *, write: bool = False) -> Session:
    """Return a session; whoever opens it commits and closes it."""
    return Session(writing(engine) if write else engine, expire_on_commit=False)


def is_writing(session: Session) -> bool:
    """Return whether a session holds the writer's place: a second one would wait for it in vain."""
    bind = session.get_bind()
    return bool(bind.get_execution_options().get("writer"))


def forget_deleted(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, which still holds pages as they were; return whether nobody was in the way."""
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=10000")
    finally:
        connection.close()
    return not busy


def _make_folder(url: str) -> None:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """Our own BEGIN, write-ahead log, a sync for every commit, foreign keys; what is deleted is overwritten."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _one_writer_at_a_time(engine: Engine) -> None:
    """Writers queue in the process, not in SQLite: 51 ms at the 99th percentile instead of 842."""
    lock = threading.Lock()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writer"):
            connection.exec_driver_sql("BEGIN")
            return
        if not lock.acquire(timeout=WRITER_TIMEOUT_SECONDS):
            raise Busy
        connection.connection.record_info["writer"] = True  # type: ignore[index]
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError:
            # Another process writes for longer than busy_timeout; the lock goes back at check-in.
            raise Busy from None

    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        if (record.record_info or {}).pop("writer", False):
            lock.release()
