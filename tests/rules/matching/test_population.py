"""Counting a population: the same answers as the plain meaning, row by row, whatever the columns are made of."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import All, AnyOf, Atom, Not, Op, truth
from rules.faults import InputError
from rules.matching import count_affected
from rules.matching.population import BLOCK_ROWS, Counts
from tests.rules.matching.worlds import POSSIBLE, conditions, profiles

rows_of_facts = st.lists(profiles, max_size=12)


def plainly(condition, rows) -> Counts:
    found = [truth(condition, row) for row in rows]
    return Counts(found.count(True), found.count(False), found.count(None))


def frame(rows) -> pd.DataFrame:
    """As pandas holds such columns: numbers as float64, yes and no as objects, lists as objects."""
    table = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in POSSIBLE})
    for name in ("seats", "area"):
        table[name] = table[name].map(lambda one: None if one is None else float(one)).astype("float64")
    for name in ("okved", "staff"):
        table[name] = table[name].map(lambda one: None if one is None else list(one))
    return table


@given(condition=conditions, rows=rows_of_facts)
@settings(max_examples=300, deadline=None)
def test_counts_are_those_of_the_plain_meaning_row_by_row(condition, rows):
    assert count_affected(condition, frame(rows)) == plainly(condition, rows)


@given(condition=conditions, rows=rows_of_facts)
@settings(max_examples=60, deadline=None)
def test_a_parquet_file_gives_the_same_counts(tmp_path_factory, condition, rows):
    path = tmp_path_factory.mktemp("population") / "rows.parquet"
    frame(rows).to_parquet(path)
    assert count_affected(condition, path) == count_affected(condition, str(path)) == plainly(condition, rows)


@given(condition=conditions, rows=rows_of_facts, gone=st.sets(st.sampled_from(list(POSSIBLE))))
@settings(max_examples=100, deadline=None)
def test_a_fact_without_a_column_is_unknown_for_every_row(condition, rows, gone):
    without = [{name: value for name, value in row.items() if name not in gone} for row in rows]
    assert count_affected(condition, frame(rows).drop(columns=list(gone))) == plainly(condition, without)


def test_a_parquet_file_without_any_named_column_is_all_unknown(tmp_path):
    path = tmp_path / "rows.parquet"
    pd.DataFrame({"other": [1, 2, 3]}).to_parquet(path)
    assert count_affected({"fact": "employees", "op": "gte", "value": 1}, path) == (0, 0, 3)
    assert count_affected(True, path) == (3, 0, 0)


WIDE = ["int8", "int64", "uint64", "Int64", "float32", "float64", "int64[pyarrow]", "double[pyarrow]", object]


@pytest.mark.parametrize("kind", WIDE, ids=str)
@pytest.mark.parametrize(
    ("op", "value", "counts"),
    [
        ("gte", 16, (2, 1)),
        ("gt", 16, (1, 2)),
        ("lt", 16.5, (2, 1)),
        ("lte", 15, (1, 2)),
        ("is", 16, (1, 2)),
        ("in", [15, 17], (2, 1)),
    ],
)
def test_numbers_of_every_column_type_compare_alike(kind, op, value, counts):
    table = pd.DataFrame({"n": pd.Series([15, 16, 17], dtype=kind)})
    assert count_affected({"fact": "n", "op": op, "value": value}, table) == (*counts, 0)


@pytest.mark.parametrize("kind", ["float32", "float64", "double[pyarrow]", object])
def test_a_tenth_is_exactly_a_tenth(kind):
    table = pd.DataFrame({"n": pd.Series([0.1, 0.3, None], dtype=kind)})
    assert count_affected({"fact": "n", "op": "gte", "value": Decimal("0.3")}, table) == (1, 1, 1)
    assert count_affected({"fact": "n", "op": "gt", "value": Decimal("0.1")}, table) == (1, 1, 1)
    assert count_affected({"fact": "n", "op": "is", "value": Decimal("0.10000000001")}, table) == (0, 2, 1)
    assert count_affected({"fact": "n", "op": "gt", "value": Decimal("0.09999999999999999999")}, table) == (2, 0, 1)


def test_large_whole_numbers_do_not_pass_through_floats():
    table = pd.DataFrame({"n": pd.Series([2**53, 2**53 + 1, None], dtype="Int64")})
    assert count_affected({"fact": "n", "op": "gt", "value": 2**53}, table) == (1, 1, 1)
    assert count_affected({"fact": "n", "op": "lt", "value": 10**30}, table) == (2, 0, 1)


def test_decimals_and_mixed_numbers_are_compared_exactly():
    table = pd.DataFrame({"n": pd.Series([Decimal("0.1"), 2, 0.5, None], dtype=object)})
    assert count_affected({"fact": "n", "op": "lte", "value": 0.1}, table) == (1, 2, 1)


def test_not_a_number_in_a_file_is_unknown(tmp_path):
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"n": pa.array([1.0, float("nan"), None])}), path)
    assert count_affected({"fact": "n", "op": "gte", "value": 1}, path) == (1, 0, 2)


@pytest.mark.parametrize(
    "column",
    [
        [date(2025, 12, 31), date(2026, 1, 1), None],
        ["2025-12-31", "2026-01-01", None],
        pd.to_datetime(["2025-12-31", "2026-01-01", None]),
        [pd.Timestamp("2025-12-31 23:59"), pd.Timestamp("2026-01-01"), None],
    ],
    ids=["dates", "text", "pandas", "moments"],
)
def test_days_are_read_from_dates_text_and_moments(column):
    table = pd.DataFrame({"registered_on": column})
    assert count_affected({"fact": "registered_on", "op": "gte", "value": "2026-01-01"}, table) == (1, 1, 1)


@pytest.mark.parametrize("kind", [object, "str", "category", "large_string[pyarrow]", "string"])
def test_categories_are_read_from_every_kind_of_text(kind):
    table = pd.DataFrame({"legal_form": pd.Series(["ip", "ooo", None], dtype=kind)})
    assert count_affected({"fact": "legal_form", "op": "in", "value": ["ip", "npd"]}, table) == (1, 1, 1)


@pytest.mark.parametrize("kind", [object, "boolean", "bool[pyarrow]"])
def test_yes_and_no_are_no_numbers(kind):
    table = pd.DataFrame({"night": pd.Series([True, False, None], dtype=kind)})
    assert count_affected({"fact": "night", "op": "is", "value": True}, table) == (1, 1, 1)
    with pytest.raises(InputError, match="night"):
        count_affected({"fact": "night", "op": "is", "value": 1}, table)


CODES = [["56.10.1"], ["56.1"], [], None, ["47.11", "56.10"]]


@pytest.mark.parametrize(
    "column",
    [
        CODES,
        [("56.10.1",), ("56.1",), (), None, ("47.11", "56.10")],
        [np.array(["56.10.1"]), np.array(["56.1"]), np.array([], dtype=object), None, np.array(CODES[4])],
        pd.array(CODES, dtype=pd.ArrowDtype(pa.large_list(pa.string()))),
    ],
    ids=["lists", "tuples", "arrays", "arrow"],
)
def test_a_class_covers_the_codes_that_begin_with_its_digits(column):
    table = pd.DataFrame({"okved": column})
    assert count_affected({"fact": "okved", "op": "okved", "value": ["56.10"]}, table) == (2, 2, 1)
    assert count_affected({"fact": "okved", "op": "okved", "value": ["56", "01"]}, table) == (3, 1, 1)
    assert count_affected({"fact": "okved", "op": "contains_any", "value": ["56.10"]}, table) == (1, 3, 1)


def test_nothing_inside_a_list_is_no_value_of_it():
    table = pd.DataFrame({"staff": [["a"], ["b", None], [None], []]})
    atom = {"fact": "staff", "op": "contains_any", "value": ["a"]}
    assert count_affected(atom, table) == (1, 3, 0)


def test_empty_lists_and_empty_tables_are_answered():
    condition = {"fact": "staff", "op": "contains_any", "value": ["a"]}
    assert count_affected(condition, pd.DataFrame({"staff": [[], [], None]})) == (0, 2, 1)
    assert count_affected(condition, pd.DataFrame({"staff": []})) == (0, 0, 0)


def test_what_is_the_same_written_otherwise_counts_alike():
    rows = [dict.fromkeys(POSSIBLE) | {"seats": Decimal(n)} for n in range(7)] + [dict.fromkeys(POSSIBLE)]
    few = Atom("seats", Op.LT, Decimal(3))
    either = AnyOf((few, Not(few)))
    assert count_affected(either, frame(rows)) == (7, 0, 1)
    assert count_affected(All((few, Not(few))), frame(rows)) == (0, 7, 1)


def test_two_hundred_thousand_rows_are_counted_in_blocks(tmp_path):
    dice = np.random.default_rng(7)
    size = BLOCK_ROWS + 70_000
    table = pd.DataFrame(
        {
            "employees": np.where(dice.random(size) < 0.2, np.nan, dice.integers(0, 300, size)),
            "night": pd.Series(dice.choice([True, False], size)).astype(object).where(dice.random(size) < 0.7, None),
            "okved": pd.Series([[code] for code in dice.choice(["56.10", "47.11", "62.01"], size)]),
        }
    )
    condition = {
        "any": [
            {"all": [{"fact": "employees", "op": "gte", "value": 16}, {"fact": "night", "op": "is", "value": True}]},
            {"fact": "okved", "op": "okved", "value": ["56"]},
        ]
    }
    food = table["okved"].map(lambda one: one == ["56.10"])
    many, few = table["employees"] >= 16, table["employees"] < 16
    true = food | (many & (table["night"] == True))  # noqa: E712 (objects with gaps)
    false = ~food & (few | (table["night"] == False))  # noqa: E712
    expected = (int(true.sum()), int(false.sum()), size - int(true.sum()) - int(false.sum()))
    assert count_affected(condition, table) == expected
    table.to_parquet(tmp_path / "rows.parquet", row_group_size=50_000)
    assert count_affected(condition, tmp_path / "rows.parquet") == expected


@pytest.mark.parametrize(
    ("column", "condition", "code"),
    [
        (["12"], {"fact": "n", "op": "gte", "value": 1}, "wrong_type"),
        ([12], {"fact": "n", "op": "is", "value": "x"}, "wrong_type"),
        ([1, "x"], {"fact": "n", "op": "gte", "value": 1}, "wrong_type"),
        (["56.10"], {"fact": "n", "op": "okved", "value": ["56"]}, "wrong_type"),
        ([["a"]], {"fact": "n", "op": "is", "value": "a"}, "wrong_type"),
        ([[1]], {"fact": "n", "op": "contains_any", "value": ["a"]}, "wrong_type"),
        (["2026-02-29"], {"fact": "n", "op": "gte", "value": "2026-01-01"}, "wrong_type"),
        ([1], {"fact": "n", "op": "gte"}, "missing_key"),
        ([1], {"all": []}, "empty_group"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(column, condition, code):
    with pytest.raises(InputError) as refusal:
        count_affected(condition, pd.DataFrame({"n": column}))
    assert {fault.code for fault in refusal.value.faults} == {code}


def test_a_repeated_column_and_a_file_that_is_no_parquet_are_refused(tmp_path):
    twice = pd.DataFrame([[1, 2]], columns=["n", "n"])
    condition = {"fact": "n", "op": "gte", "value": 1}
    with pytest.raises(InputError, match="repeated"):
        count_affected(condition, twice)
    (tmp_path / "rows.parquet").write_text("n\n1\n")
    for name in ("rows.parquet", "none.parquet"):
        with pytest.raises(InputError, match="cannot be read"):
            count_affected(condition, tmp_path / name)


def test_whoever_only_matches_loads_neither_numpy_nor_pyarrow():
    program = "import sys, rules.matching; print({'numpy', 'pandas', 'pyarrow'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "set()\n"
