"""Guards of the store that hold whoever writes to it: nothing changes or goes, no year costs more than its policy."""

from __future__ import annotations

from collections.abc import Iterator

from backend.statistics.store_tables import tables

# `INSERT OR REPLACE` of SQLite deletes without asking triggers of deletion: a key that stands is refused before.
KEYS = {
    "policy": "sha256",
    "calendar": "window",
    "frozen": "window",
    "intent": "window",
    "charge": "window",
    "release": "id",
    "announcement": "release",
    "note": "id",
    "burned": "window",
    "pilot_choice": "year",
    "store_info": "name",
}
FOREVER = "rows of releases stay as they are"
STANDS = "this row stands already"
OVERSPENT = "the privacy budget of the year is spent"
FINISHED = "the release is finished"
BURNED = "the window is burned"
RELEASED = "the window is released privately"
NOT_CHARGED = "a release needs its charge"

_SPENT = "(SELECT coalesce(sum(rho_micro), 0) FROM charge WHERE year = NEW.year) + NEW.rho_micro"
_CAP = "(SELECT yearly_rho_micro FROM policy WHERE sha256 = NEW.policy)"
# (name, table, condition, refusal): the same on both databases.
CONDITIONS = (
    ("charge_within_year", "charge", f"{_SPENT} > {_CAP}", OVERSPENT),
    ("cell_of_unfinished", "cell", "EXISTS (SELECT 1 FROM release WHERE id = NEW.release)", FINISHED),
    (
        "intent_not_burned",  # a lost charge is entered under the intent "lost", of which nothing is ever released
        "intent",
        "NEW.kind NOT IN ('pilot', 'lost') AND EXISTS (SELECT 1 FROM burned b WHERE b.\"window\" = NEW.\"window\")",
        BURNED,
    ),
    (
        "release_is_charged",
        "release",
        'NEW.kind <> \'pilot\' AND NOT EXISTS (SELECT 1 FROM charge c WHERE c."window" = NEW."window")',
        NOT_CHARGED,
    ),
    (
        "release_not_burned",
        "release",
        'NEW.kind <> \'pilot\' AND EXISTS (SELECT 1 FROM burned b WHERE b."window" = NEW."window")',
        BURNED,
    ),
    (
        "pilot_of_unreleased",
        "burned",
        "NEW.reason = 'pilot' AND EXISTS "
        '(SELECT 1 FROM intent i WHERE i."window" = NEW."window" AND i.kind <> \'pilot\')',
        RELEASED,
    ),
)


def statements(dialect: str) -> Iterator[str]:
    """Yield the statements that make every guard."""
    conditions = [*CONDITIONS, *_once(dialect)]
    if dialect == "postgresql":
        yield _refusing_function()
        for name in tables.tables:
            yield from _unchanged_on_postgresql(name)
        for condition in conditions:
            yield from _checked_on_postgresql(*condition)
        return
    for name in tables.tables:
        yield from _unchanged_on_sqlite(name)
    for condition in conditions:
        yield _checked_on_sqlite(*condition)


def _once(dialect: str) -> Iterator[tuple[str, str, str, str]]:
    """PostgreSQL refuses a second key by itself, in words that tell a race from a fault."""
    if dialect == "postgresql":
        return
    for table, key in KEYS.items():
        stands = f'EXISTS (SELECT 1 FROM {table} t WHERE t."{key}" = NEW."{key}")'  # noqa: S608  (names of ours)
        yield f"{table}_once", table, stands, STANDS


def _unchanged_on_sqlite(table: str) -> Iterator[str]:
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{FOREVER}'); END"
        )


def _checked_on_sqlite(name: str, table: str, condition: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _refusing_function() -> str:
    return (
        "CREATE OR REPLACE FUNCTION releases_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FOREVER}'; END $$"
    )


def _unchanged_on_postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION releases_stay()"
    )
    yield (
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION releases_stay()"
    )


def _checked_on_postgresql(name: str, table: str, condition: str, refusal: str) -> Iterator[str]:
    """Two charges of one year wait for each other: each must see the other's."""
    turn = "PERFORM pg_advisory_xact_lock(1936026465); " if table in {"charge", "intent", "burned"} else ""
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {turn}"
        f"IF {condition} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
