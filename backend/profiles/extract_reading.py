"""Reading a register extract: a CSV file line by line, every fault with its line, nothing kept that is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from backend.accounts.numbers import inn_fault
from rules.facts import Vocabulary
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.profiles import read_value
from rules.shapes import shown
from rules.text import Text

# Columns of the file beside the ИНН, the name and the founders' ИНН are facts of the vocabulary.
COLUMNS = ("inn", "name", "legal_form", "region", "okved", "sme_category", "registered_on", "employees", "founders")
COMPULSORY = COLUMNS[:2]
FOUNDERS = "founders"
NO_FACTS = (*COMPULSORY, FOUNDERS)
LONGEST_NAME = 300
# More faults than anybody mends one by one: the file is of another kind.
MOST_FAULTS = 10_000
MOST_REMEMBERED = 100_000
TOLD_EVERY = 100_000
NAMES = Text(f"Столбцы: {', '.join(COLUMNS)}.", f"The columns are {', '.join(COLUMNS)}.")


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation as the file has it: the line it begins on, and its cells by column."""

    line: int
    cells: dict[str, str]
    surplus: int = 0  # cells beyond the last column

    @property
    def facts(self) -> dict[str, Any]:
        """The facts in JSON shape; an empty cell is not known."""
        return {code: raw_value(code, text) for code, text in self.cells.items() if text and code not in NO_FACTS}

    @property
    def founders(self) -> list[str]:
        """The ИНН of the founders, each once."""
        return list(dict.fromkeys(_codes(self.cells.get(FOUNDERS, ""))))


def _codes(text: str) -> list[str]:
    return re.findall(r"[^,;\s]+", text)


