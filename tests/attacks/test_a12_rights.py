"""A12: who reads releases and who publishes them cannot read what businesses said: PostgreSQL itself refuses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from backend.db.engine import make_engine
from backend.schema import metadata, upgrade
from backend.statistics.feed import Feed
from backend.statistics.press import publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.store_roles import FREEZES, PUBLISHES, READS, WRITTEN_BY_SITE, grants
from backend.statistics.store_tables import READ, tables
from tests.databases import postgresql_database
from tests.press import NOW, WINDOW, freeze_answers, press_in


class Places(NamedTuple):
    """A database of answers, a store of releases, and passwords of the store's roles by their names."""

    answers: str
    store: str
    roles: dict[str, str]

    def engine(self, role: str, address: str) -> sa.Engine:
        """Return an engine of a role."""
        url = make_url(address).set(username=self.roles[role], password="secret")
        return make_engine(url.render_as_string(hide_password=False), 1)


@pytest.fixture
def places(tmp_path) -> Iterator[Places]:
    """Both in one database, as a small installation would have them: rights must hold even there."""
    ending = secrets.token_hex(4)
    names = {role: f"{role}_{ending}" for role in (PUBLISHES, FREEZES, READS)}
    with postgresql_database() as url:
        owner = make_engine(url, 1)
        upgrade(owner)
        press = press_in(tmp_path, url)
        freeze_answers(press)
        publish_window(press, WINDOW, NOW)
        announce_due(press.store, press.journal, NOW)
        with owner.begin() as connection:
            for statement in grants(str(make_url(url).database)):
                for role, name in names.items():
                    statement = statement.replace(role, name)
                connection.exec_driver_sql(statement)
            for name in names.values():
                connection.exec_driver_sql(f"ALTER ROLE {name} PASSWORD 'secret'")
        yield Places(url, url, names)
        with owner.begin() as connection:
            for name in names.values():
                connection.exec_driver_sql(f"DROP OWNED BY {name}")
                connection.exec_driver_sql(f"DROP ROLE {name}")
        owner.dispose()


def readable(engine: sa.Engine, names: list[str]) -> list[str]:
    """Return the tables that a role can read."""
    found = []
    for name in names:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f'SELECT * FROM "{name}" LIMIT 1')
            found.append(name)
        except sa.exc.ProgrammingError as error:
            if "permission denied" not in str(error):
                raise
    return found


def raw_tables() -> list[str]:
    """Return every table of the database of answers."""
    return sorted(metadata().tables)


@pytest.mark.parametrize("role", [READS, PUBLISHES, FREEZES])
def test_no_role_of_the_store_reads_a_table_of_answers(places: Places, role: str) -> None:
    assert {"mark", "business", "register_entry"} <= set(raw_tables())
    assert readable(places.engine(role, places.answers), raw_tables()) == []


def test_the_feed_reads_releases_and_neither_intents_nor_the_hash_of_the_frozen_file(places: Places) -> None:
    engine = places.engine(READS, places.store)
    assert not {"intent", "frozen"} & set(READ)
    assert set(readable(engine, sorted(tables.tables))) == set(READ)
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    feed = Feed(url, "real")
    assert [head.id for head in feed.releases()] == [WINDOW]
    assert len(feed.rows(WINDOW)) == 80
    assert [day.state for day in feed.calendar()] == ["published"]


@pytest.mark.parametrize("role", [READS, FREEZES])
def test_who_does_not_publish_writes_no_release(places: Places, role: str) -> None:
    engine = places.engine(role, places.store)
    for name in sorted(set(tables.tables) - (set(WRITTEN_BY_SITE) if role == FREEZES else set())):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), engine.begin() as connection:
            connection.exec_driver_sql(f'INSERT INTO "{name}" SELECT * FROM "{name}" WHERE false')


def test_the_publisher_publishes_with_its_own_rights(places: Places, tmp_path) -> None:
    engine = places.engine(PUBLISHES, places.store)
    freeze_answers(press_in(tmp_path, places.store), "2026Q4")
    own = press_in(tmp_path, engine.url.set(drivername="postgresql").render_as_string(hide_password=False))
    assert publish_window(own, "2026Q4", NOW).drawn
    assert announce_due(own.store, own.journal, NOW) == []  # its minute comes in January
    for verb in ("DELETE FROM charge", "UPDATE release SET header = ''", "TRUNCATE cell"):
        with pytest.raises(sa.exc.ProgrammingError), engine.begin() as connection:
            connection.exec_driver_sql(verb)


def test_before_its_minute_only_the_publisher_reads_a_release(places: Places, tmp_path) -> None:
    press = press_in(tmp_path, places.store)
    freeze_answers(press, "2026Q4")
    publish_window(press, "2026Q4", NOW)
    seen = {}
    for role in (PUBLISHES, FREEZES, READS):
        with places.engine(role, places.store).connect() as connection:
            ids = set(connection.exec_driver_sql("SELECT id FROM release").scalars())
            seen[role] = ids, set(connection.exec_driver_sql("SELECT DISTINCT release FROM cell").scalars())
    both = {WINDOW, "2026Q4"}
    assert seen == {PUBLISHES: (both, both), FREEZES: (both, {WINDOW}), READS: ({WINDOW}, {WINDOW})}


def test_a_role_with_rights_to_everything_is_caught(places: Places) -> None:
    # The weakened installation: the feed's role was made the convenient way.
    owner = make_engine(places.answers, 1)
    with owner.begin() as connection:
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {places.roles[READS]}")
    owner.dispose()
    assert "mark" in readable(places.engine(READS, places.answers), raw_tables())
