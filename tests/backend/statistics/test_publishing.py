"""A window is released once, whoever is killed where, however many try at once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from backend.errors import Conflict, NotFound
from backend.statistics.calendar import QUARTER, enter_day, published_at, window_of
from backend.statistics.feed import Feed
from backend.statistics.ledger import charges
from backend.statistics.press import Press, preparing, publish_window
from backend.statistics.publishing import POINTS, announce_due, publish
from backend.statistics.signing import document_sha256
from backend.statistics.store_tables import burned, cell, release
from calculators.release.shapes import Policy
from tests.layout.tree import ROOT
from tests.press import KILLED, NOW, WINDOW, freeze_answers, press_in

PARALLEL = 50
BEFORE_COMMIT = ("intent", "drawn", "written")


def count(press: Press, table: sa.Table) -> int:
    """Return how many rows a table of the store has."""
    with press.store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def hashes(press: Press) -> list[str]:
    """Return the hashes of the releases in the store."""
    with press.store.reading() as connection:
        return list(connection.execute(sa.select(release.c.sha256)).scalars())


def test_a_release_has_every_row_a_charge_and_a_line_in_the_journal(press: Press, store_url: str) -> None:
    path = freeze_answers(press)
    done = publish_window(press, WINDOW, NOW)
    announce_due(press.store, press.journal, NOW)
    head = Feed(store_url, "real").head(WINDOW)
    rows = [row for _, row in Feed(store_url, "real").rows(WINDOW)]
    assert done.drawn
    assert len(rows) == 3 * 12 * 2 + 3 * 2 + 2
    assert head.published_at == published_at(window_of(WINDOW))
    assert document_sha256(head.header, rows) == head.sha256
    assert {charge.rho_micro for charge in press.journal.read().values()} == {185_000}
    assert not path.exists()  # the frozen answers are needed no more


@pytest.mark.parametrize("point", POINTS)
def test_whoever_is_killed_anywhere_there_is_one_release_and_one_charge(
    press: Press, store_url: str, point: str
) -> None:
    freeze_answers(press)
    run = [sys.executable, "-m", "tests.press", str(press.handover.parent), store_url, point]
    assert subprocess.run(run, cwd=ROOT, timeout=120, check=False).returncode == KILLED
    seen = hashes(press)
    assert len(seen) == (0 if point in BEFORE_COMMIT else 1)
    assert count(press, cell) == (0 if point in BEFORE_COMMIT else 80)
    publish_window(press, WINDOW, NOW)
    announce_due(press.store, press.journal, NOW)
    assert len(hashes(press)) == 1
    assert seen in ([], hashes(press))  # nobody ever sees a second draw
    assert list(charges(press.store)) == list(press.journal.read()) == [WINDOW]
    assert [head.id for head in Feed(store_url, "real").releases()] == [WINDOW]


def test_fifty_at_once_make_one_release_and_one_charge(tmp_path: Path, press: Press, store_url: str) -> None:
    freeze_answers(press)
    with ThreadPoolExecutor(PARALLEL) as pool:
        calls = [pool.submit(publish_window, press_in(tmp_path, store_url), WINDOW, NOW) for _ in range(PARALLEL)]
    assert [call.result().drawn for call in calls].count(True) == 1
    assert len(hashes(press)) == 1
    assert len(charges(press.store)) == len(press.journal.read()) == 1


def test_fifty_who_have_all_drawn_leave_one_draw(tmp_path: Path, press: Press, store_url: str) -> None:
    freeze_answers(press)
    prepared = preparing("quarter")(press, window_of(WINDOW))
    rows, met = prepared.draw_rows(), Barrier(PARALLEL)

    def publish_together(_: int) -> bool:
        """Publish past the lock of the folder; nobody writes before everybody has drawn."""
        own = press_in(tmp_path, store_url)
        at = lambda point: met.wait(120) if point == "drawn" else None  # noqa: E731
        return publish(own.store, prepared.order, lambda: rows, own.key, own.journal, NOW, at).drawn

    with ThreadPoolExecutor(PARALLEL) as pool:
        drawn = list(pool.map(publish_together, range(PARALLEL)))
    assert drawn.count(True) == 1
    assert len(hashes(press)) == 1
    assert count(press, cell) == len(rows)
    assert len(charges(press.store)) == len(press.journal.read()) == 1


def test_a_second_time_says_that_it_is_made_and_draws_nothing(press: Press) -> None:
    freeze_answers(press)
    publish_window(press, WINDOW, NOW)
    prepared = hashes(press)
    assert publish_window(press, WINDOW, NOW + timedelta(days=1)).drawn is False
    assert hashes(press) == prepared


def test_nothing_is_read_before_the_minute_of_its_announcement(press: Press, store_url: str) -> None:
    freeze_answers(press)
    publish_window(press, WINDOW, NOW)
    feed, minute = Feed(store_url, "real"), published_at(window_of(WINDOW))
    assert announce_due(press.store, press.journal, minute - timedelta(seconds=1)) == []
    assert feed.releases() == []
    with pytest.raises(NotFound):
        feed.rows(WINDOW)
    assert announce_due(press.store, press.journal, minute) == [WINDOW]
    assert [head.published_at for head in feed.releases()] == [minute]
    assert [day.state for day in feed.calendar()] == ["published"]


def test_other_answers_than_the_frozen_ones_are_not_drawn(press: Press) -> None:
    freeze_answers(press)
    prepared = preparing("quarter")(press, window_of(WINDOW))
    with pytest.raises(Conflict, match="frozen one"):
        publish(
            press.store,
            replace(prepared.order, handover="0" * 64),
            prepared.draw_rows,
            press.key,
            press.journal,
            NOW,
        )
    assert hashes(press) == []


def test_a_window_that_is_not_frozen_or_is_burned_is_not_released(press: Press) -> None:
    enter_day(press.store, window_of("2026Q4"), QUARTER)
    with pytest.raises(Conflict, match="not frozen"):
        publish_window(press, "2026Q4", NOW)
    freeze_answers(press)
    with press.store.writing() as connection:
        connection.execute(burned.insert().values(window=WINDOW, reason="pilot", at=NOW))
    with pytest.raises(Conflict, match="burned"):
        publish_window(press, WINDOW, NOW)
    with pytest.raises(Conflict, match="no window"):
        publish_window(press, "2031Q1", NOW)


def test_a_year_pays_for_no_more_than_its_policy(tmp_path: Path, store_url: str) -> None:
    former = press_in(tmp_path, store_url)
    for code in ("2026Q1", "2026Q2"):
        freeze_answers(former, code)
        publish_window(former, code, NOW)
    # A stricter policy, signed in the middle of the year: what the former one spent is more than it allows in all.
    press = press_in(tmp_path, store_url, policy=Policy(rho=Decimal("0.074"), yearly_rho=Decimal("0.37")))
    freeze_answers(press)
    with pytest.raises(Conflict, match="is spent"):
        publish_window(press, WINDOW, NOW)
    freeze_answers(press, "2025Q4")
    assert publish_window(press, "2025Q4", NOW).drawn  # another year has its own


def test_an_intent_goes_on_under_its_own_policy_only(tmp_path: Path, press: Press, store_url: str) -> None:
    freeze_answers(press)

    class Killed(Exception):
        pass

    def kill(point: str) -> None:
        raise Killed(point)

    with pytest.raises(Killed):
        publish_window(press, WINDOW, NOW, kill)
    other = press_in(tmp_path, store_url, policy=Policy(cap=5))
    with pytest.raises(Conflict, match="other terms"):
        publish_window(other, WINDOW, NOW)
    assert publish_window(press, WINDOW, NOW).drawn
