"""A release as one table, a row a line: what CSV, XLSX and Parquet write down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.statistics.formats.code_lists import TOTAL, share_name, widest
from rules.text import Text

LICENCE = "CC BY 4.0"
KEYS = ("level", "requirement", "version", "domain", "size", "sector", "measure")
FIGURES = ("value", "margin95", "n_noisy", "sd")
TITLES = ("title_ru", "title_en")
# What every line says of its release, so that a line torn out of the file still tells how far it can be trusted.
ABOUT = (
    *("release", "dataset", "synthetic", "window_first", "window_last", "epsilon", "delta", "cap"),
    *("noise_sd_cell", "noise_sd_requirement", "confidence", "policy", "privacy", "licence"),
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole release: its header, its cells in the document's order, titles by requirement."""

    header: Mapping[str, Any]
    cells: Sequence[Mapping[str, Any]]
    titles: Mapping[str, Text] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the release."""
        return str(self.header["release"])

    @property
    def shares(self) -> int:
        """How many columns of shares it has, whatever was published."""
        return widest(str(self.header.get("kind", "quarter")))


def columns(whole: Whole) -> list[str]:
    """Return the names of the columns that tell of a row."""
    return [*KEYS, *TITLES, "published", *figure_columns(whole)]


def figure_columns(whole: Whole) -> list[str]:
    """Return the names of the columns of numbers."""
    return [*FIGURES, *(share_name(number) for number in range(1, whole.shares + 1))]


def lines(whole: Whole) -> Iterator[list[Any]]:
    """Yield the rows as `columns` names them; None where there is no data."""
    for cell in whole.cells:
        title = whole.titles.get(cell["requirement"] or "")
        yield [*keys_of(cell), title and title.ru, title and title.en, cell["published"], *figures_of(whole, cell)]


def keys_of(cell: Mapping[str, Any]) -> list[str]:
    """Return the codes of a row; `_T` where it sums everything up."""
    named = {**cell, **(cell["segment"] or {})}
    return [named.get(name) or TOTAL for name in KEYS]


def figures_of(whole: Whole, cell: Mapping[str, Any]) -> list[Any]:
    """Return the numbers of a row, None where there is no data."""
    shares = cell["shares"] or ()
    return [*(cell[name] for name in FIGURES), *shares, *[None] * (whole.shares - len(shares))]


def about(whole: Whole) -> dict[str, Any]:
    """Return what every line says of the release."""
    header, noise = whole.header, whole.header.get("noise_sd") or {}
    window = header.get("window") or {}
    said = {
        **{name: header.get(name) for name in ABOUT},
        "window_first": window.get("first"),
        "window_last": window.get("last"),
        "noise_sd_cell": noise.get("cell"),
        "noise_sd_requirement": noise.get("requirement"),
        "confidence": 0.95,
        "licence": LICENCE,
    }
    return {name: said[name] for name in ABOUT}
