"""What a year tells of a requirement: its own figure, else its topic's, else nothing."""

from __future__ import annotations

from dataclasses import replace

from backend.config import Settings
from backend.statistics.feed import feed_of
from backend.statistics.yearly_view import cost_name, yearly_blocks
from calculators.release.shapes import Level, Row
from calculators.release.yearly import CONTRADICTION, COST, DUPLICATE
from rules.segments import dimensions
from tests.backend.statistics.shelf import put

CODE, NINE = "food.cleaning", (0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05)


def year(*rows: Row) -> list[Row]:
    """Return the rows of a requirement and its topic: those given have a figure."""
    measures = (COST, DUPLICATE, CONTRADICTION)
    own = [Row(Level.REQUIREMENT, CODE, "v", "food", None, measure, False) for measure in measures]
    topic = [Row(Level.DOMAIN, None, None, "food", None, measure, False) for measure in measures]
    told = {(row.level, row.measure): row for row in rows}
    return [told.get((row.level, row.measure), row) for row in (*own, *topic)]


def figure(level: Level, measure: str, shares: tuple[float, ...]) -> Row:
    own = level is Level.REQUIREMENT
    empty = Row(level, CODE if own else None, "v" if own else None, "food", None, measure, True)
    return replace(empty, n_noisy=300, sd=7.53, shares=shares)


def test_a_withheld_requirement_shows_its_topic_and_says_so(settings: Settings) -> None:
    rows = year(figure(Level.REQUIREMENT, DUPLICATE, (1.0,)), figure(Level.DOMAIN, COST, NINE))
    put(settings, "2026", rows, kind="year")
    found = {block.measure: (block.shown, block.of_topic) for block in yearly_blocks(feed_of(settings), CODE)}
    assert found == {COST: (True, True), DUPLICATE: (True, False), CONTRADICTION: (False, False)}


def test_before_the_first_year_there_is_nothing(settings: Settings) -> None:
    assert yearly_blocks(feed_of(settings), CODE) == []


def test_a_range_of_costs_bears_the_sign_where_each_language_has_it() -> None:
    names = [cost_name(one) for one in dimensions().cost_bins]
    assert names[2].ru.endswith("\u00a0₽")
    assert any(name.en == "₽1,000–3,000" for name in names), [name.en for name in names]
    assert not any("–₽" in name.en for name in names)
