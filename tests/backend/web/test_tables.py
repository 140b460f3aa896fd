"""Tables to download."""

from __future__ import annotations

import pytest

from backend.web.tables import csv_answer


def test_a_table_names_its_charset_once(visitor):
    answer = visitor.get("/registry.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("-0,25", "-0,25"),
        ("-12", "-12"),
        ("-0.5", "-0.5"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-", "'-"),
        ("-1\n=1", '"\'-1\n=1"'),
        ("-٣", "'-٣"),
        ("+1", "'+1"),
        ("=1", "'=1"),
    ],
)
def test_a_number_below_zero_stays_a_number_and_nothing_becomes_a_formula(cell, written):
    assert csv_answer("a", [[cell]]).content.decode().removeprefix("\ufeff") == f"{written}\r\n"
