"""The chain of hashes, pure: what a row seals, and where a chain is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from calculators.merkle import EMPTY as EMPTY_TREE
from calculators.merkle import Frontier, leaf_hash
from rules.text import Text

START = "0" * 64
EMPTY_ROOT = EMPTY_TREE.hex()
RESTORED = "log.restore"  # of the log itself; its object names the rows that are gone, as «61-80»
Known = Mapping[int, str | tuple[str, str | None]]


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
    """The last row of a chain, and the root of the tree over all rows."""

    seq: int
    hash: str
    root: str = field(default=EMPTY_ROOT, compare=False)


EMPTY = Head(0, START)


@dataclass(frozen=True, slots=True)
class Break:
    """The first row that does not fit, and why; the change lies between the rows `since` and `until`."""

    seq: int
    code: str
    message: Text
    since: int
    until: int


def values_hash(values: Mapping[str, Any] | None, salt: str) -> str:
    """Return the salted hash of what was written; keys in order, so that equal values hash equally.

    >>> values_hash({"a": 1, "b": 2}, "s") == values_hash({"b": 2, "a": 1}, "s")
    True
    """
    return hashlib.sha256(f"{salt}\n{values_text(values)}".encode()).hexdigest()


def values_text(values: Mapping[str, Any] | None) -> str:
    """Return values as they are hashed."""
    return json.dumps(values or {}, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def seal(row: Row) -> str:
    """Return the hash a row must carry."""
    sealed = [row.seq, row.at.isoformat(), row.actor, row.action, row.object_type, row.object_id]
    content = [*sealed, row.values_hash, row.prev_hash]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)  # whatever an intruder put there
    return hashlib.sha256(text.encode()).hexdigest()


def leaf_of(row_hash: str) -> bytes:
    """Return the leaf of a row in the tree: what it seals is sealed there too."""
    return leaf_hash(bytes.fromhex(row_hash))


def check(rows: Iterable[Row], known: Known | None = None) -> Head | Break:
    """Return the head of an unbroken chain, or the first break.

    `known` is what checkpoints outside say, by row: the hash it must have, or (hash, root of the tree up to it).
    """
    return _Reading(known or {}).read(rows)


class _Reading:
    """One reading of the log: the chain, the tree, and what the checkpoints met so far."""

    def __init__(self, known: Known) -> None:
        # Row 0 is an empty log.
        self.awaited = {seq: (kept, None) if isinstance(kept, str) else kept for seq, kept in known.items() if seq}
        self.head, self.tree, self.proven = EMPTY, Frontier(), 0
        self.restores: list[tuple[int, int]] = []

    def read(self, rows: Iterable[Row]) -> Head | Break:
        """Return the head, or the first break."""
        for row in rows:
            fault = self._fault_of(row) or self._differs(row)
            if fault is not None:
                return fault
            self.head = Head(row.seq, row.hash)
        if self.awaited:
            return self._cut(min(self.awaited), max(self.awaited))
        return replace(self.head, root=self.tree.root().hex())

    def _fault_of(self, row: Row) -> Break | None:
        """Return how a row breaks the chain."""
        due = self.head.seq + 1
        if row.seq != due:
            return _missing(due, max(due, row.seq - 1))
        if row.prev_hash != self.head.hash:
            return _broken(row.seq, "unlinked", "не продолжает предыдущую", "does not continue the one before")
        if row.hash != seal(row):
            return _broken(row.seq, "changed", "изменена после записи", "was changed after it was written")
        return None

    def _differs(self, row: Row) -> Break | None:
        """Return how a row differs from what a checkpoint says of it."""
        self.tree.add(leaf_of(row.hash))
        if row.action == RESTORED:
            since, until = _rows_of(row.object_id)
            self.restores += [(since, until)] if since == row.seq else []
        kept, root = self.awaited.pop(row.seq, (None, None))
        if kept is None:
            return None
        if kept != row.hash:
            return self._lost(row.seq) or self._rewritten(row.seq)
        if root is not None and root != self.tree.root().hex():
            return _broken(row.seq, "root", "сходится, а корень дерева нет", "fits, but the root of the tree does not")
        self.proven = row.seq
        return None

    def _cut(self, first: int, last: int) -> Break:
        """Return where the log ends too early."""
        lost = self._lost(first)
        if lost is not None:
            return lost
        end = self.head.seq
        text = Text(
            f"Журнал кончается записью {end}, а контрольная точка знает запись {last}: конец отрезан.",
            f"The log ends with row {end}, but a checkpoint knows row {last}: the tail was cut.",
        )
        return Break(end + 1, "cut", text, end + 1, last)

    def _lost(self, seq: int) -> Break | None:
        """Return which rows a restore took away, where one says so; rows before them are in their place."""
        since = next((since for since, until in self.restores if self.proven < since <= seq <= until), None)
        if since is None:
            return None
        text = Text(
            f"Записей {since}–{seq}, которые знает контрольная точка, нет: журнал восстановили из копии. "
            f"Восстановление записано в строке {since}.",
            f"Rows {since}–{seq} that the checkpoint knows are gone: the log was restored from a backup. "
            f"Row {since} records the restore.",
        )
        return Break(since, "restored", text, since, seq)

    def _rewritten(self, seq: int) -> Break:
        """Return between which checkpoints the log was written anew."""
        since = self.proven + 1
        text = Text(
            f"Запись {seq} не та, что в контрольной точке: переписано между записями {since} и {seq}.",
            f"Row {seq} differs from the checkpoint: something between rows {since} and {seq} was written anew.",
        )
        return Break(seq, "rewritten", text, since, seq)


def _rows_of(named: str) -> tuple[int, int]:
    """Return the rows that a restore says are gone: «61-80»."""
    since, _, until = named.partition("-")
    return (int(since), int(until)) if f"{since}{until}".isdecimal() and since and until else (0, -1)


def _broken(seq: int, code: str, ru: str, en: str) -> Break:
    return Break(seq, code, Text(f"Запись {seq} {ru}.", f"Row {seq} {en}."), seq, seq)


def _missing(seq: int, until: int) -> Break:
    return replace(_broken(seq, "missing", "пропала", "is missing"), until=until)
