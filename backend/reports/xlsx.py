"""The dossier as a workbook: a sheet of requirements, one of answers, one about the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from backend.reports.dossier import Dossier
from backend.web import formats
from rules.text import Text

# Nobody's text becomes a formula or a link in somebody's office.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADS = (
    Text("Код", "Code"),
    Text("Требование", "Requirement"),
    Text("Тема", "Topic"),
    Text("Когда", "When"),
    Text("Сделано", "Done"),
    Text("Что сделать", "Steps"),
    Text("Почему", "Why"),
    Text("Основание", "Source"),
    Text("Где прочитано", "Where read"),
    Text("Проверяет", "Checked by"),
    Text("Если не сделать", "If not done"),
    Text("Расходы", "Costs"),
    Text("Адреса", "Places"),
    Text("Понятность", "Clarity"),
    Text("Выполнимость", "Feasibility"),
    Text("Заметка", "Note"),
)
WIDTHS = (22, 44, 20, 18, 14, 50, 50, 40, 36, 24, 40, 24, 20, 12, 14, 30)


def render(dossier: Dossier, language: str) -> bytes:
    """Return the workbook."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    names = Text("Требования", "Requirements"), Text("Ответы", "Answers"), Text("О файле", "About")
    sheets = [book.add_worksheet(name.in_(language)) for name in names]
    _fill(sheets[0], [one.in_(language) for one in HEADS], _entries(dossier, language), WIDTHS, head, wrap)
    answers = [[place, question.in_(language), answer.in_(language)] for place, question, answer in dossier.answers]
    titles = [Text("Адрес", "Place"), Text("Вопрос", "Question"), Text("Ответ", "Answer")]
    _fill(sheets[1], [one.in_(language) for one in titles], answers, (24, 60, 60), head, wrap)
    _fill(sheets[2], ["", ""], _about(dossier, language), (30, 80), head, wrap)
    book.close()
    return buffer.getvalue()


def _fill(
    sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int], head: Any, wrap: Any
) -> None:
    for column, (name, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, wrap)
            elif value:
                sheet.write_string(number, column, str(value), wrap)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _entries(dossier: Dossier, language: str) -> list[list[Any]]:
    return [
        [
            entry.id,
            entry.title.in_(language),
            entry.topic.in_(language),
            entry.when.in_(language),
            entry.answer.in_(language),
            "\n".join(f"{n}. {step.in_(language)}" for n, step in enumerate(entry.steps, start=1)),
            "\n".join(one.in_(language) for one in entry.because),
            entry.source,
            entry.read.in_(language),
            entry.authority.in_(language) if entry.authority else "",
            "\n".join(one.in_(language) for one in entry.sanctions),
            entry.cost.in_(language),
            ", ".join(entry.places),
            entry.clarity,
            entry.feasibility,
            entry.note,
        ]
        for entry in dossier.entries
    ]


def _about(dossier: Dossier, language: str) -> list[list[str]]:
    rows = [
        (Text("Бизнес", "Business"), Text(dossier.name, dossier.name)),
        (Text("На день", "On"), Text(formats.day(dossier.on, "ru"), formats.day(dossier.on, "en"))),
        (Text("Редакция реестра", "Edition"), Text(dossier.edition, dossier.edition)),
        (Text("Квитанция", "Receipt"), Text(dossier.receipt, dossier.receipt)),
        (
            Text("Что это", "What this is"),
            Text("Справка, не юридическая консультация.", "A reference, not legal advice."),
        ),
    ]
    return [[name.in_(language), value.in_(language)] for name, value in rows]
