"""After least squares the levels add up, and nothing else would be closer to what was drawn."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from calculators.release.squares import reconciled

NUMBERS = st.integers(-(10**6), 10**6)


@given(arrays(np.int64, (3, 12, 2, 5), elements=NUMBERS), arrays(np.int64, (3, 2, 5), elements=NUMBERS))
def test_cells_add_up_to_their_requirement_exactly(children, parents):
    agreed = reconciled(children, parents)
    assert (agreed.children.sum(axis=1) == agreed.parents).all()
    assert agreed.parts == 13


@given(arrays(np.int64, (1, 12), elements=NUMBERS), arrays(np.int64, (1,), elements=NUMBERS))
def test_it_is_the_least_squares_solution(children, parents):
    design = np.vstack([np.eye(12), np.ones(12)])
    solved = np.linalg.lstsq(design, np.append(children[0], parents[0]).astype(float), rcond=None)[0]
    agreed = reconciled(children, parents)
    assert np.allclose(agreed.children[0] / agreed.parts, solved, atol=1e-4)


@given(arrays(np.int64, (2, 12, 5), elements=st.integers(0, 1000)))
def test_readings_that_agree_are_left_alone(children):
    agreed = reconciled(children, children.sum(axis=1))
    assert (agreed.children == children * 13).all()
