"""One release: count, add noise once, make the levels agree, show what may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from calculators.release.columns import Columns, Whole, columns_of
from calculators.release.counting import Counts, counted_columns
from calculators.release.noise import histogram as histogram
from calculators.release.policy import charge, check_policy, noise_sd, own_sd
from calculators.release.publishing import with_figures
from calculators.release.shapes import Answer, Item, Level, Measure, Policy, Row
from calculators.release.squares import Reconciled, reconciled
from rules.segments import dimensions


def draw(answers: Iterable[Answer], items: Sequence[Item], policy: Policy) -> list[Row]:
    """Return the rows of one release of sampled answers: the noise is drawn here, and never twice for one window.

    Every item has all its rows, shown or not: cells of each requirement by segment and measure, then the requirements,
    then the topic groups, in the order of `items` and of the dimensions.

    Raises:
        InputError: the policy is outside its bounds.
        ValueError: an answer outside the dimensions, or a unit with more answers than the policy's cap.

    >>> rows = draw([], [Item("fire.drill", "1", "fire")], Policy())
    >>> len(rows), any(row.published for row in rows)
    (28, False)
    """
    return draw_columns(columns_of(answers, items), items, policy)


def draw_columns(columns: Columns, items: Sequence[Item], policy: Policy) -> list[Row]:
    """Return the same for answers kept as columns.

    Raises:
        InputError: the policy is outside its bounds.
        ValueError: a unit with more answers than the policy's cap.
    """
    check_policy(policy)
    return released(with_noise(counted_columns(columns, len(items), policy.cap), policy), items, policy)


def with_noise(counts: Counts, policy: Policy, scale: float | None = None) -> Counts:
    """Return both tables with noise in every bin, empty ones too: half of ρ each; `scale` may only be larger than due.

    Raises:
        ValueError: OpenDP counts more ρ than the policy claims.
    """
    scale = scale or noise_sd(policy)
    charge(policy, scale)
    return Counts(_noisy(counts.cells, scale), _noisy(counts.requirements, scale))


def released(noisy: Counts, items: Sequence[Item], policy: Policy) -> list[Row]:
    """Return the rows of two noisy tables. All that follows the noise is arithmetic: it costs nothing more."""
    agreed = reconciled(noisy.cells, noisy.requirements)
    return list(_Rows(agreed, tuple(items), policy).every())


def _noisy(counts: Whole, scale: float) -> Whole:
    return np.array(histogram(counts.ravel().tolist(), scale), np.int64).reshape(counts.shape)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one release, level by level."""

    agreed: Reconciled
    items: tuple[Item, ...]
    policy: Policy

    def every(self) -> Iterator[Row]:
        yield from self._cells()
        yield from self._requirements()
        yield from self._domains()

    def _cells(self) -> Iterator[Row]:
        for place, item in enumerate(self.items):
            for segment, code in enumerate(dimensions().segments):
                for measure, name in enumerate(Measure):
                    row = Row(Level.CELL, item.requirement, item.version, item.domain, code, name, published=False)
                    yield self._figures(row, self.agreed.children[place, segment, measure])

    def _requirements(self) -> Iterator[Row]:
        for place, item in enumerate(self.items):
            for measure, name in enumerate(Measure):
                row = Row(Level.REQUIREMENT, item.requirement, item.version, item.domain, None, name, published=False)
                yield self._figures(row, self.agreed.parents[place, measure])

    def _domains(self) -> Iterator[Row]:
        places: dict[str, list[int]] = {}
        for place, item in enumerate(self.items):
            places.setdefault(item.domain, []).append(place)
        for domain, members in places.items():
            bins = self.agreed.parents[members].sum(axis=0)
            for measure, name in enumerate(Measure):
                row = Row(Level.DOMAIN, None, None, domain, None, name, published=False)
                yield self._figures(row, bins[measure], len(members))

    def _figures(self, row: Row, parts: Whole, requirements: int = 1) -> Row:
        bins = [part / self.agreed.parts for part in parts.tolist()]
        sd = own_sd(self.policy) * sqrt(requirements)
        return with_figures(row, bins, sd, self.policy.factor, dimensions().scores)
