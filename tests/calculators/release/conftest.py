"""Answers and items for tests of a release."""

from __future__ import annotations

import pytest

from calculators.release.shapes import Item
from calculators.synthetic import fixed_items


@pytest.fixture
def items() -> tuple[Item, ...]:
    """The fixed 120 requirements."""
    return fixed_items()
