"""One condition against a population: how many it concerns, how many not, of how many it cannot be said.

Rows are read in blocks, only the columns that the condition names. In a block each distinct comparison becomes two
planes of bits, once: where it holds and where it does not; the tree folds them, and what is in neither is unknown.
numpy and pyarrow are loaded with this module, and `rules.matching` imports it only when somebody counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rules.conditions import (
    All,
    AnyOf,
    Atom,
    Condition,
    Not,
    Op,
    facts_of,
    items_of,
    parse_condition,
)
from rules.faults import Fault, InputError
from rules.matching.columns import Column, from_pandas, holding, known_in
from rules.text import Text

if TYPE_CHECKING:
    import pandas as pd

BLOCK_ROWS = 131_072
# «Less» is «not at least»: the two comparisons share their planes.
CONTRARY = {Op.LT: Op.GTE, Op.LTE: Op.GT}

Bits = npt.NDArray[np.uint8]
Planes = tuple[Bits, Bits]


class Counts(NamedTuple):
    """Rows of a population: the condition holds, does not hold, cannot be said."""

    true: int
    false: int
    unknown: int


def count_affected(condition: Any, population: pd.DataFrame | str | Path) -> Counts:
    """Return how many rows of a population a condition is true, false and unknown for (Kleene).

    `condition` is in JSON shape or already read. `population` is a pandas DataFrame or the path of a Parquet file or
    folder. Columns are facts, list columns multi-valued ones; null is unknown, and so is a fact without a column.
    Facts are taken as given, nothing is derived. A float stands for its shortest decimal: 0.1 is exactly 0.1.

    Raises:
        InputError: the condition is wrong, the file cannot be read, or a column holds values of another type.

    >>> import pandas
    >>> count_affected({"fact": "staff", "op": "gte", "value": 16}, pandas.DataFrame({"staff": [16, 2, None]}))
    Counts(true=1, false=1, unknown=1)
    """
    read = _read(condition)
    names = facts_of(read)
    blocks = _blocks_of_file(population, names) if isinstance(population, str | Path) else _blocks(population, names)
    true = false = total = 0
    for rows, columns in blocks:
        holds, fails = _Block(rows, columns).fold(read)
        true, false, total = true + _count(holds), false + _count(fails), total + rows
    return Counts(true, false, total - true - false)


def _read(condition: Any) -> Condition:
    if isinstance(condition, Condition):
        return condition
    read, faults = parse_condition(condition, None, "condition")
    if read is None:
        raise InputError(faults)
    return read


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


@dataclass
class _Block:
    """Some rows: the columns named, and the planes of each comparison met so far."""

    rows: int
    columns: Mapping[str, Column]
    kept: dict[object, Planes] = field(default_factory=dict)

    def fold(self, condition: Condition) -> Planes:
        """Return the rows where the condition holds, and those where it does not."""
        match condition:
            case Atom():
                return self.atom(condition)
            case Not(part):
                holds, fails = self.fold(part)
                return fails, holds
            case All(parts):
                every, none = zip(*map(self.fold, parts), strict=True)
                return np.bitwise_and.reduce(every), np.bitwise_or.reduce(none)
            case AnyOf(parts):
                some, every = zip(*map(self.fold, parts), strict=True)
                return np.bitwise_or.reduce(some), np.bitwise_and.reduce(every)
        return np.packbits(np.ones(self.rows, bool)), np.packbits(np.zeros(self.rows, bool))

    def atom(self, atom: Atom) -> Planes:
        """Return the planes of one comparison, worked out when it is first met."""
        if atom.op in CONTRARY:
            holds, fails = self.atom(Atom(atom.fact, CONTRARY[atom.op], atom.value))
            return fails, holds
        key = _key(atom)
        if key not in self.kept:
            self.kept[key] = self._planes(atom)
        return self.kept[key]

    def _planes(self, atom: Atom) -> Planes:
        column = self.columns.get(atom.fact)
        if column is None:
            nowhere = np.packbits(np.zeros(self.rows, bool))
            return nowhere, nowhere
        known = known_in(column)
        if not known.any():
            return np.packbits(known), np.packbits(known)
        holds = holding(atom, column)
        return np.packbits(known & holds), np.packbits(known & ~holds)


def _key(atom: Atom) -> object:
    """Return what makes two comparisons one; a boolean stands apart from a number, though Python says True == 1."""
    op = Op.IN if atom.op is Op.IS else atom.op
    return atom.fact, op, frozenset((type(one), one) for one in items_of(atom))


def _blocks(population: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[int, dict[str, Column]]]:
    """Yield the rows of a table in memory, block by block."""
    series = {name: population[name] for name in names if name in population.columns}
    repeated = [name for name, one in series.items() if one.ndim != 1]
    if repeated:
        raise InputError([_repeated(repeated[0])])
    for start in range(0, len(population), BLOCK_ROWS):
        rows = min(BLOCK_ROWS, len(population) - start)
        yield rows, {name: from_pandas(name, one.iloc[start : start + rows]) for name, one in series.items()}


def _blocks_of_file(path: str | Path, names: Sequence[str]) -> Iterator[tuple[int, dict[str, Column]]]:
    """Yield the rows of Parquet, block by block; only the columns named are read."""
    # Loaded here: it takes long, and a table in memory does not need it.
    from pyarrow import dataset

    try:
        stored = dataset.dataset(str(path), format="parquet")
        columns = [name for name in names if name in stored.schema.names]
        for batch in stored.to_batches(columns=columns, batch_size=BLOCK_ROWS):
            yield batch.num_rows, dict(zip(columns, batch.columns, strict=True))
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError([_unreadable(str(path), error)]) from error


def _repeated(name: str) -> Fault:
    message = Text(f"Столбец «{name}» повторяется.", f"The column “{name}” is repeated.")
    return Fault("repeated_column", name, message, Text("Оставьте один.", "Keep one."))


def _unreadable(path: str, error: Exception) -> Fault:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Fault(
        "unreadable",
        None,
        Text(f"Файл «{path}» не прочитать как Parquet.", f"“{path}” cannot be read as Parquet: {reason}."),
        Text("Проверьте имя и формат файла.", "Check the name and the format of the file."),
        file=path,
    )
