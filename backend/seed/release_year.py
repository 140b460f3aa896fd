"""What a made-up population says in a year: own costs, flags, marks and facts of control events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from calculators.release.columns import joined
from calculators.release.shapes import Item
from calculators.release.yearly import BINS, CONTRADICTION, COST, DUPLICATE, FACTS, MARKS, Event, Said
from calculators.synthetic import population_columns
from rules.segments import dimensions

SEED = 20_251_231
COSTS_EACH = 2
# Of so many businesses one flags a requirement, and one had a control event.
FLAGGED, INSPECTED = 8, 4
REPEATS = 0.7  # the share of duplicates among the flags
COST_SPREAD = 1.3  # in bins


def costs_said(businesses: int, items: Sequence[Item]) -> Iterator[Said]:
    """Yield what businesses say their requirements cost, in bins around a middle of each requirement."""
    chance = np.random.default_rng(SEED)
    middles = chance.uniform(1, 6, len(items))
    answers = joined(list(population_columns(businesses, items, SEED, each=COSTS_EACH)))
    spread = chance.normal(middles[answers.item], COST_SPREAD)
    bins = np.clip(np.rint(spread), 0, len(dimensions().cost_bins) - 1).astype(int)
    for unit, place, found in zip(answers.unit.tolist(), answers.item.tolist(), bins.tolist(), strict=True):
        yield Said(unit, COST, items[place].requirement, items[place].version, found)


def flags_said(businesses: int, items: Sequence[Item]) -> Iterator[Said]:
    """Yield flags: a business in eight flags one requirement."""
    chance = np.random.default_rng(SEED + 1)
    answers = joined(list(population_columns(businesses // FLAGGED, items, SEED + 1, each=1)))
    repeats = chance.random(len(answers)) < REPEATS
    for unit, place, repeat in zip(answers.unit.tolist(), answers.item.tolist(), repeats.tolist(), strict=True):
        item = items[place]
        yield Said(unit, DUPLICATE if repeat else CONTRADICTION, item.requirement, item.version, 0)


def events_held(businesses: int) -> Iterator[Event]:
    """Yield control events: a business in four had one, and says how it was."""
    chance = np.random.default_rng(SEED + 2)
    count = businesses // INSPECTED
    columns = {name: chance.binomial(len(BINS[name]) - 1, 0.55, count).tolist() for name in (*MARKS, *FACTS)}
    for place in range(count):
        yield Event(place + 1, place + 1, {name: bins[place] for name, bins in columns.items()})
