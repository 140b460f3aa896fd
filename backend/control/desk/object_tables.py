"""Objects of a body for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from litestar import Response

from backend.control.cases.naming import category_name, type_name
from backend.papers.downloads import headers_of
from backend.requirements.tables import csv_answer
from backend.risk.models import ControlObject
from rules.text import Text

NAME = "yasno-objects"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Nobody's text becomes a formula or a link in somebody's office.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADS = (
    Text("ИНН", "INN"),
    Text("Чей объект", "Whose"),
    Text("Адрес", "Address"),
    Text("Объект", "Object"),
    Text("Вид контроля", "Type of control"),
    Text("Номер в ЕРВК", "Number in ERVK"),
    Text("Категория", "Category"),
    Text("Решение", "Decision"),
    Text("Дата решения", "Its date"),
)
LOW = Text("низкий риск: не отнесён, 24(4)", "low risk: not assigned, 24(4)")


def rows_of(objects: Iterable[ControlObject], language: str) -> list[list[str]]:
    """Return the rows of the table, the heads first."""
    rows = [[head.in_(language) for head in HEADS]]
    for one in objects:
        category = category_name(one.category) or LOW
        own = [one.inn, one.business_name, one.address, one.kind, type_name(one.control_type).in_(language)]
        assigned = one.assigned_on.isoformat() if one.assigned_on else ""
        rows.append([*own, one.registry_number or "", category.in_(language), one.decision or "", assigned])
    return rows


def csv_of(objects: Iterable[ControlObject], language: str) -> Response[bytes]:
    """Return the table as text for a spreadsheet."""
    return csv_answer(NAME, rows_of(objects, language))


def xlsx_of(objects: Iterable[ControlObject], language: str) -> Response[bytes]:
    """Return the table as a workbook."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    sheet, bold = book.add_worksheet(Text("Объекты", "Objects").in_(language)), book.add_format({"bold": True})
    for number, row in enumerate(rows_of(objects, language)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, bold if number == 0 else None)
    sheet.set_column(0, len(HEADS) - 1, 22)
    sheet.freeze_panes(1, 0)
    book.close()
    return Response(buffer.getvalue(), media_type=XLSX, headers=headers_of(f"{NAME}.xlsx"))
