"""A release from end to end: every row there, in one order, withheld like empty, and noise nobody can foresee."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings

from calculators.release.counting import Counts
from calculators.release.document import collecting, row_document
from calculators.release.drawing import draw, histogram, released, with_noise
from calculators.release.sampling import sampled
from calculators.release.shapes import Item, Level, Measure, Policy
from calculators.synthetic import fixed_items, population
from rules.faults import InputError
from rules.segments import dimensions
from tests.calculators.release.strategies import ITEMS, answers


def exact(items: int, cells: np.ndarray) -> Counts:
    """Return tables without noise, to see what follows it."""
    return Counts(cells, cells.sum(axis=1))


def cells(items: int) -> np.ndarray:
    """Return an empty table of cells."""
    return np.zeros((items, 12, 2, 5), np.int64)


def test_every_item_has_all_its_rows_in_one_order(items):
    rows = draw([], items, Policy())
    assert [row.level for row in rows] == ["cell"] * 120 * 24 + ["requirement"] * 240 + ["domain"] * 24
    first = [(row.requirement, row.segment, row.measure) for row in rows[:24]]
    assert first == [(items[0].requirement, segment, name) for segment in dimensions().segments for name in Measure]
    assert [row.domain for row in rows[-24::2]] == list(dict.fromkeys(item.domain for item in items))


@settings(max_examples=10)
@given(answers())
def test_few_voices_give_the_same_rows_as_no_voices(given_answers):
    quiet = draw([], ITEMS, Policy())
    assert draw(sampled(given_answers, 10), ITEMS, Policy()) == quiet
    assert collecting(quiet)


def test_a_withheld_row_is_the_row_of_an_empty_one_byte_for_byte():
    table = cells(2)
    table[0, 0, 0] = [40, 40, 40, 40, 40]  # 200 answers: below 25 × 9.99
    withheld, empty = (released(exact(2, one), ITEMS[:2], Policy())[0] for one in (table, cells(2)))
    assert row_document(withheld) == row_document(empty)
    assert row_document(empty)["value"] is None


def test_a_row_is_shown_by_its_own_noise_alone():
    table = cells(3)
    table[0, 0, 0, 2] = 250  # just above 25 × 9.99
    table[1, 0, 0, 2] = 249
    rows = released(exact(3, table), [replace(one, domain="a") for one in ITEMS[:3]], Policy())
    shown = {(row.level, row.requirement, row.version) for row in rows if row.published}
    # Three requirements together carry √3 of the noise: 499 answers are more than 25 × 17.3.
    assert shown == {(Level.CELL, "a.r1", "1"), (Level.REQUIREMENT, "a.r1", "1"), (Level.DOMAIN, None, None)}
    assert next(row.sd for row in rows if row.published and row.level is Level.DOMAIN) == pytest.approx(17.30, abs=0.01)


def test_the_mean_the_margin_and_the_shares_follow_from_the_bins():
    table = cells(1)
    table[0, 0, 0] = [400, 0, 0, 0, 400]
    row = released(exact(1, table), ITEMS[:1], Policy())[0]
    assert (row.value, row.n_noisy, row.shares) == (3.0, 800, (0.5, 0.0, 0.0, 0.0, 0.5))
    exactly = 1.96 * 9.99 * 10**0.5 / 800
    assert exactly + 0.005 <= row.margin95 <= exactly + 0.015


def test_a_mean_outside_the_scale_is_shown_at_its_end():
    noisy = exact(1, cells(1))
    noisy.cells[0, 0, 0] = [600, 0, 0, 0, -100]
    noisy.requirements[0, 0] = [600, 0, 0, 0, -100]
    row = released(noisy, ITEMS[:1], Policy())[0]
    assert (row.value, row.shares) == (1.0, (1.0, 0.0, 0.0, 0.0, 0.0))


def test_two_versions_of_a_requirement_are_two_rows():
    rows = draw([], [Item("a.r1", "1", "a"), Item("a.r1", "2", "a")], Policy())
    assert [row.version for row in rows if row.level is Level.REQUIREMENT] == ["1", "1", "2", "2"]
    assert sum(row.level is Level.DOMAIN for row in rows) == 2


def test_a_release_without_items_has_no_rows():
    assert draw([], [], Policy()) == []


def test_two_draws_of_the_same_answers_differ():
    # 100 noises of sd 10 equal twice: a chance below 1e-100.
    assert histogram([0] * 100, 10.4) != histogram([0] * 100, 10.4)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan")])
def test_noise_without_a_scale_is_refused(scale):
    with pytest.raises(ValueError, match="above 0"):
        histogram([1], scale)


def test_less_noise_than_the_policy_needs_is_never_drawn():
    with pytest.raises(ValueError, match="the policy claims"):
        with_noise(exact(1, cells(1)), Policy(), 10.3)


def test_a_policy_outside_its_bounds_draws_nothing():
    with pytest.raises(InputError):
        draw([], ITEMS, Policy(rho=Decimal("0.5")))


def test_the_noise_has_the_size_that_is_told():
    # 20,000 draws: the sample sd is within 3 % of the true one but for a chance below 1e-8 (sd of it 0.5 %).
    drawn = np.array(histogram([7] * 20_000, 10.4), float)
    assert drawn.std() == pytest.approx(10.4, rel=0.03)
    assert abs(drawn.mean() - 7) < 0.45


def test_a_large_population_is_shown_and_a_small_one_is_not():
    shown = draw(sampled(population(3_000, fixed_items(), 5), 10), fixed_items(), Policy())
    assert not collecting(shown)
    assert collecting(draw(sampled(population(50, fixed_items(), 5), 10), fixed_items(), Policy()))
