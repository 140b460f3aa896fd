"""Two means are called different only when the interval of their difference leaves 0 out."""

from __future__ import annotations

import numpy as np
import pytest

from calculators.release.counting import Counts
from calculators.release.differences import differ, different, lower_end
from calculators.release.document import release_document, row_document
from calculators.release.drawing import released, with_noise
from calculators.release.shapes import Item, Level, Policy, Row
from rules.segments import Segment

ITEMS = [Item("a.r1", "1", "a")]


def row(value: float | None, margin: float | None, segment: Segment | None = None, measure: str = "clarity") -> Row:
    """Return a row of one requirement."""
    level = Level.CELL if segment else Level.REQUIREMENT
    return Row(level, "a.r1", "1", "a", segment, measure, value is not None, value, margin)


MICRO, SMALL = Segment("micro", "trade"), Segment("small", "trade")


def test_an_interval_over_zero_is_no_difference():
    assert different(row(3.0, 0.2), row(3.25, 0.2), apart=True) is False
    assert different(row(3.0, 0.2), row(3.3, 0.2), apart=True) is True
    assert differ(row(2.0, 0.3), row(3.0, 0.4), apart=True) == pytest.approx((-1.5, -0.5))


def test_a_withheld_row_is_never_different():
    assert differ(row(None, None), row(3.0, 0.1)) is None
    assert different(row(3.0, 0.1), row(None, None)) is False
    assert lower_end(row(None, None)) is None


def test_within_a_release_the_interval_is_never_narrower_than_between_two():
    pairs = [
        (row(3.0, 0.2, MICRO), row(3.5, 0.2, SMALL)),
        (row(3.0, 0.2, MICRO), row(3.5, 0.2)),
        (row(3.0, 0.2), row(3.5, 0.2, measure="feasibility")),
    ]
    widths = [[high - low for low, high in (differ(a, b), differ(a, b, apart=True))] for a, b in pairs]
    assert widths[0][0] == pytest.approx(2 * (0.08 * (1 + 1 / 12)) ** 0.5)
    assert widths[1][0] == pytest.approx(0.8)
    assert widths[2][0] == pytest.approx(widths[2][1])


def test_two_equal_cells_of_one_release_are_rarely_called_different():
    # A 95 % interval: 400 draws call 20 different on average, and 50 or more with a chance below 1e-8.
    cells = np.zeros((1, 12, 2, 5), np.int64)
    cells[0, :2, 0] = [200, 0, 0, 0, 200]
    counts = Counts(cells, cells.sum(axis=1))
    found = 0
    for _ in range(400):
        rows = released(with_noise(counts, Policy()), ITEMS, Policy())
        found += different(rows[0], rows[2])
    assert found < 50


def test_a_document_is_rounded_for_people_and_keeps_its_header():
    shown = Row(Level.CELL, "a.r1", "1", "a", MICRO, "clarity", True, 2.3456, 0.12345, 300, 9.98765, (0.12345, 0.87655))
    document = release_document({"release": "2026Q3", "rho": 0.185}, [shown])
    assert document["release"] == "2026Q3"
    assert document["cells"] == [
        {
            "level": "cell",
            "requirement": "a.r1",
            "version": "1",
            "domain": "a",
            "segment": {"size": "micro", "sector": "trade"},
            "measure": "clarity",
            "value": 2.35,
            "margin95": 0.12,
            "n_noisy": 300,
            "published": True,
            "sd": 9.99,
            "shares": [0.123, 0.877],
        }
    ]
    assert list(row_document(row(None, None))) == list(document["cells"][0])
