"""Frozen answers go once nobody needs them, whoever was killed before deleting them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.config import Settings
from backend.statistics.clockwork import publish_due
from backend.statistics.policy_file import make_policy
from backend.statistics.press import Press, open_press, publish_window
from backend.statistics.signing import make_key
from backend.statistics.store_tables import burned
from backend.statistics.sweeping import sweep
from tests.press import NOW, WINDOW, freeze_answers


class Killed(BaseException):
    """The end of a process."""


@pytest.fixture
def press(settings: Settings) -> Press:
    """The installation's means of publishing, its policy signed."""
    make_policy(settings, make_key(settings.release_key), {})
    return open_press(settings)


@pytest.mark.parametrize("point", ["committed", "journaled"])
def test_the_next_hour_deletes_what_a_killed_publisher_left(settings: Settings, press: Press, point: str) -> None:
    def die(passed: str) -> None:
        if passed == point:
            raise Killed

    path = freeze_answers(press)
    with pytest.raises(Killed):
        publish_window(press, WINDOW, NOW, die)
    assert path.exists()
    publish_due(settings, NOW)
    assert not path.exists()


def test_answers_of_a_window_that_was_burned_while_it_froze_are_deleted(press: Press) -> None:
    path, waits = freeze_answers(press), freeze_answers(press, "2026Q4")
    with press.store.writing() as connection:
        connection.execute(burned.insert().values(window=WINDOW, reason="pilot", at=NOW))
    unfinished = path.with_name(".2027Q1.parquet.unfinished")
    unfinished.write_bytes(b"half")
    assert sweep(press.store, press.handover) == [WINDOW]
    assert not path.exists()
    assert not unfinished.exists()
    assert waits.exists()  # it is not released yet


def test_where_nothing_was_frozen_there_is_nothing_to_delete(press: Press, tmp_path: Path) -> None:
    assert sweep(press.store, tmp_path / "none") == []
