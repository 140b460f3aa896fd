"""The yearly release: its frozen file and its order. What counts and how it is drawn: calculators/release/yearly.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from backend.statistics.handover import BATCH, Frame, read_frame, sha256_of_file, write_table
from backend.statistics.press import Prepared, Press, header_of
from backend.statistics.publishing import Order
from calculators.release.shapes import Policy, Row, Window
from calculators.release.yearly import Event, Said, contributions, draw_yearly, yearly_sd

# One line is one bin of one measure; `event` joins the lines of one control event, and is 0 for answers.
_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("unit", pa.int64()),
        ("event", pa.int64()),
        *((name, _WORD) for name in ("measure", "requirement", "version")),
        ("bin", pa.int8()),
    ]
)


def write_year(path: Path, said: Iterable[Said], events: Iterable[Event], frame: Frame) -> str:
    """Write what a year's release counts, in the order given; return the SHA-256 of the file.

    Both come in an order of chance; the numbers of events are drawn, and tell nothing.
    """
    lines: list[tuple[Any, ...]] = [(one.unit, 0, one.measure, one.requirement, one.version, one.bin) for one in said]
    for event in events:
        lines += [(event.unit, event.event, measure, "", "", found) for measure, found in event.bins.items()]
    columns = list(zip(*lines, strict=True)) if lines else [()] * len(SCHEMA)
    arrays = [
        pa.array(column, field.type.value_type if pa.types.is_dictionary(field.type) else field.type).cast(field.type)
        for column, field in zip(columns, SCHEMA, strict=True)
    ]
    return write_table(path, pa.Table.from_arrays(arrays, schema=SCHEMA), frame)


def read_year(path: Path) -> tuple[list[Said], list[Event]]:
    """Return what a year's release counts."""
    said: list[Said] = []
    events: dict[tuple[int, int], dict[str, int]] = {}
    for unit, event, measure, requirement, version, found in _lines(path):
        if event:
            events.setdefault((unit, event), {})[measure] = found
        else:
            said.append(Said(unit, measure, requirement, version, found))
    return said, [Event(unit, event, bins) for (unit, event), bins in events.items()]


def prepare(press: Press, window: Window) -> Prepared:
    """Return the order of a year and its draw from the frozen file.

    Raises:
        InputError: the file of frozen answers is absent.
    """
    path = press.file_of(window.code)
    frame, terms = read_frame(path), press.policy.policy

    def draw_rows() -> Sequence[Row]:
        said, events = read_year(path)
        return draw_yearly(said, events, frame.items, terms)

    order = Order(
        window=window,
        kind="year",
        rho=terms.rho,
        policy=press.policy,
        handover=sha256_of_file(path),
        header={**header_of(press, window, "year", frame), **yearly_numbers(terms)},
    )
    return Prepared(order, draw_rows)


def yearly_numbers(policy: Policy) -> dict[str, Any]:
    """Return what the header of a yearly release says besides: its noise, and how many answers of whom count.

    >>> yearly_numbers(Policy())["noise_sd"]
    {'requirement': 7.53}
    """
    return {"noise_sd": {"requirement": round(yearly_sd(policy), 2)}, "contributions": dict(contributions(policy))}


def _lines(path: Path) -> Iterator[Sequence[Any]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            yield from zip(*(batch.column(name).to_pylist() for name in SCHEMA.names), strict=True)
