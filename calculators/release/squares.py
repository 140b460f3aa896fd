"""Least squares in two levels, in closed form: after it the cells add up to their requirement exactly."""

from __future__ import annotations

from typing import NamedTuple

from calculators.release.columns import Whole


class Reconciled(NamedTuple):
    """Both levels in whole parts: divide by `parts` to get answers. Whole numbers add up without rounding."""

    children: Whole
    parents: Whole
    parts: int


def reconciled(children: Whole, parents: Whole) -> Reconciled:
    """Return the two levels made to agree: children on axis 1 of `children`, noise of equal size in every number.

    With k children y and the parent's own reading R: x = y + (R − Σy)/(k + 1), and the parent is Σx. Both then have
    k/(k + 1) of the variance.
    Source: Hay, Rastogi, Miklau, Suciu 2010, boosting by consistency; here with one level of children.

    >>> import numpy as np
    >>> found = reconciled(np.array([[4, 6]]), np.array([13]))
    >>> found.children.tolist(), found.parents.tolist(), found.parts
    ([[15, 21]], [36], 3)
    """
    parts = children.shape[1] + 1
    left = parents - children.sum(axis=1)
    agreed = children * parts + left[:, None]
    return Reconciled(agreed, agreed.sum(axis=1), parts)
