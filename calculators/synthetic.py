"""Made-up populations for demos, benches and attacks: nobody real stands behind an answer, and the seed gives it again.

Requirements are answered by Zipf's law (exponent 1), businesses spread over the segments by Zipf's law (exponent 1.5),
each answers several requirements of its own segment. The exponents are assumptions: steeper segments fill more cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from calculators.release.columns import Columns, Whole
from calculators.release.shapes import Answer, Item
from rules.segments import dimensions

BATCH = 2_000
REQUIREMENT_EXPONENT = 1.0
SEGMENT_EXPONENT = 1.5
SPREAD = 1.1  # of single answers around the mean of their requirement and segment
SILENT = 0.0  # the share of answers that leave a measure out


def fixed_items() -> tuple[Item, ...]:
    """Return the 120 requirements of the fixed set of trust.md, in 12 topic groups of ten.

    >>> len(fixed_items()), fixed_items()[0]
    (120, Item(requirement='fixed01.r001', version='1', domain='fixed01'))
    """
    names = [(f"fixed{place % 12 + 1:02d}", place + 1) for place in range(120)]
    return tuple(Item(f"{domain}.r{number:03d}", "1", domain) for domain, number in names)


def population(
    businesses: int, items: Sequence[Item], seed: int, *, each: int = 8, silent: float = SILENT
) -> Iterator[Answer]:
    """Yield the answers of so many businesses, `each` of them for different requirements of one segment.

    `silent` is the share of scores that are left out; units are numbered from 1.

    >>> answers = list(population(3, fixed_items(), 7))
    >>> len(answers), len({one.unit for one in answers}), answers == list(population(3, fixed_items(), 7))
    (24, 3, True)
    """
    segments = dimensions().segments
    for batch in population_columns(businesses, items, seed, each=each, silent=silent):
        for unit, place, segment, clarity, feasibility in _rows(batch):
            item = items[place]
            yield Answer(unit, item.requirement, item.version, segments[segment], clarity or None, feasibility or None)


def population_columns(
    businesses: int, items: Sequence[Item], seed: int, *, each: int = 8, silent: float = SILENT
) -> Iterator[Columns]:
    """Yield the same answers as columns, a few thousand businesses at a time.

    >>> sum(len(batch) for batch in population_columns(5000, fixed_items(), 7))
    40000
    """
    chance = np.random.default_rng(seed)
    means = _means(chance, len(items))
    weights = np.log(_zipf(len(items), REQUIREMENT_EXPONENT))
    crowd = _zipf(len(dimensions().segments), SEGMENT_EXPONENT)
    each = min(each, len(items))
    for first in range(0, businesses, BATCH):
        count = min(BATCH, businesses - first)
        segment = np.repeat(chance.choice(len(crowd), count, p=crowd), each)
        # The largest of weight + Gumbel noise: drawing by weight, without putting back.
        lots = weights + chance.gumbel(size=(count, len(items)))
        item = np.argpartition(-lots, each - 1, axis=1)[:, :each].ravel()
        scores = [_scores(chance, means[item, segment, measure], silent) for measure in range(2)]
        unit = np.repeat(np.arange(first + 1, first + count + 1), each)
        yield Columns(unit, item.astype(np.int32), segment.astype(np.int8), scores[0], scores[1])


def _rows(batch: Columns) -> Iterator[tuple[int, ...]]:
    columns = (batch.unit, batch.item, batch.segment, batch.clarity, batch.feasibility)
    return zip(*(column.tolist() for column in columns), strict=True)


def _zipf(size: int, exponent: float) -> Whole:
    weights: Whole = np.arange(1, size + 1, dtype=float) ** -exponent
    return np.asarray(weights / weights.sum())


def _means(chance: np.random.Generator, items: int) -> Whole:
    """Return what each requirement means to each segment, by measure: some are plain, some a riddle to the small."""
    of_item = chance.uniform(1.8, 4.4, (items, 1, 2))
    of_segment = chance.normal(0, 0.35, (items, len(dimensions().segments), 2))
    return np.clip(of_item + of_segment, 1.2, 4.8)


def _scores(chance: np.random.Generator, means: Whole, silent: float) -> Whole:
    scores = np.clip(np.rint(chance.normal(means, SPREAD)), 1, 5).astype(np.int8)
    if silent:
        scores[chance.random(len(scores)) < silent] = 0
    return scores
