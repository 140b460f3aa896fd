"""The trend: one line as long as it is the same thing."""

from __future__ import annotations

from backend.statistics.charts import Point, trend
from backend.statistics.figures import Figure, figure_of
from calculators.release.shapes import Level, Row
from tests.backend.statistics.shelf import told


def figure(value: float) -> Figure | None:
    """A figure of this mean."""
    return figure_of(told(Row(Level.REQUIREMENT, "a", "v", "fire", None, "clarity", False), value))


def test_a_line_runs_through_releases_of_one_version_and_one_policy() -> None:
    drawn = trend([Point("2026Q1", "v", "p", figure(1)), Point("2026Q2", "v", "p", figure(3))])
    assert drawn.lines == ["25.0,100.0 75.0,50.0"]
    assert drawn.breaks == []


def test_it_breaks_at_a_new_version_at_other_rules_and_where_there_is_no_data() -> None:
    points = [
        Point("2025Q4", "v", "p", figure(2)),
        Point("2026Q1", "v", "p", figure(2)),
        Point("2026Q2", "w", "p", figure(3)),
        Point("2026Q3", "w", "q", figure(3)),
        Point("2026Q4", "w", "q", None),
        Point("2027Q1", "w", "q", figure(4)),
    ]
    drawn = trend(points)
    assert [why.ru for _, why in drawn.breaks] == ["новая версия", "другие правила шума"]
    assert len(drawn.lines) == len(drawn.bands) == 1
    assert [one.y is None for one in drawn.points] == [False, False, False, False, True, False]


def test_the_axis_is_always_one_to_five() -> None:
    drawn = trend([Point("2026Q1", "v", "p", figure(5)), Point("2026Q2", "v", "p", figure(1))])
    assert [one.y for one in drawn.points] == [0.0, 100.0]
    assert drawn.points[1].bottom == 100.0


def test_nothing_released_draws_nothing() -> None:
    assert trend([]).points == []
