"""Columns of a population: where a comparison holds, exactly, whatever the column is made of.

pandas holds whole numbers with gaps as float64, yes and no with gaps as objects, text as large_string; here all of
them become pyarrow arrays. Loaded by `rules.matching.population` only: it brings numpy and pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rules.condition_reading import exact_date, exact_number
from rules.conditions import Atom, Op, Scalar, atom_truth, digits, items_of
from rules.faults import Fault, InputError
from rules.shapes import shown
from rules.text import Text

Bools = npt.NDArray[np.bool_]
Column = Any  # a pyarrow array: the library has no types
LISTS = frozenset({Op.OKVED, Op.CONTAINS_ANY})
REMEDY = Text("Приведите столбец к типу факта.", "Give the column the type of the fact.")


def known_in(column: Column) -> Bools:
    """Return where a column holds a value; not-a-number is none."""
    return ~np.asarray(pc.is_null(column, nan_is_null=True).to_numpy(zero_copy_only=False), bool)


def holding(atom: Atom, column: Column) -> Bools:
    """Return where a comparison holds; what is said of unknown rows does not matter.

    Raises:
        InputError: the values are of another type than the comparison.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if _is_list(column.type):
        return _hitting(atom, column)
    if atom.op in LISTS:
        raise InputError([_wrong_column(atom, column)])
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _comparing(atom, column)
    if pa.types.is_timestamp(column.type):
        column = (pc.local_timestamp(column) if column.type.tz else column).cast(pa.date32(), safe=False)
    return _looking_up(column, lambda value: atom_truth(atom, _as_fact(atom, value, column)) is True)


def _looking_up(column: Column, holds: Callable[[Any], bool]) -> Bools:
    """Return where a test holds, tried once on each different value; it never holds of nothing."""
    encoded = column.dictionary_encode()
    table = np.array([value is not None and holds(value) for value in encoded.dictionary.to_pylist()] or [False])
    found: Bools = table[encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)]
    # Inside a list nothing has a place too: without this it would count as the first value.
    return found & known_in(column) if encoded.indices.null_count else found


def _as_fact(atom: Atom, value: object, column: Column) -> Scalar:
    """Return a value as facts hold it, of the type the comparison needs."""
    needed = items_of(atom)[0]
    fact: Scalar | None = None
    if isinstance(needed, bool):
        fact = value if isinstance(value, bool) else None
    elif isinstance(needed, Decimal):
        fact = exact_number(value)
    elif isinstance(needed, date):
        fact = exact_date(value)
    elif isinstance(value, str):
        fact = value
    if fact is None:
        raise InputError([_wrong_value(atom.fact, value)])
    return fact


def _comparing(atom: Atom, column: Column) -> Bools:
    """Return where numbers compare as said, exactly: no number passes through a rounded one."""
    if not all(isinstance(one, Decimal) for one in items_of(atom)):
        raise InputError([_wrong_column(atom, column)])
    numbers = column.fill_null(0).to_numpy(zero_copy_only=False)
    side = _side_of_float if numbers.dtype.kind == "f" else _side_of_whole
    if atom.op in (Op.IS, Op.IN):
        found: Bools = np.logical_or.reduce([side(numbers, value, Op.IS) for value in items_of(atom)])
        return found
    return side(numbers, items_of(atom)[0], atom.op)


def _side_of_whole(numbers: npt.NDArray[Any], value: Any, op: Op) -> Bools:
    low, high = int(value.to_integral_value(ROUND_FLOOR)), int(value.to_integral_value(ROUND_CEILING))
    if op is Op.GTE:
        return np.asarray(numbers >= high)
    if op is Op.GT:
        return np.asarray(numbers > low)
    return np.asarray(numbers == low) if low == high else np.zeros(len(numbers), bool)


def _side_of_float(numbers: npt.NDArray[Any], value: Any, op: Op) -> Bools:
    """The float nearest to `value` stands on one side of it or on it; every other float is on its own side."""
    with np.errstate(over="ignore"):
        nearest = numbers.dtype.type(float(value))
    shortest = Decimal(str(nearest))
    if op is Op.IS:
        return np.asarray(numbers == nearest) if shortest == value else np.zeros(len(numbers), bool)
    with_it = shortest >= value if op is Op.GTE else shortest > value
    return np.asarray(numbers >= nearest) if with_it else np.asarray(numbers > nearest)


def _is_list(kind: Any) -> bool:
    lists = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
    return any(is_one(kind) for is_one in lists)


def _hitting(atom: Atom, column: Column) -> Bools:
    """Return where a list holds one of the items (or a code under one of the classes)."""
    if atom.op not in LISTS:
        raise InputError([_wrong_column(atom, column)])
    if pa.types.is_fixed_size_list(column.type):
        column = column.cast(pa.list_(column.type.value_type))
    ends = column.offsets.to_numpy()
    # A part of a longer column keeps its places in the whole: only the items of these rows are looked at.
    items = column.values.slice(ends[0], ends[-1] - ends[0])
    if not (pa.types.is_null(items.type) or _is_text(items.type)):
        raise InputError([_wrong_column(atom, column)])
    wanted = frozenset(map(str, items_of(atom)))
    classes = tuple(map(digits, wanted))
    hit = _looking_up(items, lambda one: digits(one).startswith(classes) if atom.op is Op.OKVED else one in wanted)
    before, places = np.concatenate(([0], np.cumsum(hit))), ends - ends[0]
    found: Bools = before[places[1:]] > before[places[:-1]]
    return found


def _is_text(kind: Any) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def from_pandas(name: str, values: Any) -> Column:
    """Return a pandas column as one array.

    Raises:
        InputError: values of different types are mixed in it.
    """
    try:
        column = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        column = _of_mixed_numbers(name, values)
    return _one_array(column)


def _of_mixed_numbers(name: str, values: Any) -> Column:
    """Return whole and other numbers side by side as decimals; nothing else may be mixed in a column."""
    known = values.dropna()
    exact = known.map(exact_number)
    wrong = [value for value, number in zip(known, exact, strict=True) if number is None]
    if wrong:
        raise InputError([_wrong_value(name, wrong[0])])
    return pa.array(exact.reindex(values.index), from_pandas=True)


def _one_array(column: Column) -> Column:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _wrong_column(atom: Atom, column: Column) -> Fault:
    message = Text(
        f"Столбец «{atom.fact}» типа {column.type} не сравнить через «{atom.op}» с «{shown(atom.value)}».",
        f"The column “{atom.fact}” of type {column.type} cannot be compared by “{atom.op}” with “{shown(atom.value)}”.",
    )
    return Fault("wrong_type", atom.fact, message, REMEDY)


def _wrong_value(name: str, value: object) -> Fault:
    message = Text(
        f"В столбце «{name}» значение другого типа: «{shown(value)}».",
        f"The column “{name}” holds a value of another type: “{shown(value)}”.",
    )
    return Fault("wrong_type", name, message, REMEDY)
