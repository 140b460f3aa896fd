"""Stores of releases for tests: one on each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from backend.statistics.press import Press
from tests.databases import postgresql_database
from tests.press import press_in


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that is not made yet."""
    own = nullcontext(f"sqlite:///{tmp_path / 'releases.sqlite3'}")
    with postgresql_database() if request.param == "postgresql" else own as url:
        yield url


@pytest.fixture
def press(tmp_path: Path, store_url: str) -> Press:
    """The means of publishing of an installation with real answers."""
    return press_in(tmp_path, store_url)
