"""An imported extract of the public registers: what it says of a business, with the day it was made."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, delete, select

from backend.accounts.numbers import inn_fault
from backend.law import current_law
from backend.profiles.models import RegisterEntry
from rules.conditions import FactValue
from rules.faults import Fault, InputError
from rules.profiles import read_facts
from rules.text import Text

# Columns of the file beside the ИНН and the name are facts of the vocabulary.
COLUMNS = ("inn", "name", "legal_form", "region", "okved", "sme_category", "registered_on", "employees")


def import_extract(session: Session, path: Path, extract_of: date, now: datetime) -> int:
    """Replace the extract by a CSV file; returns how many organisations it holds.

    Raises:
        InputError: with every faulty row; nothing was changed.
    """
    entries, faults = [], []
    for line, row in enumerate(_rows(path), start=2):
        try:
            entries.append(_entry(row, extract_of, now))
        except InputError as error:
            faults += [
                Fault(f.code, f.field, f.message, f.remedy, str(path.name), row.get("inn"), line) for f in error.faults
            ]
    if faults:
        raise InputError(faults)
    session.exec(delete(RegisterEntry))
    session.add_all(entries)
    session.flush()
    return len(entries)


def find_entry(session: Session, inn: str) -> RegisterEntry | None:
    """Return what the extract says of an ИНН."""
    return session.get(RegisterEntry, inn)


def facts_of_entry(entry: RegisterEntry) -> dict[str, FactValue]:
    """Return the facts of an entry; those the vocabulary does not know any more are left out."""
    vocabulary = current_law().vocabulary
    return read_facts({code: value for code, value in entry.facts.items() if code in vocabulary.facts}, vocabulary)


def day_of_extract(session: Session) -> date | None:
    """Return the day the imported extract was made, or None without one."""
    newest = session.exec(select(RegisterEntry).order_by(col(RegisterEntry.extract_of).desc())).first()
    return newest.extract_of if newest else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
        if missing:
            message = Text(f"В файле нет столбца «{missing[0]}».", f"The file has no column “{missing[0]}”.")
            remedy = Text(f"Столбцы: {', '.join(COLUMNS)}.", f"The columns are {', '.join(COLUMNS)}.")
            raise InputError([Fault("no_column", missing[0], message, remedy, path.name)])
        yield from reader


def _entry(row: dict[str, str], extract_of: date, now: datetime) -> RegisterEntry:
    fault = inn_fault(row["inn"])
    if fault is not None:
        raise InputError([fault])
    raw: dict[str, Any] = {code: row[code] for code in COLUMNS[2:] if row.get(code)}
    if "okved" in raw:
        raw["okved"] = raw["okved"].split(";")
    if "employees" in raw:
        raw["employees"] = (
            int(raw["employees"]) if raw["employees"].isascii() and raw["employees"].isdigit() else raw["employees"]
        )
    read_facts(raw, current_law().vocabulary)
    return RegisterEntry(inn=row["inn"], name=row["name"][:300], facts=raw, extract_of=extract_of, imported_at=now)
