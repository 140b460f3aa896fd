"""The file that carries frozen answers to the release: numbers drawn at the freeze, no ids, no names, no order.

It is readable by its owner only, stands in no backup, and is deleted once its window is released.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from backend.statistics.journal import sync_folder
from calculators.release.columns import Columns, Whole, check_scores, columns_of, joined
from calculators.release.shapes import Answer, Item, Segment
from rules.faults import Fault, InputError
from rules.segments import dimensions
from rules.text import Text

ABOUT = b"yasno.window"
BATCH = 100_000
NAMES = ("unit", "requirement", "version", "size", "sector", "clarity", "feasibility")
WORDS = NAMES[1:5]
_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("unit", pa.int64()),
        *((name, _WORD) for name in WORDS),
        *((name, pa.int8()) for name in NAMES[5:]),
    ]
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is public of a frozen window: the versions in force in it, the edition of the law, the dimensions."""

    items: tuple[Item, ...]
    edition: str
    segments_version: int


def path_of(folder: Path, window: str) -> Path:
    """Return where the file of a window lies."""
    return folder / f"{window}.parquet"


def write_handover(path: Path, answers: Iterable[Answer], frame: Frame) -> str:
    """Write the frozen answers, synced to the disk; return the SHA-256 of the file.

    `answers` come in an order of chance: whoever sets it makes sure.
    """
    columns: dict[str, list[Any]] = {name: [] for name in NAMES}
    for one in answers:
        values = (one.unit, one.requirement, one.version, *one.segment, one.clarity, one.feasibility)
        for name, value in zip(NAMES, values, strict=True):
            columns[name].append(value)
    arrays = [pa.array(columns[field.name], _plain(field.type)).cast(field.type) for field in SCHEMA]
    return write_table(path, pa.Table.from_arrays(arrays, schema=SCHEMA), frame)


def write_table(path: Path, table: pa.Table, frame: Frame) -> str:
    """Write a table of frozen answers with its frame; return the SHA-256 of the file."""
    about = {
        "items": [[one.requirement, one.version, one.domain] for one in frame.items],
        "edition": frame.edition,
        "segments_version": frame.segments_version,
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    pq.write_table(table.replace_schema_metadata({ABOUT: json.dumps(about)}), unfinished)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    unfinished.replace(path)
    sync_folder(path.parent)
    return sha256


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of the file.

    Raises:
        InputError: it is not there.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise InputError([_absent(path)]) from None


def read_frame(path: Path) -> Frame:
    """Return the frame of a file.

    Raises:
        InputError: it is not there, or is no such file.
    """
    try:
        about: Mapping[str, Any] = json.loads(pq.read_schema(path).metadata[ABOUT])
        items = tuple(Item(*one) for one in about["items"])
        return Frame(items, str(about["edition"]), int(about["segments_version"]))
    except (OSError, KeyError, ValueError, TypeError, pa.ArrowException):
        raise InputError([_absent(path)]) from None


def read_columns(path: Path, items: Sequence[Item]) -> Columns:
    """Return the frozen answers for the versions in `items`, taken a hundred thousand at a time.

    Raises:
        ValueError: a score or a segment outside the dimensions.
    """
    with pq.ParquetFile(path, read_dictionary=list(WORDS)) as file:
        columns = joined([columns_of([], items), *(_columns(batch, items) for batch in file.iter_batches(BATCH))])
    check_scores(columns)
    return columns


def read_answers(path: Path) -> Iterator[Answer]:
    """Yield the frozen answers one by one."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            for unit, requirement, version, size, sector, *scores in _values(batch):
                yield Answer(unit, requirement, version, Segment(size, sector), *scores)


def delete_handover(path: Path) -> None:
    """Delete the file; its bytes are overwritten first, so far as the disk lets us."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time freeze or publish: a second freeze would write other numbers over the first one's."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _columns(batch: pa.RecordBatch, items: Sequence[Item]) -> Columns:
    """Read words by their numbers in the batch's own dictionaries: each pair of words is looked up once."""
    of_items = {(one.requirement, one.version): place for place, one in enumerate(items)}
    of_segments = {(segment.size, segment.sector): place for place, segment in enumerate(dimensions().segments)}
    item = _places(batch, ("requirement", "version"), of_items)
    segment = _places(batch, ("size", "sector"), of_segments)
    known = np.flatnonzero(item >= 0)
    if (segment < 0).any():
        raise ValueError("a segment that is not in the dimensions")
    scores = [batch.column(name).fill_null(0).to_numpy(zero_copy_only=False) for name in NAMES[5:]]
    unit = batch.column("unit").to_numpy()
    small = [one.astype(np.int8) for one in (segment, *scores)]
    return Columns(unit, item.astype(np.int32), *small).only(known)


def _places(batch: pa.RecordBatch, names: tuple[str, str], known: Mapping[tuple[str, str], int]) -> Whole:
    first, second = (batch.column(name) for name in names)
    words = first.dictionary.to_pylist(), second.dictionary.to_pylist()
    table = np.array([[known.get((one, other), -1) for other in words[1]] for one in words[0]], np.int64)
    return np.asarray(table.reshape(len(words[0]), len(words[1]))[first.indices.to_numpy(), second.indices.to_numpy()])


def _values(batch: pa.RecordBatch) -> Iterator[Sequence[Any]]:
    return zip(*(batch.column(name).to_pylist() for name in NAMES), strict=True)


def _plain(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _absent(path: Path) -> Fault:
    message = Text(
        f"Файла замороженных ответов «{path.name}» нет, или он повреждён.",
        f"The file of frozen answers “{path.name}” is absent or broken.",
    )
    remedy = Text(
        "Его делает заморозка; после выпуска он удаляется.", "The freeze makes it; after the release it is deleted."
    )
    return Fault("no_handover", None, message, remedy, path.name)
