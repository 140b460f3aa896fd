"""What the yearly release tells of a requirement: own costs in bins and flags; the next one where it tells nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.statistics.feed import Feed
from backend.web import formats
from calculators.release.shapes import Level, Row
from calculators.release.yearly import BINS, COST, MEASURES, OF_REQUIREMENTS
from rules.segments import CostBin, dimensions
from rules.text import Text


@dataclass(frozen=True, slots=True)
class YearlyBlock:
    """One histogram of the yearly release; `bars` hold None where there is no data."""

    release: str
    measure: str
    name: Text
    level: Level
    n: int | None
    bars: list[dict[str, Any]]

    @property
    def shown(self) -> bool:
        """Whether there is a figure."""
        return self.n is not None

    @property
    def of_topic(self) -> bool:
        """Whether it is the topic group's, for want of the requirement's own."""
        return self.level is Level.DOMAIN


def yearly_blocks(feed: Feed, requirement: str) -> list[YearlyBlock]:
    """Return the histograms of a requirement in the last yearly release; empty before the first one.

    Where a requirement's own row is withheld its topic group's stands, if that one is shown.
    """
    heads = feed.releases("year")
    if not heads:
        return []
    rows = [row for _, row in feed.rows(heads[0].id, requirement=requirement)]
    own = {row.measure: row for row in rows if row.measure in OF_REQUIREMENTS}
    topics = [row for _, row in feed.rows(heads[0].id, level=Level.DOMAIN, domain=rows[0].domain)] if rows else []
    topic = {row.measure: row for row in topics if row.published}
    last = {measure: row if row.published else topic.get(measure, row) for measure, row in own.items()}
    return [_block(heads[0].id, last[measure]) for measure in OF_REQUIREMENTS if measure in last]


def _block(release: str, row: Row) -> YearlyBlock:
    names = [cost_name(one) for one in dimensions().cost_bins] if row.measure == COST else list(BINS[row.measure])
    shares = row.shares if row.published and row.shares else (None,) * len(names)
    bars = [
        {"name": name, "value": None if share is None else round(100 * share)}
        for name, share in zip(names, shares, strict=False)
    ]
    return YearlyBlock(
        release, row.measure, MEASURES[row.measure], row.level, row.n_noisy if row.published else None, bars
    )


def cost_name(one: CostBin) -> Text:
    """Return «1 000–3 000 ₽», “₽1,000–3,000”."""
    return Text(_cost(one, "ru"), _cost(one, "en"))


def _cost(one: CostBin, language: str) -> str:
    if one.until is None:
        return ("от " if language == "ru" else "from ") + formats.money(one.first, language)
    if not one.first:
        return ("до " if language == "ru" else "under ") + formats.money(one.until, language)
    if language == "en":
        return f"{formats.money(one.first, language)}–{formats.number(one.until, language)}"
    return f"{formats.number(one.first, language)}–{formats.money(one.until, language)}"
