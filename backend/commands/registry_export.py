"""The entries of a registry as one JSON document, one CSV table or one XLSX sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend.commands.standing import standing
from rules.exact_json import json_in_order
from rules.requirements import Edition, Requirement

# Keys that hold one value; {ru, en} and dates get a column each, whatever is nested stays JSON in its cell.
PAIRS = ("title", "plain")
PLAIN = (
    "official",
    "official_edition",
    "kind",
    "specificity",
    "provision",
    "authority",
    "life",
    "verified",
    "checked_in",
    "confidence",
    "replaced_by",
)
NESTED = (
    "applies_when",
    "assessment",
    "sanctions",
    "steps",
    "evidence",
    "recurrence",
    "effort",
    "situations",
    "overlaps",
    "case_applies",
    "case_not",
)
# A spreadsheet would run a cell that begins so; the apostrophe makes it text.
RUNS_AS_FORMULA = ("=", "+", "@", "\t", "\r")


def exported(edition: Edition, on: date, form: str) -> bytes:
    """Return the entries in the form "json", "csv" or "xlsx"."""
    if form == "json":
        entries = [entry.raw for entry in edition.requirements.values()]
        return json_in_order({"edition": edition.sha256, "on": on, "requirements": entries}) + b"\n"
    rows = [row_of(entry, on) for entry in edition.requirements.values()]
    return _xlsx(rows) if form == "xlsx" else _csv(rows)


def row_of(entry: Requirement, on: date) -> dict[str, str]:
    """Return one entry as a row: column names to text."""
    raw = entry.raw
    row = {"id": entry.id, "domain": entry.domain, "version": entry.version, "standing": standing(entry, on)}
    row |= {
        f"{key}_{language}": _cell((raw.get(key) or {}).get(language)) for key in PAIRS for language in ("ru", "en")
    }
    row |= {f"act_{key}": _cell(raw["act"].get(key)) for key in ("type", "number", "date", "title")}
    span: Mapping[str, Any] = raw.get("in_force") or {}
    row |= {f"in_force_{key}": _cell(span.get(key)) for key in ("from", "until", "replaces")}
    return row | {key: _cell(raw.get(key)) for key in (*PLAIN, *NESTED)}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json_in_order(value).decode()
    return f"'{value}" if value.startswith(RUNS_AS_FORMULA) else value


def _csv(rows: Iterable[dict[str, str]]) -> bytes:
    table = list(rows)
    page = io.StringIO()
    writer = csv.DictWriter(page, list(table[0]) if table else ["id"])
    writer.writeheader()
    writer.writerows(table)
    # The mark at the start makes spreadsheets read Cyrillic letters rightly.
    return page.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[dict[str, str]]) -> bytes:
    import xlsxwriter

    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("requirements")
    for number, row in enumerate(rows):
        if number == 0:
            sheet.write_row(0, 0, list(row), book.add_format({"bold": True}))
            sheet.freeze_panes(1, 1)
        for column, value in enumerate(row.values()):
            sheet.write_string(number + 1, column, value[:32767])
    book.close()
    return page.getvalue()
