"""Releases as files are written of them: a quarter and a year, drawn with noise."""

from __future__ import annotations

import pytest

from backend.statistics.formats.tidy import Whole
from tests.backend.statistics.drawn import quarter, whole, year


@pytest.fixture(params=["quarter", "year"])
def released(request) -> Whole:
    """A whole release: of a quarter, then of a year."""
    if request.param == "quarter":
        return whole(quarter(), synthetic=True, dataset="synthetic")
    return whole(year(), "2025", kind="year")


@pytest.fixture
def numbers(released):
    """Every number of the release by what it is of: {(level, requirement, …, measure): {figure: number or None}}."""
    return {key_of(cell): figures_of(cell, released.shares) for cell in released.cells}


def key_of(cell):
    """Return what tells one row from all others."""
    segment = cell["segment"] or {}
    parts = [cell["requirement"], cell["version"], cell["domain"], segment.get("size"), segment.get("sector")]
    return (cell["level"], *(part or "_T" for part in parts), cell["measure"])


def figures_of(cell, width):
    """Return the figures of a row by the names that files use."""
    shares = [*(cell["shares"] or []), *[None] * width][:width]
    named = {f"share_{number}": share for number, share in enumerate(shares, start=1)}
    return {name: cell[name] for name in ("value", "margin95", "n_noisy", "sd")} | named
