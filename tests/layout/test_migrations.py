"""One line of migrations, that goes down and up with rows in every table, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Table

from backend.db.engine import make_engine
from backend.schema import alembic_config, downgrade, metadata, upgrade
from tests.backend.conftest import postgresql_url

__all__ = ["postgresql_url"]

# Values that a CHECK of the table asks for; all other columns get one of their type.
WANTED: dict[tuple[str, str], Any] = {
    ("business", "run_key_hash"): None,
    ("business", "expires_at"): None,
    ("deadline", "warned"): 0,
    ("own_wage", "hourly"): None,
    ("api_client", "authority"): "",
    ("api_client", "refused_at"): None,
}
APPEND_ONLY = ("audit_log", "step_history")
DAY = date(2026, 11, 28)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    name = "postgresql_url" if request.param == "postgresql" else None
    url = request.getfixturevalue(name) if name else f"sqlite:///{tmp_path / 'a.sqlite3'}"
    engine = make_engine(url)
    yield engine
    engine.dispose()


def value_for(column: sa.Column[Any], rows: dict[str, dict[str, Any]]) -> Any:
    """Return something the column takes; a foreign key points to the row made before."""
    wanted = (column.table.name, column.name)
    if wanted in WANTED:
        return WANTED[wanted]
    for key in column.foreign_keys:
        return rows.get(key.column.table.name, {}).get(key.column.name)
    return a_value(column.type)


def a_value(kind: Any) -> Any:
    """Return a value of a column's type."""
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    if isinstance(kind, sa.String):
        return "a" * min(kind.length or 8, 8)
    plain = {sa.Boolean: True, sa.Integer: 1, sa.DateTime: datetime(2026, 11, 28, tzinfo=UTC), sa.Date: DAY}
    plain |= {sa.JSON: {}, sa.LargeBinary: b"a", sa.Float: 1.0}
    return next(value for type_, value in plain.items() if isinstance(kind, type_))


def plain_table(table: Table, engine: Engine) -> Table:
    """Return the table as the database has it, without our column types."""
    return Table(table.name, sa.MetaData(), autoload_with=engine, resolve_fks=False)


def fill(engine: Engine) -> dict[str, dict[str, Any]]:
    """Put a row into every table."""
    rows: dict[str, dict[str, Any]] = {}
    with engine.begin() as connection:
        for table in metadata().sorted_tables:
            rows[table.name] = {column.name: value_for(column, rows) for column in table.columns}
            connection.execute(plain_table(table, engine).insert().values(rows[table.name]))
    return rows


def counts(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        tables = metadata().sorted_tables
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables
        }


def differences(engine: Engine) -> list[Any]:
    """Return what the models have and the database has not, or the other way round."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata()))


def checks_of(table: Table) -> set[str]:
    """Return the names of a table's CHECKs as the models write them."""
    return {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint) and one.name}


def test_there_is_exactly_one_head(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    assert len(ScriptDirectory.from_config(alembic_config(engine)).get_heads()) == 1


def test_rows_survive_a_step_down_and_up(database: Engine) -> None:
    upgrade(database)
    fill(database)
    before = counts(database)
    assert set(before.values()) == {1}
    downgrade(database, "-1")
    stayed = sa.inspect(database).get_table_names()  # without those that the last revision makes
    upgrade(database)
    after = counts(database)
    assert {name: after[name] for name in stayed if name in after} == {
        name: before[name] for name in stayed if name in before
    }


def test_down_to_nothing_and_up_again_with_rows_in_every_table(database: Engine) -> None:
    upgrade(database)
    fill(database)
    downgrade(database)
    assert set(sa.inspect(database).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    assert differences(database) == []
    fill(database)


def test_the_database_is_what_the_models_say(database: Engine) -> None:
    upgrade(database)
    assert differences(database) == []


def test_every_check_of_the_models_stands_in_the_database(database: Engine) -> None:
    upgrade(database)
    inspector = sa.inspect(database)
    missing = {
        table.name: checks_of(table) - {str(one["name"]) for one in inspector.get_check_constraints(table.name)}
        for table in metadata().sorted_tables
    }
    assert {table: names for table, names in missing.items() if names} == {}


def test_a_word_outside_a_closed_list_is_refused_by_the_database(database: Engine) -> None:
    upgrade(database)
    fill(database)
    accepted = []
    for table in metadata().sorted_tables:
        if table.name in APPEND_ONLY:
            continue
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and not refused(
                database, sa.update(plain_table(table, database)).values({column.name: "no such word"})
            ):
                accepted.append(f"{table.name}.{column.name}")
    assert accepted == []


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_of_the_log_can_be_neither_changed_nor_removed(database: Engine, table: str) -> None:
    upgrade(database)
    fill(database)
    log = plain_table(metadata().tables[table], database)
    change = sa.update(log).values({list(log.columns)[-1].name: list(log.columns)[-1]})
    assert [refused(database, change), refused(database, sa.delete(log))] == [True, True]


def refused(engine: Engine, statement: sa.Update | sa.Delete) -> bool:
    """Whether the database refuses a statement."""
    try:
        with engine.begin() as connection:
            connection.execute(statement)
    except sa.exc.DBAPIError:
        return True
    return False


def test_migrations_need_no_code_of_ours() -> None:
    versions = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"))
    assert versions
    assert [
        file.name for file in versions if "backend" in file.read_text("utf-8") or "sqlmodel" in file.read_text("utf-8")
    ] == []
