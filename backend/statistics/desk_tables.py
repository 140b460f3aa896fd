"""Released figures taken away: one line a figure, each with its release, budget, cap and noise beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from litestar import Response

from backend.papers.downloads import headers_of
from backend.requirements.names import topic_name
from backend.requirements.tables import csv_answer
from backend.statistics.figures import figure_of
from backend.statistics.words import LEVELS, NO_DATA, measure_name, sector_name, size_name
from calculators.release.shapes import Row
from rules.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Nobody's text becomes a formula or a link in somebody's office.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FIRST_FIGURE = 10
SYNTHETIC = Text("синтетические данные", "synthetic data")
REAL = Text("настоящие данные", "real data")
HEADS = (
    Text("Выпуск", "Release"),
    Text("Данные", "Data"),
    Text("Код", "Code"),
    Text("Требование", "Requirement"),
    Text("Версия", "Version"),
    Text("Тема", "Topic"),
    Text("Уровень", "Level"),
    Text("Размер", "Size"),
    Text("Отрасль", "Sector"),
    Text("Показатель", "Measure"),
    Text("Средняя", "Mean"),
    Text("От", "From"),
    Text("До", "To"),
    Text("± 95 %", "± 95%"),
    Text("Ответов, с шумом", "Answers, with noise"),
    *(Text(f"Доля «{n}»", f"Share of “{n}”") for n in range(1, 6)),
    Text("sd шума", "Noise sd"),
    Text("ε", "ε"),
    Text("δ", "δ"),
    Text("Не больше ответов от бизнеса", "Most answers of a business"),
)
ABOUT = {
    "release": Text("Выпуск", "Release"),
    "window": Text("Ответы за", "Answers of"),
    "published_at": Text("Выпущен", "Published"),
    "epsilon": Text("ε за квартал на бизнес", "ε a quarter and business"),
    "delta": Text("δ", "δ"),
    "cap": Text("Не больше ответов от бизнеса", "Most answers of a business"),
    "sd_cell": Text("sd шума в группе", "Noise sd in a group"),
    "sd_requirement": Text("sd шума в требовании", "Noise sd in a requirement"),
    "factor": Text("Строка видна, если ответов не меньше, чем sd ×", "A row shows from this many sd"),
    "edition": Text("Редакция реестра", "Edition of the registry"),
}


def table(facts: dict[str, Any], rows: Iterable[Row], titles: dict[str, Text], language: str) -> list[list[str]]:
    """Return rows of a release as cells, the heads first; a row without a figure says «нет данных» once."""
    return [[head.in_(language) for head in HEADS], *(_cells(facts, row, titles, language) for row in rows)]


def _cells(facts: dict[str, Any], row: Row, titles: dict[str, Text], language: str) -> list[str]:
    code, size, sector = row.requirement or "", *(row.segment or ("", ""))
    about = [
        str(facts["release"]),
        (SYNTHETIC if facts["synthetic"] else REAL).in_(language),
        code,
        titles[code].in_(language) if code in titles else "",
        row.version or "",
        topic_name(row.domain).in_(language) if row.domain else "",
        LEVELS[row.level].in_(language),
        size_name(size).in_(language) if size else "",
        sector_name(sector).in_(language) if sector else "",
        measure_name(row.measure).in_(language),
    ]
    return [*about, *_figures(row, language), *(said(facts[name], language) for name in ("epsilon", "delta", "cap"))]


def _figures(row: Row, language: str) -> list[str]:
    figure = figure_of(row)
    if figure is None:
        return [NO_DATA.in_(language), *[""] * 10]
    shares = figure.shares or (None,) * 5
    ends = [figure.value, figure.low, figure.high, figure.margin, figure.n, *shares, figure.sd]
    return [said(one, language) for one in ends]


def said(value: Any, language: str) -> str:
    """Return a number with the comma or the point of the language, so that a spreadsheet reads it as one."""
    text = "" if value is None else str(value)
    return text if language == "en" or not isinstance(value, int | float) else text.replace(".", ",")


def csv_of(name: str, cells: Sequence[Sequence[str]]) -> Response[bytes]:
    """Return a table as text for a spreadsheet."""
    return csv_answer(name, cells)


def xlsx_of(
    name: str,
    facts: Sequence[dict[str, Any]],
    cells: Sequence[Sequence[str]],
    language: str,
    first_figure: int = FIRST_FIGURE,
) -> Response[bytes]:
    """Return a table as a workbook, with a sheet about each release; cells from `first_figure` on may be numbers."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(Text("Оценки", "Figures").in_(language))
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            figure = number > 0 and column >= first_figure
            _write(sheet, number, column, cell, figure, bold if number == 0 else None)
    sheet.set_column(0, len(cells[0]) - 1, 14)
    sheet.set_column(3, 3, 48)
    sheet.freeze_panes(1, 0)
    for one in facts:
        tail = f" {one['release']}" if len(facts) > 1 else ""
        _about(book.add_worksheet(Text("О выпуске", "About").in_(language) + tail), one, bold, language)
    book.close()
    return Response(buffer.getvalue(), media_type=XLSX, headers=headers_of(f"{name}.xlsx"))


def _write(sheet: Any, number: int, column: int, cell: str, figure: bool, bold: Any) -> None:
    """Write a figure as a number, everything else as text."""
    try:
        value = float(cell.replace(",", ".")) if figure else None
    except ValueError:
        value = None
    if value is None:
        sheet.write_string(number, column, cell, bold)
    else:
        sheet.write_number(number, column, value)


def _about(sheet: Any, facts: dict[str, Any], bold: Any, language: str) -> None:
    window = facts["window"]
    told = facts | {"window": f"{window.first.isoformat()} – {window.last.isoformat()}"}
    rows = [(name.in_(language), said(told.get(key), language)) for key, name in ABOUT.items()]
    data = (SYNTHETIC if facts["synthetic"] else REAL).in_(language)
    for number, (name, value) in enumerate([*rows, (Text("Данные", "Data").in_(language), data)]):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, value)
    sheet.set_column(0, 1, 40)
