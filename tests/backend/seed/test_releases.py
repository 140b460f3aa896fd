"""The demo's releases: made up, said so in every head, in a store that real ones never share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.config import ConfigError, Settings
from backend.seed.releases import add_releases
from backend.server import refuse_other_releases
from backend.statistics.feed import feed_of
from backend.statistics.journal import Journal
from backend.statistics.verifying import document_of, verify_document
from tests.press import NOW

BUSINESSES = 2_000


@pytest.fixture
def demo(settings: Settings) -> Settings:
    """A demo with its releases."""
    shown = replace(settings, demo=True)
    assert add_releases(shown, NOW, BUSINESSES) == ["2025", "2026Q2", "2026Q3"]
    return shown


def test_the_demo_has_a_year_and_two_quarters_that_say_they_are_made_up(demo: Settings) -> None:
    heads = feed_of(demo).releases()
    assert [head.id for head in heads] == ["2026Q3", "2026Q2", "2025"]
    assert {(head.header["synthetic"], head.header["dataset"]) for head in heads} == {(True, "synthetic")}
    assert all(verify_document(document_of(feed_of(demo), head.id), demo)["ok"] for head in heads)
    assert sorted(Journal(demo.release_journal).read()) == ["2025", "2026Q2", "2026Q3"]
    assert not list(demo.handover.glob("*.parquet"))


def test_they_are_made_once(demo: Settings) -> None:
    before = [head.sha256 for head in feed_of(demo).releases()]
    assert add_releases(demo, NOW, BUSINESSES) == []
    assert [head.sha256 for head in feed_of(demo).releases()] == before


def test_real_and_made_up_releases_have_nothing_in_common(demo: Settings, settings: Settings) -> None:
    for name in ("release_url", "release_key", "release_journal", "release_policy", "handover"):
        assert getattr(demo, name) != getattr(settings, name)
    assert feed_of(settings).releases() == []
    with pytest.raises(ConfigError, match="dataset"):
        refuse_other_releases(replace(settings, release_database=demo.release_url))


def test_some_texts_changed_between_the_quarters(demo: Settings) -> None:
    versions = [
        {(row.requirement, row.version) for _, row in feed_of(demo).rows(name, level="requirement")}
        for name in ("2026Q2", "2026Q3")
    ]
    assert 0 < len(versions[0] - versions[1]) < 10


def test_the_year_tells_costs_flags_and_control_events(settings: Settings) -> None:
    shown = replace(settings, demo=True)
    add_releases(shown, NOW, 20_000)
    told = {row.measure for _, row in feed_of(shown).rows("2025") if row.published}
    assert {"cost", "event_clarity", "event_days", "event_again"} <= told
