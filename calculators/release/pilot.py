"""The pilot profile: rounded counts of few voices, in one-way tables, let out only where an audit finds nothing narrow.

It gives no proof of privacy, as noise does; so it is used only by the operator's written choice, under a banner.

One-way is taken at its word: no number crosses two dimensions, for crossing is what gives records away. The tables are
voices by size and by sector, marks by score (of each voice one mark, drawn by lot), and low marks by requirement: how
many were unhappy, without how many answered, so that nobody is known to be unhappy. Every number counts owner groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from secrets import choice

from calculators.release.intervals import Link, Relation, intervals
from calculators.release.shapes import Answer, Item, Level, Measure, Row, Segment
from rules.faults import Fault, InputError
from rules.segments import dimensions
from rules.text import Text

THRESHOLD = 10
BASE = 5
LOW = 2
SIZE, SECTOR = "voices_size", "voices_sector"
NOTHING_SAFE = Text("Проверка не находит таблиц, которые можно опубликовать.", "The audit finds no table to let out.")
WAIT = Text("Дождитесь, пока ответов станет больше.", "Wait until there are more answers.")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a one-way table: `table` names the table, `code` the cell in it. `shown` is None where hidden."""

    table: str
    code: str
    count: int
    shown: int | None

    @property
    def name(self) -> str:
        """Return what links call it."""
        return f"{self.table}/{self.code}"


