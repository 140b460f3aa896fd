"""A9: fifty publish at once, and whoever may be killed: one release, one charge. A ledger without guards is caught."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from backend.statistics.calendar import window_of
from backend.statistics.press import preparing
from backend.statistics.publishing import publish
from backend.statistics.store import store_engine
from backend.statistics.store_tables import charge, release
from tests.databases import postgresql_database
from tests.press import NOW, WINDOW, freeze_answers, press_in

TOGETHER = 50


class Outcome(NamedTuple):
    """What a race left behind."""

    releases: int
    charges: int

    @property
    def caught(self) -> bool:
        """Whether the window was released or paid more than once."""
        return self != (1, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    own = nullcontext(f"sqlite:///{tmp_path / 'releases.sqlite3'}")
    with postgresql_database() if request.param == "postgresql" else own as found:
        yield found


def race(publisher: Callable[[], object]) -> None:
    """Let fifty publish at once; some may be refused."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        for call in [pool.submit(publisher) for _ in range(TOGETHER)]:
            call.exception()


def outcome(engine: sa.Engine, releases: sa.Table, charges: sa.Table) -> Outcome:
    """Count what stands."""
    with engine.connect() as connection:
        counted = (connection.scalar(sa.select(sa.func.count()).select_from(one)) for one in (releases, charges))
        return Outcome(*(int(number or 0) for number in counted))


def test_fifty_publishers_leave_one_release_and_one_charge(url: str, tmp_path: Path) -> None:
    press = press_in(tmp_path, url)
    freeze_answers(press)
    prepared = preparing("quarter")(press, window_of(WINDOW))
    rows, drawn = prepared.draw_rows(), Barrier(TOGETHER)

    def together(point: str) -> None:
        if point == "drawn":
            drawn.wait(120)

    def publisher() -> None:
        own = press_in(tmp_path, url)
        publish(own.store, prepared.order, lambda: rows, own.key, own.journal, NOW, together)

    race(publisher)
    found = outcome(press.store.engine, release, charge)
    print(f"{TOGETHER} publishers: {found}; lines of the journal: {len(press.journal.read())}")
    assert not found.caught
    assert len(press.journal.read()) == 1


def test_a_ledger_that_looks_and_then_writes_is_caught(url: str) -> None:
    # The weakened ledger: no intent, no guard, no key; it asks whether the window is free, draws, and writes.
    engine, meta = store_engine(url), sa.MetaData()
    weak = [sa.Table(name, meta, sa.Column("window", sa.String(20))) for name in ("weak_release", "weak_charge")]
    meta.create_all(engine)
    looked = Barrier(TOGETHER)

    def publisher() -> None:
        with engine.begin() as connection:
            free = connection.execute(sa.select(weak[0])).first() is None
        looked.wait(120)
        if free:
            with engine.begin() as connection:
                for table in weak:
                    connection.execute(table.insert().values(window=WINDOW))

    race(publisher)
    found = outcome(engine, *weak)
    print(f"without guards: {found}")
    assert found.caught
