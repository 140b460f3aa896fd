"""The journal of charges tells of one dataset: made-up releases never count as real ones."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from backend.statistics.ledger import charges, enter_lost_charges, settle
from backend.statistics.press import Press, publish_window
from rules.faults import InputError
from tests.press import NOW, WINDOW, freeze_answers, press_in


@pytest.fixture
def shared(tmp_path: Path) -> Press:
    """A real installation that was given the journal of a demo."""
    demo, real = tmp_path / "demo", tmp_path / "real"
    for folder in (demo, real):
        folder.mkdir()
    made_up = press_in(demo, dataset="synthetic")
    freeze_answers(made_up)
    publish_window(made_up, WINDOW, NOW)
    press = press_in(real)
    shutil.copy2(made_up.journal.path, press.journal.path)
    return press


def test_lines_of_the_demo_are_refused_and_nothing_of_them_enters(shared: Press) -> None:
    for attempt in (settle, lambda store, journal: enter_lost_charges(store, journal, NOW)):
        with pytest.raises(InputError, match="dataset") as refused:
            attempt(shared.store, shared.journal)
        assert refused.value.faults[0].line == 1
    assert charges(shared.store) == {}


def test_a_store_adds_nothing_to_the_journal_of_another(shared: Press) -> None:
    freeze_answers(shared)
    before = shared.journal.path.read_bytes()
    with pytest.raises(InputError, match="dataset"):
        publish_window(shared, WINDOW, NOW)
    assert shared.journal.path.read_bytes() == before


def test_the_journal_is_its_owners_alone(press: Press) -> None:
    freeze_answers(press)
    publish_window(press, WINDOW, NOW)
    assert stat.S_IMODE(press.journal.path.stat().st_mode) == 0o600