def rounded(count: int, base: int = BASE) -> int:
    """Return a count to the nearest multiple of the base.

    >>> [rounded(count) for count in (10, 12, 13, 17, 18)]
    [10, 10, 15, 15, 20]
    """
    return base * ((count + base // 2) // base)


def within(shown: int, base: int = BASE, threshold: int = THRESHOLD) -> tuple[int, int]:
    """Return the counts that are rounded so and shown: under the threshold is hidden, so a shown 10 is 10 to 12.

    >>> within(15), within(10)
    ((13, 17), (10, 12))
    """
    return max(threshold, shown - base // 2), shown + base // 2


def tables(answers: Iterable[Answer], items: Sequence[Item]) -> list[Cell]:
    """Return every cell, those under the threshold hidden; the order depends on the items alone.

    >>> cells = tables([Answer(1, "fire.exit", "v1", Segment("micro", "trade"), 1, 5)], [])
    >>> len(cells), [cell.shown for cell in cells if cell.count]
    (17, [None, None, None, None])
    """
    kept = list(answers)
    segments = {answer.unit: answer.segment for answer in kept}
    sizes, sectors = (Counter(segment[at] for segment in segments.values()) for at in (0, 1))
    cells = _cells(SIZE, dimensions().sizes, sizes) + _cells(SECTOR, dimensions().sectors, sectors)
    for measure in Measure:
        cells += _cells(measure.value, [str(score) for score in dimensions().scores], _one_mark_each(kept, measure))
    for measure in Measure:
        low = {(one.unit, _code(one.requirement, one.version)) for one in kept if _is_low(one, measure)}
        codes = sorted({_code(item.requirement, item.version) for item in items})
        cells += _cells(f"{measure.value}_low", codes, Counter(code for _, code in low))
    return cells


def audited(cells: Sequence[Cell], threshold: int = THRESHOLD, base: int = BASE) -> list[Cell]:
    """Hide more until no hidden number is known within less than the threshold.

    Raises:
        InputError: nothing is left to show.
    """
    kept = list(cells)
    while narrow := narrow_cells(kept, threshold, base):
        kept = _hide_one(kept, {cell.table for cell in narrow})
    if not any(cell.shown for cell in kept):
        raise InputError([Fault("nothing_safe", "window", NOTHING_SAFE, WAIT)])
    return kept


def narrow_cells(cells: Sequence[Cell], threshold: int = THRESHOLD, base: int = BASE) -> list[Cell]:
    """Return hidden cells whose number follows from the published ones within less than the threshold."""
    known = {cell.name: within(cell.shown, base, threshold) for cell in cells if cell.shown is not None}
    hidden = [cell for cell in cells if cell.shown is None]
    found = intervals(known, [cell.name for cell in hidden], links(cells))
    return [cell for cell in hidden if found[cell.name][1] - found[cell.name][0] < threshold]


def links(cells: Sequence[Cell]) -> list[Link]:
    """Return what everybody knows of the tables: voices add up alike; nothing else has more than all voices."""
    tabled: dict[str, list[str]] = {}
    for cell in cells:
        tabled.setdefault(cell.table, []).append(cell.name)
    voices = tuple(tabled.get(SIZE, ()))
    found = [Link(voices, tuple(tabled.get(SECTOR, ())))]
    found += [Link(tuple(tabled[name.value]), voices, Relation.AT_MOST) for name in Measure if name.value in tabled]
    low = [name for table in tabled if table.endswith("_low") for name in tabled[table]]
    return found + [Link((name,), voices, Relation.AT_MOST) for name in low]


def draw_pilot(answers: Iterable[Answer], items: Sequence[Item]) -> list[Row]:
    """Return the rows of a pilot release. `n_noisy` is a rounded count; there is no interval, mean or share.

    Raises:
        InputError: the audit leaves nothing to show.
    """
    domains = {_code(item.requirement, item.version): item for item in items}
    return [_row(cell, domains) for cell in audited(tables(answers, items))]


def hidden_rows(items: Sequence[Item]) -> list[Row]:
    """Return the rows of a pilot in which nothing may be shown.

    >>> any(row.published for row in hidden_rows([Item("fire.exit", "v1", "fire")]))
    False
    """
    named = {_code(item.requirement, item.version): item for item in items}
    return [_row(cell, named) for cell in tables([], items)]


def _row(cell: Cell, items: Mapping[str, Item]) -> Row:
    item = items.get(cell.code) if cell.table.endswith("_low") else None
    shown, count = cell.shown is not None, cell.shown
    if item is None:
        measure = f"{cell.table}_{cell.code}"
        return Row(Level.ALL, None, None, "", _segment(cell), measure, shown, n_noisy=count)
    level, of = Level.REQUIREMENT, (item.requirement, item.version, item.domain)
    return Row(level, of[0], of[1], of[2], None, cell.table, shown, n_noisy=count)


def _segment(cell: Cell) -> Segment | None:
    if cell.table == SIZE:
        return Segment(cell.code, "")
    return Segment("", cell.code) if cell.table == SECTOR else None


def _cells(table: str, codes: Iterable[str], counts: Mapping[str, int]) -> list[Cell]:
    found = [(code, counts.get(code, 0)) for code in codes]
    return [Cell(table, code, n, rounded(n) if n >= THRESHOLD else None) for code, n in found]


def _code(requirement: str, version: str) -> str:
    return f"{requirement}@{version}"


def _score(answer: Answer, measure: Measure) -> int | None:
    return answer.clarity if measure is Measure.CLARITY else answer.feasibility


def _is_low(answer: Answer, measure: Measure) -> bool:
    score = _score(answer, measure)
    return score is not None and score <= LOW


def _one_mark_each(answers: Iterable[Answer], measure: Measure) -> Counter[str]:
    """Of each voice one mark, drawn by lot: a voice that marks a hundred requirements is one voice."""
    marks: dict[int, list[int]] = {}
    for answer in answers:
        if (score := _score(answer, measure)) is not None:
            marks.setdefault(answer.unit, []).append(score)
    return Counter(str(choice(given)) for given in marks.values())


def _hide_one(cells: Sequence[Cell], within_tables: set[str]) -> list[Cell]:
    """Hide the smallest number shown in a table that gives too much away; else the smallest of any table.

    The smallest as shown, ties by name: a choice by the true number would tell which of two equal ones is less.
    """
    shown = [cell for cell in cells if cell.shown is not None]
    there = [cell for cell in shown if cell.table in within_tables] or shown
    least = min(there, key=lambda cell: (cell.shown, cell.table, cell.code))
    return [replace(cell, shown=None) if cell is least else cell for cell in cells]
