"""Two worlds that differ by one business, and what a release would say in each: everything else the attacker knows.

Where both worlds count the same, their noise is the same too and tells nothing: only the other bins are drawn. The
attacker sees both tables as they leave OpenDP, before least squares and the rule of showing take anything away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from calculators.release.counting import counted
from calculators.release.drawing import histogram
from calculators.release.policy import noise_sd
from calculators.release.sampling import sampled
from calculators.release.shapes import Answer, Item, Policy
from calculators.release.squares import reconciled
from calculators.synthetic import fixed_items, population
from rules.segments import Segment
from tests.attacks.measuring import Draws

POLICY = Policy()
ITEMS: tuple[Item, ...] = fixed_items()[:40]
TARGET = 10**9  # no other unit has this number
HERE = Segment("micro", "services")


def crowd(businesses: int = 300, seed: int = 11) -> list[Answer]:
    """Return the answers of everybody else, which the attacker knows."""
    return sampled(population(businesses, ITEMS, seed), POLICY.cap)


def answers_of_target(count: int, score: int = 1) -> list[Answer]:
    """Return what the target says: so many answers, the same score in both measures."""
    return [Answer(TARGET, item.requirement, item.version, HERE, score, score) for item in ITEMS[:count]]


class Moved(NamedTuple):
    """The bins of both tables where two worlds differ, and what each world counts there."""

    outside: list[int]
    inside: list[int]

    @property
    def length(self) -> float:
        """How far apart the worlds are, L2."""
        return float(np.linalg.norm(np.subtract(self.inside, self.outside)))


def moved(outside: Sequence[Answer], inside: Sequence[Answer], cap: int = POLICY.cap) -> Moved:
    """Return the bins that differ between two frozen windows."""
    tables = [counted(world, ITEMS, cap) for world in (outside, inside)]
    flat = [np.concatenate([one.cells.ravel(), one.requirements.ravel()]) for one in tables]
    there = flat[0] != flat[1]
    return Moved(flat[0][there].tolist(), flat[1][there].tolist())


class Seen(NamedTuple):
    """The attacker's statistic in many releases of either world: the likelihood ratio, up to a monotone change."""

    inside: Draws
    outside: Draws


def seen(bins: Moved, draws: int, scale: float | None = None) -> Seen:
    """Return the statistic of so many releases of each world: 0 in the middle between them."""
    way = np.subtract(bins.inside, bins.outside)
    middle = np.add(bins.inside, bins.outside) / 2
    worlds = []
    for counts in (bins.inside, bins.outside):
        noisy = np.array(histogram(list(counts) * draws, scale or noise_sd(POLICY)), float).reshape(draws, -1)
        worlds.append((noisy - middle) @ way)
    return Seen(*worlds)


@dataclass(frozen=True)
class RowsSeen:
    """One requirement in many releases, after least squares: bins of its first cell, and of the requirement."""

    cell: Draws
    requirement: Draws


def rows_seen(bins: Sequence[int], draws: int, segments: int = 2) -> RowsSeen:
    """Return the released bins of a requirement whose first segment holds `bins`, the others nothing.

    Fewer segments than the twelve of a real release leave less noise after least squares: the attacker gains by it.
    """
    cells = np.zeros((draws, segments, len(bins)), np.int64)
    cells[:, 0] = bins
    noisy = [
        np.array(histogram(table.ravel().tolist(), noise_sd(POLICY)), np.int64).reshape(table.shape)
        for table in (cells, cells.sum(axis=1))
    ]
    agreed = reconciled(*noisy)
    return RowsSeen(agreed.children[:, 0] / agreed.parts, agreed.parents / agreed.parts)
