"""Reading a table for a preview of a release: the header and the cells of each row, with every fault and its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.shapes import shown
from rules.text import Text

# More than anybody mends one by one: the file is of another kind.
MOST_FAULTS = 1_000
LONGEST_SHOWN = 60
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FIXED_ONE_BY_ONE = Text("Исправьте строку или уберите её.", "Correct the row, or drop it.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the line it begins on, and its cells by column, without the spaces around them."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """One file being read: its header, its rows, and the faults met so far."""

    file: str
    data: bytes
    columns: Collection[str]
    needed: Callable[[Collection[str]], Collection[str]]  # the columns a header must have
    faults: list[Fault] = field(default_factory=list)
    header: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Yield the rows: UTF-8 with or without a byte-order mark, parted by commas or semicolons.

        What cannot be read is told in `faults`, and the reading ends there.
        """
        text = self._decoded()
        if text is None:
            return
        self._read_header(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        begins = 0
        try:
            for cells in reader:
                begins, first = reader.line_num, begins + 1
                if first > 1 and any(cell.strip() for cell in cells):
                    yield self._line(first, cells)
        except csv.Error as error:
            self._unreadable(begins + 1, error)

    def _unreadable(self, line: int, error: csv.Error) -> None:
        if "field larger than field limit" not in str(error):
            self.fault(line, "not_csv", None, "Строку не разобрать: кавычки не сходятся.", "Quotes do not match.")
            return
        limit = csv.field_size_limit()
        ru = f"Ячейка длиннее {limit} знаков, или её кавычка не закрыта."
        en = f"A cell is longer than {limit} characters, or its quote is not closed."
        self.fault(line, "too_long", None, ru, en)

    def fault(
        self, line: int | None, code: str, name: str | None, ru: str, en: str, remedy: Text | None = None
    ) -> None:
        """Keep a fault; too many of them end the reading.

        Raises:
            InputError: there are more faults than anybody reads.
        """
        self.faults.append(Fault(code, name, Text(ru, en), remedy or FIXED_ONE_BY_ONE, self.file, None, line))
        if len(self.faults) >= MOST_FAULTS:
            self.faults.append(_too_many(self.file))
            raise InputError(self.faults)

    def _decoded(self) -> str | None:
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            remedy = Text("Сохраните файл в UTF-8.", "Save the file as UTF-8.")
            self.fault(
                line, "not_utf8", None, "Файл записан не в кодировке UTF-8.", "The file is not in UTF-8.", remedy
            )
            return None
        if not text.strip():
            self._empty()
            return None
        return text

    def _empty(self) -> None:
        remedy = Text(f"Столбцы: {', '.join(self.columns)}.", f"The columns are {', '.join(self.columns)}.")
        self.fault(None, "empty", None, "Файл пуст.", "The file is empty.", remedy)

    def has(self, *names: str) -> bool:
        """Return whether the header has all these columns."""
        return all(name in self.header for name in names)

    def _read_header(self, text: str) -> None:
        first = re.split(r"[\r\n]", text, maxsplit=1)[0]
        self.header = [name.strip().strip('"').strip() for name in first.split(_separator(text))]
        for name in dict.fromkeys(self.header):
            if name not in self.columns:
                self._unknown_column(name)
            elif self.header.count(name) > 1:
                remedy = Text("Оставьте один.", "Keep one.")
                self.fault(1, "repeated_column", name, f"Столбец «{name}» повторяется.", f"“{name}” repeats.", remedy)
        needed = self.needed(self.header)
        remedy = Text(f"Нужны столбцы: {', '.join(needed)}.", f"The columns needed are {', '.join(needed)}.")
        for name in needed:
            if name not in self.header:
                ru, en = f"В файле нет столбца «{name}».", f"The file has no column “{name}”."
                self.fault(1, "no_column", name, ru, en, remedy)

    def _unknown_column(self, name: str) -> None:
        close = nearest(name, self.columns)
        ru, en = (f" Похоже на «{close}».", f" It resembles “{close}”.") if close else ("", "")
        told = shown(name[:LONGEST_SHOWN])
        remedy = Text(f"Столбцы: {', '.join(self.columns)}.", f"The columns are {', '.join(self.columns)}.")
        self.fault(
            1,
            "unknown_column",
            name[:LONGEST_SHOWN],
            f"Незнакомый столбец «{told}».{ru}",
            f"Unknown column “{told}”.{en}",
            remedy,
        )

    def _line(self, number: int, cells: list[str]) -> Line:
        surplus = len(cells) - len(self.header)
        if surplus > 0:
            ru, en = f"Лишних ячеек в строке: {surplus}.", f"The row has {surplus} cells more than columns."
            self.fault(number, "too_many_cells", None, ru, en)
        padded = [*cells, *[""] * -surplus]
        found = {name: cell.strip() for name, cell in zip(self.header, padded, strict=False)}
        for name, cell in found.items():
            if CONTROL.search(cell):
                ru, en = "В ячейке есть непечатный знак.", "The cell holds a control character."
                self.fault(number, "control_character", name, ru, en)
                found[name] = CONTROL.sub("", cell).strip()
        return Line(number, found)


def _separator(text: str) -> str:
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _too_many(file: str) -> Fault:
    ru, en = f"Ошибок больше {MOST_FAULTS}: дальше файл не прочитан.", f"More than {MOST_FAULTS} faults: reading ended."
    remedy = Text("Проверьте, тот ли это файл.", "Check whether it is the right file.")
    return Fault("too_many_faults", None, Text(ru, en), remedy, file)
