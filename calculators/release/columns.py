"""Answers as columns of numbers: four hundred thousand of them take six megabytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from calculators.release.shapes import Answer, Item
from rules.segments import dimensions

Whole = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Answers by column: `item` and `segment` are places in the lists of items and segments; a score of 0 is none."""

    unit: Whole
    item: Whole
    segment: Whole
    clarity: Whole
    feasibility: Whole

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self.unit)

    def only(self, places: Whole) -> Columns:
        """Return the answers at some places.

        >>> columns_of([], []).only(np.array([], int)).unit.size
        0
        """
        return Columns(
            self.unit[places], self.item[places], self.segment[places], self.clarity[places], self.feasibility[places]
        )


def columns_of(answers: Iterable[Answer], items: Sequence[Item]) -> Columns:
    """Return the answers as columns, taking them one by one; those for other versions than `items` are left out.

    Raises:
        ValueError: a score outside 1–5, or a segment that is not in the dimensions.

    >>> len(columns_of([], []))
    0
    """
    known = {(one.requirement, one.version): place for place, one in enumerate(items)}
    places = {segment: place for place, segment in enumerate(dimensions().segments)}
    unit, item = array("q"), array("i")
    small = array("b"), array("b"), array("b")
    for answer in answers:
        place = known.get((answer.requirement, answer.version))
        if place is None:
            continue
        unit.append(answer.unit)
        item.append(place)
        if answer.segment not in places:
            raise ValueError(f"no segment {'/'.join(answer.segment)} in the dimensions")
        for column, value in zip(small, (places[answer.segment], answer.clarity, answer.feasibility), strict=True):
            column.append(value or 0)
    columns = Columns(np.array(unit, np.int64), np.array(item, np.int32), *(np.array(one, np.int8) for one in small))
    check_scores(columns)
    return columns


def joined(batches: Iterable[Columns]) -> Columns:
    """Return batches of columns as one.

    >>> len(joined([columns_of([], []), columns_of([], [])]))
    0
    """
    every = list(batches)
    return Columns(
        *(
            np.concatenate([getattr(one, name) for one in every])
            for name in ("unit", "item", "segment", "clarity", "feasibility")
        )
    )


def check_scores(columns: Columns) -> None:
    """Stop where a score is not one of the scale.

    Raises:
        ValueError: a score outside 1–5 (0 stands for none).

    >>> check_scores(columns_of([], []))
    """
    most = max(dimensions().scores)
    for scores in (columns.clarity, columns.feasibility):
        if len(scores) and (scores.min() < 0 or scores.max() > most):
            raise ValueError(f"a score outside 1–{most}")
