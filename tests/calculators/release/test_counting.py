"""Counting refuses what the noise is not made for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from calculators.release.columns import columns_of, joined
from calculators.release.counting import counted, counted_columns
from calculators.release.sampling import sampled
from calculators.release.shapes import Answer, Item
from calculators.synthetic import fixed_items, population, population_columns
from rules.segments import Segment, dimensions
from tests.calculators.release.strategies import ITEMS, answers

HERE = Segment("micro", "trade")
ONE = Answer(1, "a.r1", "1", HERE, 5, None)


@given(answers())
def test_tables_hold_what_a_plain_count_holds(given_answers):
    found = sampled(given_answers, 10)
    counts = counted(found, ITEMS, 10)
    plain = Counter(
        (ITEMS.index(item), dimensions().segments.index(one.segment), measure, score - 1)
        for one in found
        for item in ITEMS
        if (item.requirement, item.version) == (one.requirement, one.version)
        for measure, score in enumerate((one.clarity, one.feasibility))
        if score
    )
    places = np.argwhere(counts.cells)
    assert {tuple(map(int, place)): int(counts.cells[tuple(place)]) for place in places} == plain
    assert (counts.requirements == counts.cells.sum(axis=1)).all()


def test_a_unit_above_the_cap_stops_the_count():
    many = [replace(ONE, requirement=f"a.r{number}") for number in range(1, 4)]
    items = [Item(f"a.r{number}", "1", "a") for number in range(1, 4)]
    assert counted(many, items, 3).cells.sum() == 3
    with pytest.raises(ValueError, match="more than 2 answers"):
        counted(many, items, 2)


def test_two_votes_of_a_unit_for_one_version_stop_the_count():
    with pytest.raises(ValueError, match="twice"):
        counted([ONE, replace(ONE, clarity=4)], ITEMS, 10)


@pytest.mark.parametrize("score", [6, -1, 100])
def test_a_score_outside_the_scale_stops_the_count(score):
    with pytest.raises(ValueError, match="1–5"):
        counted([replace(ONE, clarity=score)], ITEMS, 10)


def test_an_unknown_segment_stops_the_count():
    with pytest.raises(ValueError, match="giant/trade"):
        counted([replace(ONE, segment=Segment("giant", "trade"))], ITEMS, 10)


def test_answers_for_versions_that_were_not_in_force_are_left_out():
    assert counted([replace(ONE, version="9")], ITEMS, 10).cells.sum() == 0


def test_units_may_be_large_numbers():
    assert counted([replace(ONE, unit=2**63 - 1)], ITEMS, 10).cells.sum() == 1


def test_a_population_counts_the_same_as_answers_and_as_columns():
    items = fixed_items()
    one_by_one = counted(population(2_500, items, 3, silent=0.2), items, 10)
    in_columns = counted_columns(joined(population_columns(2_500, items, 3, silent=0.2)), len(items), 10)
    assert (one_by_one.cells == in_columns.cells).all()
    assert columns_of(population(10, items, 3), items).item.dtype == np.int32
