"""A comparison taken away: both sides with their releases, budgets and noise, and the difference with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.statistics.desk_tables import REAL, SYNTHETIC, said
from backend.statistics.figures import Figure
from backend.statistics.words import NO_DATA
from rules.text import Text

DIFFERS, NOT_SEEN = Text("отличается", "differs"), Text("разницы не видно", "no difference seen")
OF_SIDE = (Text("Выпуск", "Release"), Text("Код", "Code"), Text("Требование", "Requirement"), Text("Версия", "Version"))
FIGURES = (
    Text("Средняя", "Mean"),
    Text("От", "From"),
    Text("До", "To"),
    Text("± 95 %", "± 95%"),
    Text("Ответов, с шумом", "Answers, with noise"),
    Text("sd шума", "Noise sd"),
    Text("ε", "ε"),
    Text("δ", "δ"),
    Text("Не больше ответов от бизнеса", "Most answers of a business"),
)
SIDES = (Text("1", "1"), Text("2", "2"))
# Words first, figures behind them: a workbook keeps these as numbers.
WORDS = 4 + 2 * len(OF_SIDE)
Cells = list[list[str]]


def compared_cells(sides: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], language: str) -> Cells:
    """Return the comparison as cells, the heads first."""
    return [_heads(language), *(_cells(sides, row, language) for row in rows)]


def verdict(differs: bool | None) -> Text:
    """Return whether a difference is seen, in words."""
    if differs is None:
        return NO_DATA
    return DIFFERS if differs else NOT_SEEN


def _heads(language: str) -> list[str]:
    first = (Text("Данные", "Data"), Text("Показатель", "Measure"), Text("Группа", "Group"))
    numbered = [f"{head.in_(language)} {side.in_(language)}" for side in SIDES for head in OF_SIDE]
    figures = [f"{head.in_(language)} {side.in_(language)}" for side in SIDES for head in FIGURES]
    last = (Text("Разница, 2 − 1", "Difference, 2 − 1"), Text("± 95 % разницы", "± 95% of the difference"))
    words = [*(one.in_(language) for one in first), *numbered, Text("Итог", "Result").in_(language)]
    return [*words, *figures, *(one.in_(language) for one in last)]


def _cells(sides: Sequence[dict[str, Any]], row: dict[str, Any], language: str) -> list[str]:
    made_up = any(side["facts"]["synthetic"] for side in sides)
    words = [(SYNTHETIC if made_up else REAL), row["measure"], row["group"]]
    named = [cell for side in sides for cell in _named(side, language)]
    figures = [cell for side, one in zip(sides, row["figures"], strict=True) for cell in _figures(side, one, language)]
    last = [_rounded(row["difference"], language), _rounded(row["margin"], language)]
    return [*(one.in_(language) for one in words), *named, verdict(row["differs"]).in_(language), *figures, *last]


def _named(side: dict[str, Any], language: str) -> list[str]:
    entry = side["entry"]
    return [side["release"], entry.id, entry.title.in_(language), side["version"]]


def _figures(side: dict[str, Any], figure: Figure | None, language: str) -> list[str]:
    facts = [said(side["facts"][name], language) for name in ("epsilon", "delta", "cap")]
    if figure is None:
        return [NO_DATA.in_(language), *[""] * 5, *facts]
    ends = (figure.value, figure.low, figure.high, figure.margin, figure.n, figure.sd)
    return [*(said(one, language) for one in ends), *facts]


def _rounded(value: float | None, language: str) -> str:
    return "" if value is None else said(round(value, 2), language)
