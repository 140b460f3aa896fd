"""From sampled answers to the two tables of counts. These numbers are exact: they never leave memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from calculators.release.columns import Columns, Whole, columns_of
from calculators.release.shapes import Answer, Item, Measure
from rules.segments import dimensions


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact counts: `cells` by item, segment, measure and score; `requirements` by item, measure and score."""

    cells: Whole
    requirements: Whole


def counted(answers: Iterable[Answer], items: Sequence[Item], cap: int) -> Counts:
    """Return both tables of the answers for the versions of `items`.

    Raises:
        ValueError: a score outside 1–5, an unknown segment, a unit with more than `cap` answers or two
            for a version.

    >>> int(counted([], [Item("a.one", "1", "a")], 10).cells.sum())
    0
    """
    return counted_columns(columns_of(answers, items), len(items), cap)


def counted_columns(columns: Columns, items: int, cap: int) -> Counts:
    """Return both tables of answers kept as columns.

    Raises:
        ValueError: a unit with more than `cap` answers, or with two for one version: the noise is made for fewer.
    """
    check_contributions(columns, cap)
    segments, scores = len(dimensions().segments), len(dimensions().scores)
    cells = np.zeros((items, segments, len(Measure), scores), np.int64)
    for measure, given in enumerate((columns.clarity, columns.feasibility)):
        there = given > 0
        place = columns.item[there].astype(np.int64) * segments + columns.segment[there]
        counts = np.bincount(place * scores + given[there] - 1, minlength=items * segments * scores)
        cells[:, :, measure, :] = counts.reshape(items, segments, scores)
    return Counts(cells, cells.sum(axis=1))


def check_contributions(columns: Columns, cap: int) -> None:
    """Stop where a unit gives more than the noise is made for.

    Raises:
        ValueError: more than `cap` answers of a unit, or two for one version.

    >>> check_contributions(columns_of([], []), 10)
    """
    if not len(columns):
        return
    order = np.lexsort((columns.item, columns.unit))
    unit, item = columns.unit[order], columns.item[order]
    if np.any((unit[1:] == unit[:-1]) & (item[1:] == item[:-1])):
        raise ValueError("a unit answers twice for one version: answers are sampled before they are counted")
    if np.unique(unit, return_counts=True)[1].max() > cap:
        raise ValueError(f"a unit has more than {cap} answers: answers are sampled before they are counted")
