"""A workbook: the data, what it means in both languages, the codes. Nothing in it is a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from backend.statistics.formats.code_lists import (
    LEVELS,
    MEASURES,
    bins_of,
    domain_name,
    sector_names,
    size_names,
    statistics_of,
)
from backend.statistics.formats.explained import explain
from backend.statistics.formats.tidy import Whole, about, columns, lines

MARK = ":"
# The day of making is not told: two readings have the same bytes.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTHS = ((0, 0, 12), (1, 1, 30), (2, 2, 18), (3, 6, 14), (7, 8, 44), (9, 40, 11))


def write_xlsx(whole: Whole) -> bytes:
    """Return the workbook: sheets data, Пояснения, Notes, codes."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": EPOCH, "title": f"Yasno {whole.id}"})
        bold = book.add_format({"bold": True})
        _data(book.add_worksheet("data"), whole, bold)
        _rows(book.add_worksheet("Пояснения"), _notes(whole, "ru"), bold)
        _rows(book.add_worksheet("Notes"), _notes(whole, "en"), bold)
        _rows(book.add_worksheet("codes"), _codes(whole), bold)
    return file.getvalue()


def _data(sheet: Any, whole: Whole, bold: Any) -> None:
    for first, last, width in WIDTHS:
        sheet.set_column(first, last, width)
    sheet.freeze_panes(1, 3)
    names = [*columns(whole), "release", "synthetic"]
    sheet.autofilter(0, 0, len(whole.cells), len(names) - 1)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
    same = [whole.id, bool(whole.header["synthetic"])]
    for number, line in enumerate(lines(whole), start=1):
        _line(sheet, number, [*line, *same])


def _line(sheet: Any, number: int, line: Sequence[Any]) -> None:
    for place, value in enumerate(line):
        if value is None:
            sheet.write_string(number, place, MARK)
        elif isinstance(value, bool):
            sheet.write_boolean(number, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(number, place, value)
        else:
            sheet.write_string(number, place, value)


def _rows(sheet: Any, rows: Iterable[Sequence[Any]], bold: Any) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 60)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write_string(number, place, "" if value is None else str(value), bold if place == 0 else None)


def _notes(whole: Whole, language: str) -> list[tuple[Any, ...]]:
    told = [(part.title.in_(language), part.text.in_(language)) for part in explain(whole.header)]
    return [*told, ("", ""), *about(whole).items()]


def _codes(whole: Whole) -> list[tuple[Any, ...]]:
    kind = str(whole.header.get("kind", "quarter"))
    measures = {cell["measure"]: None for cell in whole.cells}
    bins = {f"{name}: share_{n}": text for name in measures for n, text in enumerate(bins_of(name), start=1)}
    domains = {cell["domain"]: domain_name(cell["domain"]) for cell in whole.cells}
    lists = {
        "level": LEVELS,
        "size": size_names(),
        "sector": sector_names(),
        "domain": domains,
        "measure": {name: text for name, text in MEASURES.items() if name in measures},
        "bin": bins,
        "column": statistics_of(kind),
    }
    return [(name, code, text.ru, text.en) for name, codes in lists.items() for code, text in codes.items()]
