"""The chain of hashes, pure: what a row seals, and where a chain is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from rules.text import Text

START = "0" * 64


class Row(Protocol):
    """A row of the log, as the chain sees it."""

    seq: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    values_hash: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a chain."""

    seq: int
    hash: str


EMPTY = Head(0, START)


@dataclass(frozen=True, slots=True)
class Break:
    """The first row that does not fit, and why."""

    seq: int
    code: str
    message: Text


def values_hash(values: Mapping[str, Any] | None, salt: str) -> str:
    """Return the salted hash of what was written; keys in order, so that equal values hash equally.

    >>> values_hash({"a": 1, "b": 2}, "s") == values_hash({"b": 2, "a": 1}, "s")
    True
    """
    text = json.dumps(values or {}, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def seal(row: Row) -> str:
    """Return the hash a row must carry."""
    sealed = [row.seq, row.at.isoformat(), row.actor, row.action, row.object_type, row.object_id]
    text = json.dumps([*sealed, row.values_hash, row.prev_hash], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(rows: Iterable[Row], known: Mapping[int, str] | None = None) -> Head | Break:
    """Return the head of an unbroken chain, or the first break; `known` are hashes kept outside, by row."""
    head, awaited = EMPTY, {seq: kept for seq, kept in (known or {}).items() if seq}  # row 0 is an empty log
    for row in rows:
        fault = _fault_of(row, head, awaited.pop(row.seq, None))
        if fault is not None:
            return fault
        head = Head(row.seq, row.hash)
    if awaited:
        return _cut(head, max(awaited))
    return head


def _fault_of(row: Row, head: Head, kept: str | None) -> Break | None:
    if row.seq != head.seq + 1:
        return _missing(head.seq + 1)
    if row.prev_hash != head.hash:
        return _broken(row.seq, "unlinked", "не продолжает предыдущую", "does not continue the one before")
    if row.hash != seal(row):
        return _broken(row.seq, "changed", "изменена после записи", "was changed after it was written")
    if kept is not None and kept != row.hash:
        return _broken(row.seq, "rewritten", "не та, что в контрольной точке", "differs from the checkpoint")
    return None


def _broken(seq: int, code: str, ru: str, en: str) -> Break:
    return Break(seq, code, Text(f"Запись {seq} {ru}.", f"Row {seq} {en}."))


def _missing(seq: int) -> Break:
    return _broken(seq, "missing", "пропала", "is missing")


def _cut(head: Head, known: int) -> Break:
    text = Text(
        f"Журнал кончается записью {head.seq}, а контрольная точка знает запись {known}: конец отрезан.",
        f"The log ends with row {head.seq}, but a checkpoint knows row {known}: the tail was cut.",
    )
    return Break(head.seq + 1, "cut", text)
