"""At most so many answers of a unit, one a version, chosen by lot; the lot is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from os import urandom

import numpy as np

from calculators.release.columns import Columns, Whole
from calculators.release.shapes import Answer


def sampled(answers: Iterable[Answer], cap: int) -> list[Answer]:
    """Return the answers that count: of each unit one for a version and at most `cap`, drawn from system randomness.

    Raises:
        ValueError: a cap below 1.

    >>> from rules.segments import Segment
    >>> two = [Answer(7, name, "1", Segment("micro", "trade"), 1, None) for name in ("a.one", "a.two")]
    >>> len(sampled(two, 1)), len(sampled(two, 10)), len(sampled(two * 3, 10))
    (1, 2, 2)
    """
    given = list(answers)
    versions: dict[tuple[str, str], int] = {}
    unit = np.fromiter((one.unit for one in given), np.int64, len(given))
    item = np.fromiter(
        (versions.setdefault((one.requirement, one.version), len(versions)) for one in given), np.int64, len(given)
    )
    return [given[index] for index in _drawn(unit, item, cap)]


def sampled_columns(columns: Columns, cap: int) -> Columns:
    """Return the same for answers kept as columns.

    Raises:
        ValueError: a cap below 1.
    """
    return columns.only(_drawn(columns.unit, columns.item, cap))


def _drawn(unit: Whole, item: Whole, cap: int) -> Whole:
    """Return the places of the answers that count, in their order: the lot must not show through it."""
    if cap < 1:
        raise ValueError("a cap is at least 1")
    lots = np.frombuffer(urandom(8 * len(unit)), np.uint64)
    order = np.lexsort((lots, item, unit))
    one_a_version = order[_ranks(unit[order], item[order]) == 0]
    order = one_a_version[np.lexsort((lots[one_a_version], unit[one_a_version]))]
    return np.sort(order[_ranks(unit[order]) < cap])


def _ranks(*keys: Whole) -> Whole:
    """Return the rank of each row among those with its keys; equal keys stand together."""
    places = np.arange(len(keys[0]))
    begins = np.ones(len(places), bool)
    begins[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return places - np.maximum.accumulate(np.where(begins, places, 0))
