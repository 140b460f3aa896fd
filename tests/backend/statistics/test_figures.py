"""Rows of a release read as figures."""

from __future__ import annotations

from dataclasses import replace

from backend.statistics.figures import Released, Subject, facts_of, figure_of
from calculators.release.shapes import Level, Row, Segment
from tests.backend.statistics.shelf import header_of, told

SEGMENT = Segment("micro", "trade")
EMPTY = Row(Level.REQUIREMENT, "fire.exits_free", "v1", "fire", None, "clarity", False)


def test_an_interval_does_not_leave_the_scale() -> None:
    low, high = figure_of(told(EMPTY, 1.1)), figure_of(told(EMPTY, 4.95))
    assert low is not None
    assert high is not None
    assert (low.low, high.high) == (1.0, 5.0)


def test_what_is_not_published_is_nothing_whatever_stands_in_it() -> None:
    assert figure_of(EMPTY) is None
    assert figure_of(None) is None
    assert figure_of(replace(told(EMPTY, 2.0), published=False)) is None


def test_a_release_is_looked_up_by_version_topic_and_group() -> None:
    cell = told(replace(EMPTY, level=Level.CELL, segment=SEGMENT), 2.0)
    other = replace(EMPTY, level=Level.CELL, segment=Segment("small", "trade"))
    topic = told(Row(Level.DOMAIN, None, None, "fire", None, "clarity", False), 3.0)
    released = Released([EMPTY, cell, other, topic, told(replace(EMPTY, version="v2"), 4.0)])
    first, second = Subject("fire.exits_free", "v1", "fire"), Subject("fire.exits_free", "v2", "fire")
    assert set(released.subjects) == {first, second}
    assert released.whole(first, "clarity") is None
    assert released.whole(second, "clarity").value == 4.0  # type: ignore[union-attr]
    assert [(segment, figure.value) for segment, figure in released.cells(first, "clarity").items()] == [(SEGMENT, 2.0)]
    assert released.topic("fire", "clarity").value == 3.0  # type: ignore[union-attr]
    assert released.topic("fire", "feasibility") is None
    assert released.topics() == ["fire"]


def test_every_screen_says_budget_cap_and_noise_of_its_release() -> None:
    facts = facts_of(header_of("2026Q3", synthetic=True))
    assert (facts["epsilon"], facts["cap"], facts["sd_cell"], facts["synthetic"]) == (3.0, 10, 9.99, True)
    assert facts_of({})["epsilon"] is None
