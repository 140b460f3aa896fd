"""A quarter of the whole catalogue as files: how long each takes to be written, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator

from backend.law import current_law
from backend.statistics.formats.files import FORMATS
from backend.statistics.formats.tidy import Whole
from calculators.release.document import row_document
from calculators.release.drawing import draw_columns
from calculators.release.policy import policy_numbers
from calculators.release.shapes import Item, Policy
from calculators.synthetic import population_columns
from tests.bench.figures import Figure, remark, seconds


def quarter() -> Whole:
    """Return a release of every requirement in force, of 2,000 businesses."""
    known = current_law().edition.requirements
    items = [Item(one.id, one.version, one.domain) for one in known.values()]
    [columns] = population_columns(2000, items, 7)
    cells = [row_document(row) for row in draw_columns(columns, items, Policy())]
    about = {"release": "2026Q3", "dataset": "synthetic", "synthetic": True, "kind": "quarter", "policy": "a" * 64}
    window = {"code": "2026Q3", "first": "2026-07-01", "last": "2026-09-30"}
    header = {**about, "window": window, "published_at": "2026-10-20T10:00:00+03:00", **policy_numbers(Policy())}
    titles = {code: one.title for code, one in known.items()}
    return Whole({**header, "privacy": "/privacy/releases"}, cells, titles)


def figures() -> Iterator[Figure]:
    """Yield the time and the size of each format."""
    whole = quarter()
    rows = len(whole.cells)
    remark(f"{rows} rows")
    for code, one in FORMATS.items():
        yield Figure(f"release as {code}", seconds(lambda one=one: one.write(whole), 3), None, None, "s", rows)
        yield Figure(f"size of {code}", len(one.write(whole)) / 1e6, None, None, "MB", rows)
