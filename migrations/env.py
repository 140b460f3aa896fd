"""Migrations on SQLite and PostgreSQL alike: in one transaction, foreign keys checked inside it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine
from sqlalchemy.types import TypeDecorator

from backend.config import read_settings
from backend.db.engine import make_engine, writing
from backend.schema import metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as the plain types they are stored as: old migrations must not need our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left rows without the row they point to")


def main() -> None:
    """Migrate the given engine, or the configured one."""
    engine: Engine = context.config.attributes.get("engine") or make_engine(read_settings().database_url)
    with writing(engine).connect() as connection:
        # Batch mode drops and renames tables; with foreign keys on it would take their children along.
        _foreign_keys(connection, "OFF")
        try:
            run(connection)
            connection.commit()
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, value: str) -> None:
    """Switch the check outside any transaction: inside one the pragma does nothing."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={value}")


main()
