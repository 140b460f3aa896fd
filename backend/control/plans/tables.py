"""A plan taken away: a text table, a workbook, a paper that says «проект»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from litestar import Response

from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import type_name
from backend.control.models import EventPlan
from backend.papers.downloads import headers_of
from backend.requirements.tables import csv_answer
from rules.control.planning import ACT
from rules.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Nobody's text becomes a formula or a link in somebody's office.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADS = (
    Text("ИНН", "INN"),
    Text("Чей объект", "Whose"),
    Text("Адрес", "Address"),
    Text("Категория", "Category"),
    Text("Чем проверяют", "Event"),
    Text("Начало", "Start"),
    Text("Конец", "End"),
    Text("Рабочих дней", "Working days"),
    Text("Кто идёт", "Who goes"),
    Text("Состояние", "State"),
)
SHARES = (0.34, 0.22, 0.2, 0.24)


def name_of(plan: EventPlan) -> str:
    """Return the name of a file of a plan."""
    return f"yasno-plan-{plan.control_type}-{plan.year}"


def rows_of(rows: Sequence[Mapping[str, Any]], language: str) -> list[list[str]]:
    """Return the table, the heads first."""
    table = [[head.in_(language) for head in HEADS]]
    for row in rows:
        category = row["category"].in_(language) if row["category"] else ""
        days = [row[name].isoformat() if row[name] else "" for name in ("start", "end")]
        own = [row["inn"], row["business"], row["address"], category, row["kind"].in_(language)]
        table.append([*own, *days, str(row["days"]), row["who"], row["state"].in_(language)])
    return table


def csv_of(plan: EventPlan, rows: Sequence[Mapping[str, Any]], language: str) -> Response[bytes]:
    """Return the plan as text for a spreadsheet."""
    return csv_answer(name_of(plan), rows_of(rows, language))


def xlsx_of(plan: EventPlan, rows: Sequence[Mapping[str, Any]], language: str) -> Response[bytes]:
    """Return the plan as a workbook."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    sheet, bold = book.add_worksheet(str(plan.year)), book.add_format({"bold": True})
    for number, row in enumerate(rows_of(rows, language)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, bold if number == 0 else None)
    sheet.set_column(0, len(HEADS) - 1, 20)
    sheet.freeze_panes(1, 0)
    book.close()
    return Response(buffer.getvalue(), media_type=XLSX, headers=headers_of(f"{name_of(plan)}.xlsx"))


def pdf_of(plan: EventPlan, body: str, rows: Sequence[Mapping[str, Any]]) -> Response[bytes]:
    """Return the plan as a paper, in Russian; each of its pages says that it is a draft."""
    table = [("Объект", "Мероприятие", "Категория", "Дни")]
    for row in rows:
        category = row["category"].ru if row["category"] else "не отнесён"
        place = f"{row['business']}, ИНН {row['inn']}. {row['address']}"
        table.append((place, row["kind"].ru, category, row["when"].ru or "без дней"))
    paper = Paper(
        title=f"План проведения плановых контрольных (надзорных) мероприятий на {plan.year} год",
        facts=(("Орган", body), ("Вид контроля", type_name(plan.control_type).ru), ("Пунктов", str(len(rows)))),
        sections=(Section("Мероприятия", rows=tuple(table), shares=SHARES),),
        signature="Руководитель: ____________________",
        law=f"248-ФЗ, ст. 61; {ACT}. Официальный план ведут в ЕРКНМ.",
    )
    return Response(render(paper), media_type="application/pdf", headers=headers_of(f"{name_of(plan)}.pdf"))
