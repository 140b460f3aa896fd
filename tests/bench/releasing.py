"""A release of 50,000 businesses and 400,000 answers: seconds and peak memory, each in a process of its own.

The peer is what a statistician writes in a minute: pandas groupby over the same file and normal noise from NumPy. It
draws no lots, hides no unit beyond one answer, and floating-point noise gives the true value away: a bound for speed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from calculators.synthetic import population_columns
from tests.bench.figures import Figure, remark
from tests.bench.importing import MEASURED
from tests.bench.release_utility import SEED, catalogue_items
from tests.layout.tree import ROOT

BUSINESSES, EACH = 50_000, 8
FIELDS = ("unit", "item", "segment", "clarity", "feasibility")
COLUMNS = """
import pyarrow.parquet as pq
from calculators.release.columns import Columns, joined
from calculators.release.drawing import draw_columns
from calculators.release.sampling import sampled_columns
from calculators.release.shapes import Policy
from tests.bench.release_utility import catalogue_items
from tests.bench.releasing import FIELDS
batches = pq.ParquetFile({path!r}).iter_batches(20_000)
answers = joined(Columns(*(batch[name].to_numpy() for name in FIELDS)) for batch in batches)
rows = draw_columns(sampled_columns(answers, Policy().cap), catalogue_items(), Policy())
assert any(row.published for row in rows)
"""
ONE_BY_ONE = """
import pyarrow.parquet as pq
from calculators.release.drawing import draw
from calculators.release.sampling import sampled
from calculators.release.shapes import Answer, Policy
from rules.segments import dimensions
from tests.bench.release_utility import catalogue_items
from tests.bench.releasing import FIELDS
items, segments = catalogue_items(), dimensions().segments
def answers():
    for batch in pq.ParquetFile({path!r}).iter_batches(20_000):
        for unit, item, segment, *scores in zip(*(batch[name].to_pylist() for name in FIELDS)):
            yield Answer(unit, items[item].requirement, items[item].version, segments[segment], *scores)
rows = draw(sampled(answers(), Policy().cap), items, Policy())
assert any(row.published for row in rows)
"""
PANDAS = """
import numpy as np
import pandas as pd
from tests.bench.release_utility import catalogue_items
frame = pd.read_parquet({path!r})
noise = np.random.default_rng()
items = len(catalogue_items())
tables = []
for measure in ("clarity", "feasibility"):
    for keys in (["item", "segment", measure], ["item", measure]):
        every = [range(items), range(12), range(1, 6)] if len(keys) == 3 else [range(items), range(1, 6)]
        table = frame.groupby(keys).size().reindex(pd.MultiIndex.from_product(every), fill_value=0)
        tables.append(table + noise.normal(0, 10.4, len(table)))
shown = [table.groupby(level=list(range(table.index.nlevels - 1))).sum() >= 250 for table in tables]
assert any(one.any() for one in shown)
"""


def figures() -> Iterator[Figure]:
    """Yield time and memory of our two ways beside the peer's."""
    if not Path("/proc/self/status").exists():
        remark("skipped: peak memory is read from /proc, which is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.parquet")
        write(path)
        theirs = _measured(PANDAS, path)
        for name, work in (("in_columns", COLUMNS), ("one_by_one", ONE_BY_ONE)):
            time, peak = _measured(work, path)
            peer = "pandas and NumPy's noise"
            yield Figure(f"release_{name}_time", time, theirs[0], peer, "s", BUSINESSES * EACH)
            yield Figure(f"release_{name}_peak_memory", peak, theirs[1], peer, "MB", BUSINESSES * EACH)


def write(path: Path) -> None:
    """Write the answers of the made-up businesses, a few thousand at a time."""
    writer = None
    for batch in population_columns(BUSINESSES, catalogue_items(), SEED, each=EACH):
        table = pa.table({name: getattr(batch, name) for name in FIELDS})
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _measured(work: str, path: Path) -> tuple[float, float]:
    code = MEASURED.format(work=work.format(path=str(path)))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"measured (\S+) (\S+)", done.stdout)
    if not found:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1]), float(found[2])
