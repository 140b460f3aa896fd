"""What rooms below show of released figures: a systemic card of the ombudsman, of its requirement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.config import Settings
from backend.law import current_law
from backend.statistics.feed import feed_of
from backend.statistics.figures import ends_of
from backend.statistics.words import measure_name
from backend.statistics.yearly_view import cost_name
from backend.web import formats
from calculators.release.shapes import Level, Row
from calculators.release.yearly import COST, FLAGS, MEASURES
from rules.segments import dimensions
from rules.text import Text

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure in words: its name, what it says, and the release it stands in."""

    name: Text
    said: Text
    release: str


def released_figures(settings: Settings, requirement: str) -> list[Figure]:
    """Return what the newest releases tell of a requirement: scores, flags, costs; nothing of what is withheld."""
    entry, feed, figures = current_law().edition.requirements.get(requirement), feed_of(settings), []
    version = entry.version if entry else None
    for head in (heads[0] for kind in ("quarter", "year") if (heads := feed.releases(kind))):
        for _, row in feed.rows(head.id, level=Level.REQUIREMENT, requirement=requirement, version=version):
            if row.published:
                name = MEASURES.get(row.measure) or measure_name(row.measure)
                figures.append(Figure(name, said_of(row), head.id))
    return figures


def said_of(row: Row) -> Text:
    """Return what a published row says, short.

    >>> said_of(Row(Level.REQUIREMENT, "r", "v", "fire", None, "clarity", True, 2.5, 0.25, 900, 10.0, None)).en
    '2.5 of 5, 2.2–2.8'
    """
    if row.measure == COST:
        name = cost_name(dimensions().cost_bins[_median(row.shares or ())])
        return Text(f"половина не больше: {name.ru} в год", f"half of them no more than: {name.en} a year")
    if row.measure in FLAGS or row.value is None or row.margin95 is None:
        return Text(f"около {row.n_noisy} отметок", f"about {row.n_noisy} flags")
    (ru, between), (en, between_en) = (_mark(row, language) for language in ("ru", "en"))
    return Text(f"{ru} из 5, {between}", f"{en} of 5, {between_en}")


def _mark(row: Row, language: str) -> tuple[str, str]:
    """Return a mark and its interval as every screen writes them."""
    return formats.number(Decimal(row.value or 0), language, 1), formats.interval(*ends_of(row), language)


def _median(shares: Sequence[float]) -> int:
    """Return the bin in which half of the answers is reached."""
    reached = 0.0
    for place, share in enumerate(shares):
        reached += share
        if reached >= HALF:
            return place
    return max(0, len(shares) - 1)
