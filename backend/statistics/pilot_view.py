"""A pilot's rows as the tables a screen shows: each along one dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.statistics.words import SCORES, measure_name, sector_name, size_name
from calculators.release.pilot import LOW, SECTOR, SIZE
from calculators.release.shapes import Measure, Row
from rules.requirements import Requirement
from rules.text import Text


@dataclass(frozen=True, slots=True)
class OneWay:
    """A table along one dimension: names with rounded counts, None where hidden. `hidden` counts lines left out."""

    title: Text
    lines: tuple[tuple[Text, int | None], ...]
    hidden: int = 0


def tables_of(rows: Sequence[Row], requirements: Mapping[str, Requirement]) -> list[OneWay]:
    """Return the tables of a pilot; of requirements only those shown, the most often marked low first."""
    if not rows:
        return []
    found = [_sizes(rows), _sectors(rows), *(_scores(rows, measure) for measure in Measure)]
    return found + [_low(rows, measure, requirements) for measure in Measure]


def _sizes(rows: Sequence[Row]) -> OneWay:
    cells = [row for row in rows if row.measure.startswith(SIZE)]
    lines = tuple((size_name(row.segment.size if row.segment else ""), row.n_noisy) for row in cells)
    return OneWay(Text("Бизнесы по размеру", "Businesses by size"), lines)


def _sectors(rows: Sequence[Row]) -> OneWay:
    cells = [row for row in rows if row.measure.startswith(SECTOR)]
    lines = tuple((sector_name(row.segment.sector if row.segment else ""), row.n_noisy) for row in cells)
    return OneWay(Text("Бизнесы по отрасли", "Businesses by sector"), lines)


def _scores(rows: Sequence[Row], measure: Measure) -> OneWay:
    name = measure_name(measure)
    cells = [row for row in rows if row.requirement is None and row.measure.startswith(f"{measure.value}_")]
    lines = tuple((_score(measure, int(row.measure.rpartition("_")[2])), row.n_noisy) for row in cells)
    title = Text(f"{name.ru}: одна оценка от бизнеса, по жребию", f"{name.en}: one mark a business, by lot")
    return OneWay(title, lines)


def _score(measure: Measure, score: int) -> Text:
    """Return «2, без юриста никак», in the words beside the scale where marks are given."""
    words = SCORES[measure][score - 1]
    return Text(f"{score}, {words.ru}", f"{score}, {words.en}")


def _low(rows: Sequence[Row], measure: Measure, requirements: Mapping[str, Requirement]) -> OneWay:
    name = measure_name(measure)
    cells = [row for row in rows if row.requirement is not None and row.measure == f"{measure.value}_low"]
    shown = sorted((row for row in cells if row.n_noisy is not None), key=lambda row: -(row.n_noisy or 0))
    lines = tuple((_title(row, requirements), row.n_noisy) for row in shown)
    title = Text(
        f"{name.ru}: сколько бизнесов поставили {LOW} и ниже", f"{name.en}: businesses that gave {LOW} or less"
    )
    return OneWay(title, lines, hidden=len(cells) - len(shown))


def _title(row: Row, requirements: Mapping[str, Requirement]) -> Text:
    entry, code = requirements.get(row.requirement or ""), row.requirement or ""
    return entry.title if entry else Text(code, code)
