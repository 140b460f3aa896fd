"""An announced release: nobody's own, whoever may read releases may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from calculators.release.shapes import Level, Measure, Row
from tests.backend.statistics.shelf import put, told

if TYPE_CHECKING:
    from tests.layout.objects import World


def release(world: World) -> str:
    """A quarter with one topic that is shown."""
    row = Row(Level.DOMAIN, None, None, "fire", None, Measure.CLARITY, published=False)
    put(world.settings, "2026Q3", [told(row, 3.2)], segments_version=1, code="0.1.0", privacy="/privacy/releases")
    return "2026Q3"


OTHERS: Mapping[str, Callable[[World], str]] = {"release_id": release}
