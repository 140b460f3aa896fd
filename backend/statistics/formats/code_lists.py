"""The codes of releases with their names: what stands in files as a code is looked up here. Codes never change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from backend.requirements.names import TOPICS
from calculators.release.shapes import Level, Measure
from calculators.release.yearly import BINS
from calculators.release.yearly import MEASURES as OF_A_YEAR
from rules.segments import CostBin, dimensions
from rules.text import Text

VERSION = "1.0.0"
TOTAL = "_T"  # as in SDMX: everything of this dimension together
LEVELS: Mapping[str, Text] = {
    Level.CELL: Text("Требование в одной группе бизнеса", "A requirement in one group of businesses"),
    Level.REQUIREMENT: Text("Требование, все группы", "A requirement, all groups"),
    Level.DOMAIN: Text("Тема: все её требования", "A topic: all its requirements"),
    Level.ALL: Text("Всё вместе", "Everything together"),
}
OF_A_QUARTER: Mapping[str, Text] = {
    Measure.CLARITY: Text("Понятность, от 1 до 5", "Clarity, from 1 to 5"),
    Measure.FEASIBILITY: Text("Выполнимость, от 1 до 5", "Feasibility, from 1 to 5"),
}
MEASURES: Mapping[str, Text] = {**OF_A_QUARTER, **OF_A_YEAR}
STATISTICS: Mapping[str, Text] = {
    "value": Text("Средняя оценка", "Mean score"),
    "margin95": Text("± 95 %, только от шума", "± 95 %, of the noise alone"),
    "n_noisy": Text("Число ответов, с шумом", "Number of answers, with noise"),
    "sd": Text(
        "Стандартное отклонение шума одной доли, в ответах", "Standard deviation of one bin's noise, in answers"
    ),
}
# One and the same for withheld and for empty: no file tells one from the other.
NO_DATA: Mapping[str, Text] = {
    "json": Text("null", "null"),
    "csv": Text("пустое поле", "an empty field"),
    "csv-semicolon": Text("пустое поле", "an empty field"),
    "xlsx": Text("двоеточие «:»", "a colon “:”"),
    "parquet": Text("null", "null"),
    "jsonstat": Text(
        "null, в status двоеточие «:»; места нет в value, где числа собраны по местам",
        "null, with “:” in status; left out where value is an object",
    ),
    "sdmx-csv": Text("пустое поле, OBS_STATUS «O»", "an empty field, OBS_STATUS “O”"),
}
OBS_STATUS: Mapping[str, Text] = {
    "A": Text("Обычное значение", "Normal value"),
    "M": Text("У этого показателя среднего нет", "Missing value; data cannot exist: this measure has no mean"),
    "O": Text("Нет данных", "Missing value"),
}


@lru_cache(maxsize=8)
def widest(kind: str) -> int:
    """Return how many bins a release of this kind has at most: how many columns of shares its files have."""
    measures = OF_A_YEAR if kind == "year" else OF_A_QUARTER
    return max(len(bins_of(name)) for name in measures)


def bins_of(measure: str) -> tuple[Text, ...]:
    """Return the names of a measure's bins, in the order of its shares."""
    if measure == "cost":
        return tuple(map(_rubles, dimensions().cost_bins))
    if measure in BINS:
        return BINS[measure]
    return tuple(Text(str(score), str(score)) for score in dimensions().scores)


def share_name(number: int) -> str:
    """Return the code of a share, from 1."""
    return f"share_{number}"


def statistics_of(kind: str) -> dict[str, Text]:
    """Return every figure of a row, in the order of columns."""
    shares = {
        share_name(number): Text(f"Доля ответов в {number}-й корзине", f"Share of answers in bin {number}")
        for number in range(1, widest(kind) + 1)
    }
    return {**STATISTICS, **shares}


def segment_names() -> dict[str, Text]:
    """Return every group of businesses by «size.sector», then all of them together."""
    found = dimensions()
    named = {
        f"{one.size}.{one.sector}": Text(
            f"{found.sizes[one.size].ru}: {found.sectors[one.sector].name.ru}",
            f"{found.sizes[one.size].en}: {found.sectors[one.sector].name.en}",
        )
        for one in found.segments
    }
    return {**named, TOTAL: Text("Все группы", "All groups")}


def size_names() -> dict[str, Text]:
    """Return the sizes of businesses, then all of them together."""
    return {**dimensions().sizes, TOTAL: Text("Все размеры", "All sizes")}


def sector_names() -> dict[str, Text]:
    """Return the sectors, then all of them together."""
    return {**{code: one.name for code, one in dimensions().sectors.items()}, TOTAL: Text("Все отрасли", "All sectors")}


def domain_name(code: str) -> Text:
    """Return the name of a topic group; a new one goes by its code."""
    return Text("Все темы", "All topics") if code in ("", TOTAL) else TOPICS.get(code, Text(code, code))


def _rubles(one: CostBin) -> Text:
    if one.until is None:
        return Text(f"от {one.first} ₽", f"₽{one.first} and more")
    return Text(f"от {one.first} до {one.until} ₽", f"₽{one.first} to {one.until}")
