"""Made-up populations: the same again by their seed, nobody answers twice, spread as they say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from calculators.release.columns import joined
from calculators.release.counting import check_contributions
from calculators.synthetic import fixed_items, population, population_columns


def test_a_business_answers_eight_different_requirements_of_one_segment():
    answers = list(population(300, fixed_items(), 4))
    by_unit = Counter(one.unit for one in answers)
    assert set(by_unit.values()) == {8}
    assert set(by_unit) == set(range(1, 301))
    assert len({(one.unit, one.requirement) for one in answers}) == len(answers)
    assert len({(one.unit, one.segment) for one in answers}) == 300


def test_the_seed_gives_the_same_world_and_another_seed_another():
    first, again, other = (list(population(50, fixed_items(), seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_requirements_and_segments_follow_zipf():
    columns = joined(population_columns(6_000, fixed_items(), 4))
    items = np.bincount(columns.item, minlength=120)
    segments = np.bincount(columns.segment, minlength=12)
    assert items[0] > 4 * items[20] > 8 * items[100]
    assert segments[0] / segments[3] == pytest.approx(4**1.5, rel=0.2)
    assert set(np.unique(columns.clarity)) == {1, 2, 3, 4, 5}


def test_some_scores_may_be_left_out():
    columns = joined(population_columns(1_000, fixed_items(), 4, silent=0.3))
    assert 0.25 < (columns.clarity == 0).mean() < 0.35
    assert any(one.clarity is None for one in population(20, fixed_items(), 4, silent=0.3))


def test_more_answers_than_requirements_are_not_made_up():
    columns = joined(population_columns(10, fixed_items()[:3], 4))
    assert len(columns) == 30
    check_contributions(columns, 3)


def test_nobody_answers_nothing():
    assert list(population(0, fixed_items(), 1)) == []
