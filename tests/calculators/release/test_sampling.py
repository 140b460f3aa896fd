"""No unit counts more than its cap, one vote a version, by lots nobody can foresee."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.release.columns import columns_of
from calculators.release.counting import check_contributions, counted
from calculators.release.policy import reach
from calculators.release.sampling import sampled, sampled_columns
from calculators.release.shapes import Answer, Policy
from rules.segments import Segment
from tests.calculators.release.strategies import ITEMS, answers

HERE = Segment("micro", "trade")


@given(answers(), st.integers(1, 6))
def test_a_unit_has_at_most_the_cap_and_one_vote_a_version(given_answers, cap):
    found = sampled(given_answers, cap)
    versions = {(one.unit, one.requirement, one.version) for one in given_answers}
    counted_units = Counter(one.unit for one in found)
    assert len({(one.unit, one.requirement, one.version) for one in found}) == len(found)
    assert counted_units == {
        unit: min(cap, sum(one[0] == unit for one in versions)) for unit in {one[0] for one in versions}
    }
    assert all(one in given_answers for one in found)


@given(answers(), st.integers(1, 6))
def test_columns_are_sampled_as_answers_are(given_answers, cap):
    columns = sampled_columns(columns_of(given_answers, ITEMS), cap)
    check_contributions(columns, cap)
    assert len(columns) == len(sampled(given_answers, cap))


@given(answers(units=1), st.integers(1, 10))
def test_no_unit_moves_a_table_by_more_than_the_noise_is_made_for(given_answers, cap):
    counts = counted(sampled(given_answers, cap), ITEMS, cap)
    for table in (counts.cells, counts.requirements):
        assert np.sqrt((table.astype(float) ** 2).sum()) <= reach(Policy(cap=cap)) + 1e-9


def test_the_lot_falls_on_every_answer_alike():
    # 2,000 lots of 1 in 4: outside 500 ± 110 with a chance below 1e-7 for each of the four.
    four = [Answer(1, f"a.r{number}", "1", HERE, 1, 1) for number in range(4)]
    fell = Counter(sampled(four, 1)[0].requirement for _ in range(2_000))
    assert all(390 <= count <= 610 for count in fell.values())
    assert len(fell) == 4


def test_of_two_votes_of_one_owner_for_a_version_the_lot_takes_either():
    # 2,000 lots of 1 in 2: outside 1,000 ± 130 with a chance below 1e-8.
    two = [Answer(1, "a.r1", "1", HERE, score, score) for score in (1, 5)]
    first = sum(sampled(two, 10)[0].clarity == 1 for _ in range(2_000))
    assert 870 <= first <= 1_130


def test_the_order_of_answers_is_kept():
    many = [Answer(unit, f"a.r{number}", "1", HERE, 1, 1) for number in range(5) for unit in (3, 1, 2)]
    assert sampled(many, 10) == many


@pytest.mark.parametrize("cap", [0, -1])
def test_a_cap_of_nothing_is_refused(cap):
    with pytest.raises(ValueError, match="at least 1"):
        sampled([], cap)
