"""CSV for statistical tools, and with semicolons and decimal commas for a Russian spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from backend.statistics.formats.tidy import Whole, about, columns, lines

# A spreadsheet reads a file as UTF-8 only with this mark.
MARK = "\ufeff"
# A text that begins so would be read as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(whole: Whole) -> bytes:
    """Return the table with commas and decimal points."""
    return _write(whole, ",", ".")


def write_csv_semicolon(whole: Whole) -> bytes:
    """Return the table with semicolons and decimal commas."""
    return _write(whole, ";", ",")


def _write(whole: Whole, delimiter: str, point: str) -> bytes:
    sheet, said = StringIO(), about(whole)
    writer = csv.writer(sheet, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*columns(whole), *said])
    same = [_field(value, point) for value in said.values()]
    writer.writerows([*(_field(value, point) for value in line), *same] for line in lines(whole))
    return (MARK + sheet.getvalue()).encode()


def _field(value: Any, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).replace(".", point)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
