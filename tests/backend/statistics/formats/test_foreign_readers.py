"""Tools of statisticians read every file, and find the numbers of JSON: each one, at its place."""

from __future__ import annotations

import io
import json
import math

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import sdmx
from pyjstat import pyjstat

from backend.statistics.formats.csv_table import write_csv, write_csv_semicolon
from backend.statistics.formats.json_document import write_json
from backend.statistics.formats.jsonstat import write_jsonstat
from backend.statistics.formats.parquet_table import write_parquet
from backend.statistics.formats.sdmx_csv import write_sdmx_csv
from backend.statistics.formats.sdmx_structure import write_structure
from backend.statistics.formats.xlsx_workbook import write_xlsx
from calculators.release.drawing import draw
from calculators.release.shapes import Policy
from tests.backend.statistics.drawn import items, whole
from tests.backend.statistics.formats.conftest import key_of

KEYS = ["level", "requirement", "version", "domain", "size", "sector", "measure"]


def plain(value):
    """Return a number as JSON has it: None for a reader's own sign of nothing."""
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def read_back(rows, figures):
    """Return rows of a reader by what they are of."""
    return {tuple(row[name] for name in KEYS): {name: plain(row[name]) for name in figures} for row in rows}


def test_json_holds_every_number(released, numbers):
    document = json.loads(write_json(released))
    assert document["cells"] == list(released.cells)
    assert len({key_of(cell) for cell in document["cells"]}) == len(numbers) == len(released.cells)


@pytest.mark.parametrize(
    ("write", "how"), [(write_csv, {}), (write_csv_semicolon, {"sep": ";", "decimal": ","})], ids=["comma", "semicolon"]
)
def test_pandas_reads_csv(released, numbers, write, how):
    content = write(released)
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(content), **how)
    figures = list(next(iter(numbers.values())))
    assert read_back(table.to_dict("records"), figures) == numbers
    assert set(table["release"].astype(str)) == {released.id}
    assert set(table["synthetic"]) == {released.header["synthetic"]}
    for column, value in {"epsilon": 2.999, "delta": 1e-06, "cap": 10, "noise_sd_cell": 9.99}.items():
        assert set(table[column]) == {value}


def test_duckdb_reads_csv_and_parquet(released, numbers, tmp_path):
    figures = list(next(iter(numbers.values())))
    for name, write in (("a.csv", write_csv), ("a.parquet", write_parquet)):
        (tmp_path / name).write_bytes(write(released))
        found = duckdb.sql(f"SELECT * FROM '{tmp_path / name}'")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        assert read_back(rows, figures) == numbers, name
        assert {row["synthetic"] for row in rows} == {released.header["synthetic"]}


def test_the_whole_header_stands_in_the_metadata_of_parquet(released):
    found = pq.read_schema(io.BytesIO(write_parquet(released))).metadata
    kept = {name.decode(): json.loads(value) for name, value in found.items()}
    assert {name: kept[name] for name in released.header} == released.header


def test_openpyxl_reads_the_workbook_with_its_notes(released, numbers):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(released)))
    assert book.sheetnames == ["data", "Пояснения", "Notes", "codes"]
    names, *lines = [[cell.value for cell in row] for row in book["data"].iter_rows()]
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    figures = list(next(iter(numbers.values())))
    found = read_back(rows, figures)
    assert {
        key: {name: None if one == ":" else one for name, one in row.items()} for key, row in found.items()
    } == numbers
    for sheet in ("Пояснения", "Notes"):
        words = dict(row for row in book[sheet].iter_rows(max_col=2, values_only=True) if row[0])
        assert words["release"] == released.id
        assert words["epsilon"] == "2.999"
        assert words["policy"] == released.header["policy"]
        assert words["privacy"] == "/privacy/releases"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_pyjstat_reads_the_cube(released, numbers):
    cube = pyjstat.Dataset.read(write_jsonstat(released).decode())
    frame = cube.write("dataframe", naming="id")
    found = {}
    for _, item, segment, measure, figure, value in frame.itertuples(index=False):
        found.setdefault((item, segment, measure), {})[figure] = plain(value)
    for (_, requirement, version, domain, size, sector, measure), figures in numbers.items():
        item = f"{requirement}@{version}" if requirement != "_T" else domain
        segment = f"{size}.{sector}" if size != "_T" else "_T"
        assert found.pop((item, segment, measure)) == figures
    # What is left are places that no row fills.
    assert {value for row in found.values() for value in row.values()} <= {None}
    assert len(cube.write("dataframe", naming="label")) == len(frame)
    assert cube["extension"]["epsilon"] == 2.999
    assert cube["role"] == {"time": ["window"], "metric": ["statistic"]}


def test_pyjstat_reads_a_cube_in_which_nothing_is_shown():
    empty = whole(draw([], items(), Policy()))
    frame = pyjstat.Dataset.read(write_jsonstat(empty).decode()).write("dataframe", naming="id")
    assert frame["value"].isna().all()


def test_sdmx_reads_the_data_by_its_structure(released, numbers, tmp_path):
    structure = sdmx.read_sdmx(io.BytesIO(write_structure(released.header)))
    flow = structure.dataflow["DF_VOICES"]
    (tmp_path / "a.csv").write_bytes(write_sdmx_csv(released))
    message = sdmx.read_sdmx(tmp_path / "a.csv", structure=flow)
    [data] = message.data
    assert len(data.obs) == len(numbers)
    for one in data.obs:
        key, beside = one.key.values, {name: value.value for name, value in one.attached_attribute.items()}
        names = ("REQUIREMENT", "REQUIREMENT_VERSION", "DOMAIN", "SIZE", "SECTOR", "MEASURE")
        figures = numbers[(beside["LEVEL"], *(key[name].value for name in names))]
        read = {"value": one.value, **{name: beside[name.upper()] for name in figures if name != "value"}}
        assert {name: float(text) if text else None for name, text in read.items()} == figures
        status = "A" if figures["value"] is not None else "M" if figures["n_noisy"] is not None else "O"
        assert (beside["OBS_STATUS"], beside["EPSILON"], beside["CAP"]) == (status, "2.999", "10")
        assert key["TIME_PERIOD"].value == ("2026-Q3" if released.id == "2026Q3" else "2025")


def test_every_code_of_sdmx_stands_in_its_list(released):
    structure = sdmx.read_sdmx(io.BytesIO(write_structure(released.header)))
    table = pd.read_csv(io.BytesIO(write_sdmx_csv(released)), dtype=str)
    made = structure.structure["DSD_VOICES"]
    assert set(table.columns) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == {
        *(one.id for one in made.dimensions),
        *(one.id for one in made.attributes),
        *(one.id for one in made.measures),
    }
    for name in ("DOMAIN", "SIZE", "SECTOR", "MEASURE", "OBS_STATUS", "LEVEL"):
        codes = structure.codelist[f"CL_{name}"]
        assert set(table[name]) <= set(codes.items)
        assert all(code.name.localizations.keys() == {"ru", "en"} for code in codes)