def raw_value(code: str, text: str) -> Any:
    """Return a cell as JSON would have it: codes of activities part at commas, semicolons and spaces."""
    if code == "okved":
        return _codes(text)
    return int(text) if code == "employees" and re.fullmatch(r"[0-9]{1,9}", text) else text


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file in UTF-8, with or without a byte-order mark, parted by commas or semicolons.

    Raises:
        InputError: the file cannot be read further, or its columns are others.
    """
    try:
        with path.open("rb") as file:
            yield from _Reader(path.name).rows(iter(file))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = Text(f"Файл «{path}» не удалось прочитать.", f"The file “{path}” cannot be read: {reason}.")
        remedy = Text("Проверьте имя и права на чтение.", "Check the name and the right to read it.")
        raise InputError([Fault("unreadable", None, message, remedy, path.name)]) from None


def check_extract(path: Path, extract_of: date, vocabulary: Vocabulary, tell: Callable[[int], None]) -> int:
    """Return how many organisations the file holds; `tell` hears of every hundred thousand rows.

    Raises:
        InputError: every fault of every row, with its line.
    """
    check = _Check(path.name, extract_of, vocabulary)
    try:
        for count, row in enumerate(read_rows(path), start=1):
            check.row(row)
            if count % TOLD_EVERY == 0:
                tell(count)
    except InputError as error:
        check.faults.extend(error.faults)
    if not check.faults and not check.lines:
        message = Text("В файле нет ни одной организации.", "The file holds no organisation.")
        check.faults.append(Fault("empty", None, message, Text("Выгрузите его заново.", "Export it again."), path.name))
    if check.faults:
        raise InputError(check.faults)
    return len(check.lines)


@dataclass
class _Check:
    """The faults met so far, on which line each ИНН stood, and which values were found right or wrong."""

    file: str
    extract_of: date
    vocabulary: Vocabulary
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    seen: dict[tuple[str, str], list[Fault]] = field(default_factory=dict)

    def row(self, row: Row) -> None:
        """Add the faults of a row.

        Raises:
            InputError: there are too many: reading on makes no sense.
        """
        for fault in self._faults(row):
            inn = row.cells["inn"]
            self.faults.append(
                Fault(fault.code, fault.field, fault.message, fault.remedy, self.file, inn or None, row.line)
            )
        if len(self.faults) > MOST_FAULTS:
            raise InputError([_too_many(self.file, row.line)])

    def _faults(self, row: Row) -> Iterator[Fault]:
        if row.surplus:
            yield _surplus(row.surplus)
        inn = row.cells["inn"]
        fault = inn_fault(inn) if inn else _empty("inn", "ИНН", "tax number")
        if fault is not None:
            yield fault
        elif inn in self.lines:
            yield _repeated_inn(self.lines[inn])
        else:
            self.lines[inn] = row.line
        if not row.cells["name"]:
            yield _empty("name", "названия", "name")
        yield from filter(None, (inn_fault(founder, FOUNDERS) for founder in row.founders))
        for code, text in row.cells.items():
            if text and code not in NO_FACTS:
                yield from self._value(code, text)

    def _value(self, code: str, text: str) -> list[Fault]:
        found = self.seen.get((code, text))
        if found is None:
            found = []
            read_value(
                self.vocabulary.facts[code], raw_value(code, text), self.vocabulary, code, found, self.extract_of
            )
            if len(self.seen) < MOST_REMEMBERED:
                self.seen[code, text] = found
        return found


class _Reader:
    """Reads one file, keeping count of its lines."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 0

    def rows(self, lines: Iterator[bytes]) -> Iterator[Row]:
        text = self._decoded(lines)
        first = next(text, "")
        header = _header(first)
        self._check_header(header)
        reader = csv.reader(text, delimiter=_separator(first), strict=True)
        while True:
            begins = self.line + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                raise InputError([self._broken(begins)]) from None
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield self._row(begins, header, cells)

    def _decoded(self, lines: Iterator[bytes]) -> Iterator[str]:
        for self.line, line in enumerate(lines, start=1):
            try:
                yield line.decode("utf-8-sig" if self.line == 1 else "utf-8")
            except UnicodeDecodeError:
                message = Text("Файл записан не в кодировке UTF-8.", "The file is not in UTF-8.")
                remedy = Text("Сохраните его в UTF-8.", "Save it as UTF-8.")
                raise InputError([self._fault("not_utf8", None, message, remedy, self.line)]) from None

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row:
        padded = [*cells, *[""] * (len(header) - len(cells))]
        surplus = max(0, len(cells) - len(header))
        return Row(line, {name: cell.strip() for name, cell in zip(header, padded, strict=False)}, surplus)

    def _check_header(self, header: list[str]) -> None:
        faults = [self._no_column(name) for name in COMPULSORY if name not in header]
        faults += [self._unknown_column(name) for name in header if name not in COLUMNS]
        faults += [self._repeated_column(name) for name in COLUMNS if header.count(name) > 1]
        if faults:
            raise InputError(faults)

    def _no_column(self, name: str) -> Fault:
        message = Text(f"В файле нет столбца «{name}».", f"The file has no column “{name}”.")
        return self._fault("no_column", name, message, NAMES, 1)

    def _unknown_column(self, name: str) -> Fault:
        close = nearest(name, COLUMNS)
        ru, en = (f" Похоже на «{close}».", f" It resembles “{close}”.") if close else ("", "")
        told = shown(name[:60])
        message = Text(f"Незнакомый столбец «{told}».{ru}", f"Unknown column “{told}”.{en}")
        return self._fault("unknown_column", name[:60], message, NAMES, 1)

    def _repeated_column(self, name: str) -> Fault:
        message = Text(f"Столбец «{name}» повторяется.", f"The column “{name}” is repeated.")
        return self._fault("repeated_column", name, message, Text("Оставьте один.", "Keep one."), 1)

    def _broken(self, line: int) -> Fault:
        message = Text("Строку не разобрать: кавычки не сходятся.", "The row cannot be read: its quotes do not match.")
        remedy = Text("Проверьте кавычки с этой строки.", "Check the quotes from this line on.")
        return self._fault("not_csv", None, message, remedy, line)

    def _fault(self, code: str, name: str | None, message: Text, remedy: Text, line: int) -> Fault:
        return Fault(code, name, message, remedy, self.file, None, line)


def _separator(first: str) -> str:
    return ";" if first.count(";") > first.count(",") else ","


def _header(first: str) -> list[str]:
    return [name.strip().strip('"').strip() for name in first.rstrip("\r\n").split(_separator(first))]


def _empty(name: str, ru: str, en: str) -> Fault:
    message = Text(f"Нет {ru}.", f"The {en} is empty.")
    return Fault(
        "missing", name, message, Text("Заполните ячейку или уберите строку.", "Fill the cell, or drop the row.")
    )


def _surplus(cells: int) -> Fault:
    message = Text(f"Лишних ячеек в строке: {cells}.", f"The row has more cells than columns, by {cells}.")
    remedy = Text("Возьмите в кавычки ячейку с разделителем.", "Quote the cell that holds the separator.")
    return Fault("too_many_cells", None, message, remedy)


def _repeated_inn(line: int) -> Fault:
    message = Text(f"Такой ИНН уже есть в строке {line}.", f"This tax number stands in line {line} already.")
    return Fault("repeated_inn", "inn", message, Text("Оставьте одну из строк.", "Keep one of the rows."))


def _too_many(file: str, line: int) -> Fault:
    ru = f"Ошибок больше {MOST_FAULTS}: дальше строки {line} файл не прочитан."
    message = Text(ru, f"More than {MOST_FAULTS} faults: the file was not read beyond line {line}.")
    remedy = Text("Проверьте, тот ли это файл.", "Check whether it is the right file.")
    return Fault("too_many_faults", None, message, remedy, file, None, line)
