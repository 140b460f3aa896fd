"""The attacks on what is released. Each is also run on a release weakened on purpose, which it must catch.

A1 averaging, A2 differencing of everything published, A3 differencing in time, A4 membership of one business, A5
reconstruction by a solver, A6 intervals of the pilot's tables, A7 the threshold as an oracle, A8 audit of ε,
A9 races and kills, A10 side channels, A11 canaries, A12 rights of the feed. Those about the store and the pages stand
where their doors are.

Noise cannot be seeded, so a measured figure may miss its bound by chance alone: each assertion about one names its
number of draws and a chance of a false alarm of at most one in a million. Times are printed, never asserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from time import perf_counter
from typing import NamedTuple

import pytest

from calculators.release.policy import own_sd
from tests.attacks.measuring import Draws
from tests.attacks.worlds import POLICY, Seen, answers_of_target, crowd, moved, rows_seen, seen

QUARTERS = 20_000


class Edge(NamedTuple):
    """Bins of a cell and of its requirement, with and without one business."""

    inside: Draws
    outside: Draws
    inside_requirement: Draws
    outside_requirement: Draws


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    began = perf_counter()
    yield
    print(f"\n{request.node.name}: {perf_counter() - began:.1f} s")


@pytest.fixture(scope="session")
def quarters() -> Seen:
    """20,000 releases of a quarter with the target at its cap, and as many without it."""
    others = crowd()
    return seen(moved(others, [*others, *answers_of_target(POLICY.cap)]), QUARTERS)


@pytest.fixture(scope="session")
def edge() -> Edge:
    """20,000 releases of a row that one business lifts to the threshold, and as many without it."""
    least = ceil(POLICY.factor * own_sd(POLICY))
    inside, outside = (rows_seen([50, 50, 50, 50, count - 200], QUARTERS) for count in (least, least - 1))
    return Edge(inside.cell, outside.cell, inside.requirement, outside.requirement)
