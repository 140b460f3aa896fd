"""A2: taking published numbers from each other. What is left over has at least the noise of one base cell."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy.stats import chi2

from calculators.release.noise import histogram
from calculators.release.policy import noise_sd, own_sd
from calculators.release.squares import reconciled
from rules.segments import dimensions
from tests.attacks.measuring import FALSE_ALARM
from tests.attacks.worlds import POLICY
from tests.backend.statistics.drawn import items, quarter, reader, release

CHILDREN = len(dimensions().segments)
REQUIREMENTS = 3
BASE = own_sd(POLICY) ** 2
# Sums of floats: a hair below the base is the base.
HAIR = 1e-9


def released_by(totals_exact: bool = False) -> np.ndarray:
    """Return the covariance of the released bins of three requirements: 12 cells and a total each, then their topic.

    The release is linear in the noise, so it is asked what it makes of each unit of noise, one after another.
    """
    inputs = REQUIREMENTS * (CHILDREN + 1)
    columns = []
    for place in range(inputs):
        noise = np.zeros((REQUIREMENTS, CHILDREN + 1), np.int64)
        noise.ravel()[place] = 1
        agreed = reconciled(noise[:, :CHILDREN], noise[:, CHILDREN])
        cells, totals = agreed.children / agreed.parts, agreed.parents / agreed.parts
        if totals_exact:
            # Totals beside the noisy cells, of their own and without noise.
            cells, totals = noise[:, :CHILDREN].astype(float), np.zeros(REQUIREMENTS)
        columns.append(np.concatenate([np.c_[cells, totals].ravel(), [totals.sum()]]))
    made = np.array(columns).T
    return made @ made.T * noise_sd(POLICY) ** 2


def differences() -> list[np.ndarray]:
    """Return the coefficients of every difference that says something of part of the businesses.

    Every pair of rows; each total less every set of its cells; the topic less every set of its requirements.
    """
    rows = REQUIREMENTS * (CHILDREN + 1) + 1
    taken = []
    for one, other in combinations(range(rows), 2):
        taken.append({one: 1, other: -1})
    for requirement in range(REQUIREMENTS):
        first = requirement * (CHILDREN + 1)
        for some in product((0, -1), repeat=CHILDREN):
            if 0 in some:  # a total less all of its cells is 0 by construction, and tells nothing
                taken.append({first + CHILDREN: 1, **{first + n: sign for n, sign in enumerate(some) if sign}})
    totals = [place * (CHILDREN + 1) + CHILDREN for place in range(REQUIREMENTS)]
    for count in range(REQUIREMENTS):
        for some in combinations(totals, count):
            taken.append({rows - 1: 1, **dict.fromkeys(some, -1)})
    return [np.array([one.get(place, 0) for place in range(rows)], float) for one in taken]


def residuals(covariance: np.ndarray) -> np.ndarray:
    """Return the variance of what every difference leaves."""
    ways = np.array(differences())
    return np.einsum("ij,jk,ik->i", ways, covariance, ways)


def test_no_difference_of_published_rows_is_sharper_than_a_base_cell():
    found = residuals(released_by())
    print(f"{len(found)} differences; the sharpest has variance {found.min():.2f}, a base cell {BASE:.2f}")
    assert found.min() >= BASE - HAIR


def test_no_weighing_of_all_rows_tells_a_cell_better_than_the_cell_itself():
    """The best linear estimate of a cell from everything released: generalized least squares."""
    rows = REQUIREMENTS * (CHILDREN + 1) + 1
    design = np.zeros((rows, REQUIREMENTS * CHILDREN))
    for requirement in range(REQUIREMENTS):
        for cell in range(CHILDREN):
            design[requirement * (CHILDREN + 1) + cell, requirement * CHILDREN + cell] = 1
        design[requirement * (CHILDREN + 1) + CHILDREN, requirement * CHILDREN : (requirement + 1) * CHILDREN] = 1
    design[-1] = 1
    best = np.linalg.pinv(design.T @ np.linalg.pinv(released_by()) @ design)
    assert best.diagonal().min() >= BASE - 1e-6


def test_exact_totals_beside_noisy_cells_are_caught():
    found = residuals(released_by(totals_exact=True))
    print(f"with exact totals the sharpest difference has variance {found.min():.2f}")
    assert found.min() < BASE - HAIR


def test_drawn_noise_leaves_what_the_algebra_says():
    """A total less eleven of its cells, in 5,000 draws: the sample variance is above chi² at one in a million."""
    draws = 5_000
    noisy = np.array(histogram([0] * draws * (CHILDREN + 1), noise_sd(POLICY)), np.int64).reshape(draws, CHILDREN + 1)
    agreed = reconciled(noisy[:, :CHILDREN], noisy[:, CHILDREN])
    left = (agreed.parents - agreed.children[:, 1:].sum(axis=1)) / agreed.parts
    least = BASE * chi2.ppf(FALSE_ALARM, draws) / draws
    print(f"{draws} draws: variance {left.var():.2f}, at least {least:.2f} (false alarm {FALSE_ALARM})")
    assert left.var() >= least


@pytest.fixture
def read(person, regulator, settings, app):
    """A regulator's program over one announced release."""
    release(settings)
    app.app.state.call_counts = None
    return reader(person, regulator)


LEVELS = ("", "cell", "requirement", "domain", "all")
SUMS = (
    "region",
    "authority",
    "inn",
    "okved",
    "sizes",
    "exclude",
    "not",
    "group_by",
    "sum",
    "total",
    "from",
    "until",
    "q",
)


def test_a_question_outside_the_hierarchy_is_refused_and_one_inside_makes_no_new_number(read):
    whole = [json_of(cell) for cell in read("/releases/2026Q3").json()["cells"]]
    statuses: dict[int, int] = {}
    one = items()[0]
    for level, requirement, segment, measure in product(
        LEVELS,
        ("", one.requirement, "no.such"),
        ({}, {"size": "micro", "sector": "trade"}, {"size": "micro"}),
        ("", "clarity"),
    ):
        named = {"level": level, "requirement": requirement, "measure": measure, **segment}
        answer = read("/releases/2026Q3/cells", **{name: value for name, value in named.items() if value})
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        inside = len(segment) != 1 and not (segment and level not in ("", "cell"))
        inside = inside and not (requirement and level in ("domain", "all"))
        assert answer.status_code == (200 if inside else 400), named
        if inside:
            assert {json_of(cell) for cell in answer.json()["items"]} <= set(whole), named
    for name in SUMS:
        assert read("/releases/2026Q3/cells", **{name: "1"}).status_code == 400, name
        assert read("/releases/2026Q3", **{name: "1"}).status_code == 400, name
    for value in ("micro,small", "micro|small", "*", "!micro", "micro%2Csmall"):
        assert read("/releases/2026Q3/cells", size=value, sector="trade").status_code == 400, value
    print(f"answers by status: {statuses}; rows released: {len(whole)} = {len(quarter())}")


def json_of(cell):
    """Return a row as one thing to compare."""
    return repr(sorted(cell.items(), key=str))
