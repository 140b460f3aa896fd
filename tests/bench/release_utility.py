"""What a release is good for: how far published means are from the exact ones, how many answers they cover.

200 releases of the fixed set of trust.md (120 requirements × 12 segments, 8 answers a business in one segment), and
fewer of the real catalogue, which is larger than its voices. Only the noise changes between releases of one line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculators.release.columns import joined
from calculators.release.counting import Counts, counted_columns
from calculators.release.drawing import released, with_noise
from calculators.release.sampling import sampled_columns
from calculators.release.shapes import Item, Level, Policy, Row
from calculators.synthetic import fixed_items, population_columns
from rules.reading import load_edition
from tests.bench.figures import Figure, remark

POLICY = Policy()
SEED = 2026
RELEASES = 200
CATALOGUE_RELEASES = 20
# A row shown in fewer releases has too few errors for a 95th percentile of its own.
SHOWN_OFTEN = 40
SCORES = np.arange(1, 6)


@dataclass
class Utility:
    """What releases of one level told: errors of their means, by row, and what share of the answers they covered."""

    errors: dict[tuple[object, ...], list[float]] = field(default_factory=dict)
    inside: list[bool] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile of the error of a published mean, in score points."""
        every = [one for row in self.errors.values() for one in row]
        return float(np.quantile(every, 0.95)) if every else 0.0

    @property
    def worst_p95(self) -> float:
        """The same of the worst single row among those shown often."""
        often = [float(np.quantile(row, 0.95)) for row in self.errors.values() if len(row) >= SHOWN_OFTEN]
        return max(often, default=0.0)

    @property
    def coverage(self) -> float:
        """The share of answers that stand in a published row, on average."""
        return float(np.mean(self.covered))

    @property
    def in_interval(self) -> float:
        """How often the exact mean lies in the published ±95 %."""
        return float(np.mean(self.inside)) if self.inside else 1.0


def catalogue_items() -> tuple[Item, ...]:
    """Return the requirements of the catalogue, each in its topic group."""
    return tuple(
        Item(name, "1", entry.domain or name.split(".")[0]) for name, entry in load_edition().requirements.items()
    )


def counts_of(businesses: int, items: Sequence[Item]) -> Counts:
    """Return the exact tables of a made-up population."""
    columns = sampled_columns(joined(population_columns(businesses, items, SEED)), POLICY.cap)
    return counted_columns(columns, len(items), POLICY.cap)


def utility(counts: Counts, items: Sequence[Item], releases: int) -> dict[Level, Utility]:
    """Return what so many releases of the same answers tell, level by level."""
    exact = _exact(counts, items)
    found = {level: Utility() for level in (Level.CELL, Level.REQUIREMENT, Level.DOMAIN)}
    for _ in range(releases):
        covered = dict.fromkeys(found, 0.0)
        shown = dict.fromkeys(found, 0)
        for row, bins in zip(released(with_noise(counts, POLICY), items, POLICY), exact, strict=True):
            if row.published:
                _take(found[row.level], row, bins)
                covered[row.level] += bins.sum()
                shown[row.level] += 1
        for level, one in found.items():
            one.covered.append(covered[level] / counts.cells.sum())
            one.shown.append(shown[level])
    return found


def _take(here: Utility, row: Row, bins: np.ndarray) -> None:
    total = bins.sum()
    error = abs((row.value or 0) - float(bins @ SCORES) / total) if total else 5.0
    here.errors.setdefault((row.requirement, row.version, row.domain, row.segment, row.measure), []).append(error)
    here.inside.append(error <= (row.margin95 or 0))


def _exact(counts: Counts, items: Sequence[Item]) -> list[np.ndarray]:
    """Return the exact bins of every row, in the order of a release."""
    members: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        members.setdefault(item.domain, []).append(place)
    domains = [counts.requirements[places].sum(axis=0) for places in members.values()]
    return [
        *counts.cells.reshape(-1, 5),
        *counts.requirements.reshape(-1, 5),
        *np.array(domains).reshape(-1, 5),
    ]


def figures() -> Iterator[Figure]:
    """Yield error and coverage of the fixed set at 1,000, 5,000 and 50,000 businesses, and of the catalogue."""
    for name, items, releases in (
        ("fixed", fixed_items(), RELEASES),
        ("catalogue", catalogue_items(), CATALOGUE_RELEASES),
    ):
        for businesses in (1_000, 5_000, 50_000):
            yield from _lines(f"{name}_{businesses}", utility(counts_of(businesses, items), items, releases), releases)


def _lines(name: str, found: dict[Level, Utility], releases: int) -> Iterator[Figure]:
    for level, one in found.items():
        worst = f" (worst row {one.worst_p95:.3f})" if one.worst_p95 else ""
        remark(
            f"{name} {level}: {np.mean(one.shown):.1f} rows shown, p95 error {one.p95:.3f}{worst}, "
            f"{one.coverage:.1%} of answers, in the interval {one.in_interval:.1%}"
        )
        yield Figure(f"release_{name}_{level}_p95_error", one.p95, None, None, "score points", releases)
        yield Figure(f"release_{name}_{level}_coverage", one.coverage, None, None, "share of answers", releases)
        yield Figure(f"release_{name}_{level}_in_interval", one.in_interval, None, None, "share of rows", releases)


if __name__ == "__main__":
    RELEASES = int(sys.argv[1]) if len(sys.argv) > 1 else RELEASES
    for figure in figures():
        print(figure.line(), flush=True)
