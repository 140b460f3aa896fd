"""Databases of tests: an empty, migrated one of each test's own, on SQLite or on PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlmodel.main import default_registry

from backend.db.engine import make_engine
from backend.schema import upgrade

# Which database tests without a word of their own run on: YASNO_TEST_ENGINE=postgresql takes the whole suite there.
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def chosen_engine() -> str:
    """Return the kind of database that this run is about."""
    return os.environ.get("YASNO_TEST_ENGINE") or SQLITE


def service(name: str) -> str:
    """Return a service's address, or skip; where services are required, a missing one is a failure."""
    url = os.environ.get(f"YASNO_TEST_{name}")
    if url:
        return url
    if os.environ.get("YASNO_REQUIRE_SERVICES") == "1":
        pytest.fail(f"YASNO_TEST_{name} is not set, but services are required")
    pytest.skip(f"YASNO_TEST_{name} is not set: no such service here")


def make_sqlite(path: Path) -> None:
    """Make a migrated database in a file that can be copied."""
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextmanager
def postgresql_database(template: str = "") -> Iterator[str]:
    """Yield the address of a fresh database on the server of YASNO_TEST_POSTGRESQL; it is dropped afterwards."""
    given = make_url(service("POSTGRESQL"))
    name = f"yasno_test_{secrets.token_hex(6)}"
    _tell(given, f"CREATE DATABASE {name}" + (f" TEMPLATE {make_url(template).database}" if template else ""))
    try:
        yield given.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        _tell(given, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Yield the address of a fresh migrated database, in `folder` where it is a file."""
    if chosen_engine() == POSTGRESQL:
        with postgresql_database(request.getfixturevalue("empty_postgresql")) as url:
            yield url
        return
    shutil.copy(request.getfixturevalue("empty_sqlite"), folder / "yasno.sqlite3")
    yield f"sqlite:///{folder / 'yasno.sqlite3'}"


@contextmanager
def postgresql_template() -> Iterator[str]:
    """Yield the address of a migrated database to copy from; nobody is connected to it."""
    with postgresql_database() as url:
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        yield url


def forget_statements() -> None:
    """Drop what mappers compiled for a database that is gone: each keeps a hundred statements with their dialect.

    An installation has one database; a run of tests has thousands, and their statements fit no other.
    """
    for mapper in default_registry.mappers:
        vars(mapper).pop("_compiled_cache", None)


def _tell(server: URL, statement: str) -> None:
    engine = sa.create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
