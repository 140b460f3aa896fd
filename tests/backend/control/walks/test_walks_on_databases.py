"""Fifty random walks of every kind of case on a database of each sort, and what holds after each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from backend.audit.chain import Head
from backend.audit.queries import verify
from backend.control.cases.kinds import case_kinds
from backend.db.engine import make_engine, open_session
from rules.procedures import procedures
from tests.backend.control.walks.beginnings import BEGINNINGS, WITHOUT_OWN_COPY
from tests.backend.control.walks.people import World, make_world
from tests.backend.control.walks.walking import START, STEPS, DatabaseWalk, Tally
from tests.databases import make_sqlite, postgresql_database

pytestmark = pytest.mark.slow
WALKS = 50
# A body hears of plans by its own pages only, and of a declaration where its act allows one: none of those known does.
TELLING_NOBODY = WITHOUT_OWN_COPY | {"declaration"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everybody, in one session, on one database after the other."""
    if request.param == "sqlite":
        path: Path = tmp_path_factory.mktemp("walks") / "yasno.sqlite3"
        make_sqlite(path)
        yield from opened(f"sqlite:///{path}")
    else:
        with postgresql_database(request.getfixturevalue("empty_postgresql")) as url:
            yield from opened(url)


def opened(url: str) -> Iterator[World]:
    """Yield the world in a database."""
    engine = make_engine(url)
    with open_session(engine, write=True) as session:
        yield make_world(session, START)
    engine.dispose()


def walk_all(world: World, procedure: str, walks: int = WALKS) -> Tally:
    """Walk; every other case is the business's own copy, where there is such a thing."""
    tally = Tally()
    for number in range(walks):
        own = bool(number % 2) and procedure not in WITHOUT_OWN_COPY
        walk = DatabaseWalk(world, procedure, Random(f"{procedure} {number}"), own, tally)
        try:
            walk.begin()
            for _ in range(STEPS):
                walk.go()
        finally:
            walk.end()
    return tally


def test_every_kind_of_case_has_a_beginning() -> None:
    assert set(BEGINNINGS) == set(case_kinds())


@pytest.mark.parametrize("procedure", BEGINNINGS)
def test_fifty_walks_keep_the_law_of_their_table(world: World, procedure: str) -> None:
    tally = walk_all(world, procedure)
    tried = sum(tally.taken.values()) + sum(tally.refused.values())
    # Mostly the values drawn are such that the step is taken: else nothing would be shown.
    assert sum(tally.taken.values()) > tried / 2, tally
    assert len(tally.states) >= len(procedures()[procedure].states) / 2, tally.states
    assert tally.told > 0 or procedure in TELLING_NOBODY
    assert isinstance(verify(world.session), Head)
