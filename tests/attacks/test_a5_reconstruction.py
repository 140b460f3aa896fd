"""A5: a solver is given every released number and asks of each business whether only one answer of it is possible.

The attacker knows who answered and the size and sector of each, as a register tells them; asked for is the score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from ortools.sat.python import cp_model

from calculators.release.drawing import draw
from calculators.release.shapes import Answer, Item, Level, Policy, Row
from rules.segments import Segment, dimensions

ITEM = Item("fixed.one", "1", "fixed")
SCORES = (1, 2, 3, 4, 5)
# A row's bin is within so many of its own standard deviations; one of a release's numbers outside it has a chance
# below 1e-8.
SURE = 6.5
Groups = Mapping[Segment, int]
Known = Mapping[tuple[Segment, int], int]
Bound = tuple[frozenset[Segment], tuple[int, ...], float, float]  # segments, scores, least and most answers


def voices(count: int, seed: int = 5) -> list[Answer]:
    """Return one answer each of so many businesses to one requirement, spread over the segments."""
    chance = np.random.default_rng(seed)
    where = chance.integers(0, 12, count)
    scores = chance.choice(SCORES, count, p=[0.3, 0.25, 0.2, 0.15, 0.1])
    return [
        Answer(unit, ITEM.requirement, ITEM.version, Segment(*dimensions().segments[place]), int(score), None)
        for unit, (place, score) in enumerate(zip(where, scores, strict=True), start=1)
    ]


def exact_tables(answers: Sequence[Answer]) -> Iterator[Bound]:
    """Yield what an unprotected feed shows: size by score and sector by score."""
    for field in ("size", "sector"):
        for code in {getattr(one.segment, field) for one in answers}:
            segments = frozenset(one for one in dimensions().segments if getattr(one, field) == code)
            for score in SCORES:
                number = sum(one.segment in segments and one.clarity == score for one in answers)
                yield segments, (score,), number, number


def exact_cells(answers: Sequence[Answer]) -> Iterator[Bound]:
    """Yield what it shows when segments are not protected either: segment by score."""
    for segment, score in product({one.segment for one in answers}, SCORES):
        number = sum(one.segment == segment and one.clarity == score for one in answers)
        yield frozenset([segment]), (score,), number, number


def released_numbers(rows: Iterable[Row]) -> Iterator[Bound]:
    """Yield what a release tells: of every shown row its number, its bins and its mean, each as far as noise allows."""
    for row in rows:
        if row.measure != "clarity" or row.n_noisy is None or row.sd is None or row.shares is None:
            continue
        segments = frozenset(dimensions().segments) if row.level is not Level.CELL else frozenset([row.segment])
        reach = SURE * row.sd
        yield segments, SCORES, row.n_noisy - reach * 5**0.5 - 1, row.n_noisy + reach * 5**0.5 + 1
        for score, share in zip(SCORES, row.shares, strict=True):
            # What was clipped at 0 went into the sum of the shares.
            clipped = reach * row.shares.count(0.0)
            yield segments, (score,), share * row.n_noisy - reach - 1, share * (row.n_noisy + clipped) + reach + 1


def proven(answers: Sequence[Answer], bounds: Sequence[Bound]) -> int:
    """Return how many businesses can have one score alone, by the numbers."""
    groups = Counter(one.segment for one in answers)
    assert fits(groups, bounds, None, {}), "no world fits: a bound of the attack is wrong"
    possible = {
        (segment, score): fits(groups, bounds, (segment, score), {}) for segment, score in product(groups, SCORES)
    }
    sure = {segment for segment in groups if sum(possible[segment, score] for score in SCORES) == 1}
    return sum(one.segment in sure for one in answers)


def fits(groups: Groups, bounds: Sequence[Bound], wanted: tuple[Segment, int] | None, known: Known) -> bool:
    """Return whether a world fits the numbers in which somebody not known gave this score in this segment."""
    model = cp_model.CpModel()
    table = {
        (one, score): model.new_int_var(known.get((one, score), 0), groups[one], f"{one}{score}")
        for one, score in product(groups, SCORES)
    }
    for one, count in groups.items():
        model.add(sum(table[one, score] for score in SCORES) == count)
    for segments, scores, least, most in bounds:
        total = sum(table[one, score] for one in groups if one in segments for score in scores)
        model.add_linear_constraint(total, int(np.ceil(least)), int(np.floor(most)))
    if wanted is not None:
        model.add(table[wanted] >= known.get(wanted, 0) + 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20
    return solver.solve(model) != cp_model.INFEASIBLE


@pytest.mark.parametrize("count", [15, 400, 3_000])
def test_a_release_proves_nothing_about_anybody(count):
    answers = voices(count)
    rows = draw(answers, [ITEM], Policy())
    shown = sum(row.published for row in rows)
    found = proven(answers, list(released_numbers(rows)))
    print(f"{count} businesses, {shown} rows shown: {found} records proven")
    assert shown or count < 400
    assert found == 0


@pytest.mark.parametrize("tables", [exact_tables, exact_cells])
def test_who_knows_all_others_reads_the_last_one_from_exact_numbers_and_not_from_a_release(tables):
    answers = voices(3_000)
    target, others = answers[0], answers[1:]
    known = Counter((one.segment, one.clarity) for one in others if one.clarity)
    for numbers, sure in ((list(released_numbers(draw(answers, [ITEM], Policy()))), 0), (list(tables(answers)), 1)):
        possible = [
            score
            for score in SCORES
            if fits(Counter(one.segment for one in answers), numbers, (target.segment, score), known)
        ]
        assert (possible == [target.clarity]) == bool(sure)
        assert len(possible) == (1 if sure else 5)


@pytest.mark.parametrize("tables", [exact_tables, exact_cells])
def test_exact_numbers_are_caught(tables):
    # The seeds are fixed: no chance in it.
    shares = [proven(answers, list(tables(answers))) / 15 for answers in (voices(15, seed) for seed in range(5))]
    print(f"{tables.__name__} of 15: {np.mean(shares):.0%} of the records proven")
    assert np.mean(shares) > 0.2
