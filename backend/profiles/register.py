"""An imported extract of the public registers: what it says of a business, with the day it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.law import current_law
from backend.profiles.extract_reading import LONGEST_NAME, check_extract, read_rows
from backend.profiles.models import RegisterEntry
from rules.conditions import FactValue
from rules.profiles import read_facts

AT_ONCE = 2_000


class Organisation(NamedTuple):
    """One organisation of an extract: facts in JSON shape, founders by their ИНН."""

    inn: str
    name: str
    facts: Mapping[str, Any]
    founders: Sequence[str] = ()


def import_extract(
    session: Session, path: Path, extract_of: date, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> int:
    """Replace the extract by a CSV file; returns how many organisations it holds. `tell` hears how far it has come.

    Raises:
        InputError: with every fault of every row and its line; nothing was changed.
    """
    # The file is read twice: while it is checked the database waits for nobody.
    total = check_extract(path, extract_of, current_law().vocabulary, tell)
    rows = (Organisation(row.cells["inn"], row.cells["name"], row.facts, row.founders) for row in read_rows(path))
    replace_extract(session, rows, extract_of, now)
    return total


def replace_extract(session: Session, organisations: Iterable[Organisation], extract_of: date, now: datetime) -> None:
    """Replace the extract by organisations that have been checked."""
    session.execute(sa.delete(RegisterEntry))
    rows = (
        {
            "inn": one.inn,
            "name": one.name[:LONGEST_NAME],
            "facts": dict(one.facts),
            "founders": list(one.founders),
            "extract_of": extract_of,
            "imported_at": now,
        }
        for one in organisations
    )
    for some in _by(AT_ONCE, rows):
        session.execute(sa.insert(RegisterEntry), some)


def _by(size: int, rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, size)):
        yield some


def find_entry(session: Session, inn: str) -> RegisterEntry | None:
    """Return what the extract says of an ИНН."""
    return session.get(RegisterEntry, inn)


def facts_of_entry(entry: RegisterEntry) -> dict[str, FactValue]:
    """Return the facts of an entry; those the vocabulary does not know any more are left out."""
    vocabulary = current_law().vocabulary
    return read_facts({code: value for code, value in entry.facts.items() if code in vocabulary.facts}, vocabulary)


def day_of_extract(session: Session) -> date | None:
    """Return the day the imported extract was made, or None without one; all its entries have the same."""
    return session.exec(select(col(RegisterEntry.extract_of)).limit(1)).first()
