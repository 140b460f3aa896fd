"""Parquet for analytical databases: typed columns, the whole header in the file's metadata."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from backend.statistics.formats.json_document import json_bytes
from backend.statistics.formats.tidy import LICENCE, Whole, columns, figure_columns, lines


def write_parquet(whole: Whole) -> bytes:
    """Return the table; null where there is no data."""
    schema = _schema(whole)
    parts = list(zip(*lines(whole), strict=True)) or [()] * len(columns(whole))
    count = len(whole.cells)
    same = [[whole.id] * count, [bool(whole.header["synthetic"])] * count]
    arrays = [pa.array(part, type=one.type) for part, one in zip([*parts, *same], schema, strict=True)]
    file = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
    return file.getvalue()


def _schema(whole: Whole) -> Any:
    kinds = {name: pa.float64() for name in figure_columns(whole)}
    kinds |= {"published": pa.bool_(), "synthetic": pa.bool_(), "n_noisy": pa.int64()}
    named = [*columns(whole), "release", "synthetic"]
    said = {**whole.header, "confidence": 0.95, "licence": LICENCE}
    metadata = {name: json_bytes(value).strip() for name, value in said.items()}
    return pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in named], metadata=metadata)
