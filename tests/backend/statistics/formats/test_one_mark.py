"""One mark for no data in each format, the same bytes at each writing, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace

import pytest

from backend.statistics.formats.csv_table import write_csv
from backend.statistics.formats.explained import explain
from backend.statistics.formats.files import FORMATS
from backend.statistics.formats.jsonstat import write_jsonstat
from backend.statistics.formats.tidy import Whole
from calculators.release.drawing import draw
from calculators.release.shapes import Policy
from calculators.synthetic import population
from rules.text import Text
from tests.backend.statistics.drawn import items, quarter, whole


@pytest.mark.parametrize("code", FORMATS)
def test_written_again_later_a_file_has_the_same_bytes(released, code):
    first = FORMATS[code].write(released)
    time.sleep(1.1)
    assert FORMATS[code].write(released) == first


@pytest.mark.parametrize("code", FORMATS)
def test_a_release_that_shows_nothing_has_the_bytes_of_one_that_had_no_answers(code):
    """20 businesses: rows with answers that are withheld, beside rows that are empty. False alarm: a row of at most
    160 answers passes 250 by noise of sd 10 with probability below 10⁻¹⁵; one draw.
    """
    few, none = draw(population(20, items(), 3), items(), Policy()), draw([], items(), Policy())
    assert not any(row.published for row in few)
    assert FORMATS[code].write(whole(few)) == FORMATS[code].write(whole(none))


def dense(released):
    """Return a release whose rows fill the whole cube of their item but one number."""
    (item, *_) = (cell["requirement"] for cell in released.cells if cell["level"] == "cell")
    full = {"value": 3.0, "margin95": 0.2, "n_noisy": 400, "sd": 9.99, "shares": [0.2] * 5}
    cells = [{**cell, **full} for cell in released.cells if cell["requirement"] == item]
    return replace(released, cells=[{**cells[0], "value": None}, *cells[1:]])


def test_every_place_without_a_number_has_the_mark_and_no_other_has():
    cube = json.loads(write_jsonstat(dense(whole(quarter()))))
    empty = {str(number) for number, value in enumerate(cube["value"]) if value is None}
    assert len(empty) == 1
    assert cube["status"] == dict.fromkeys(empty, ":")


def test_a_cube_that_is_nearly_empty_holds_only_the_numbers_there_are(released, numbers):
    cube = json.loads(write_jsonstat(released))
    there = sum(value is not None for row in numbers.values() for value in row.values())
    assert (len(cube["value"]), "status" in cube) == (there, False)
    assert None not in cube["value"].values()


def test_a_number_a_year_has_not_is_not_named(released):
    for one in explain(released.header):
        assert "None" not in one.text.ru + one.text.en
    year_has_none = explain({**released.header, "noise_sd": {"requirement": 9.99}})[-1]
    assert "requirement = 9.99" in year_has_none.text.ru
    assert "None" not in year_has_none.text.ru
    assert "cell" not in year_has_none.text.ru


def test_a_title_that_looks_like_a_formula_is_text(released):
    code = next(cell["requirement"] for cell in released.cells if cell["requirement"])
    evil = replace(released, titles={code: Text('=HYPERLINK("http://x","y")', "@SUM(1+1)")})
    lines = list(csv.reader(io.StringIO(write_csv(evil).decode("utf-8-sig"))))
    titles = {cell for line in lines for cell in line if "HYPERLINK" in cell or "SUM(" in cell}
    assert titles == {'\'=HYPERLINK("http://x","y")', "'@SUM(1+1)"}


@pytest.mark.parametrize("code", FORMATS)
def test_a_release_without_rows_is_still_a_file(code):
    assert FORMATS[code].write(Whole(whole([]).header, []))


def test_each_format_says_of_what_release_it_is(released):
    for code in ("json", "csv", "csv-semicolon", "jsonstat", "sdmx-csv"):
        text = FORMATS[code].write(released).decode()
        for word in (released.id, released.header["policy"], "/privacy/releases", "2.999".replace(".", ",")):
            assert word in text or word.replace(",", ".") in text, (code, word)
