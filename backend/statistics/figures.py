"""Rows of a release as people read them: a mean with its interval on the scale, or nothing.

A row that is not published and a row that nobody filled are one thing here: there is no third state to tell them by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from calculators.release.shapes import Level, Measure, Row, Segment

LOWEST, HIGHEST = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A released mean with the ends of its 95 % interval, cut to the scale, and the noisy number of answers."""

    value: float
    low: float
    high: float
    margin: float
    n: int
    sd: float | None
    shares: tuple[float, ...] | None
    row: Row


def figure_of(row: Row | None) -> Figure | None:
    """Return what a row tells; None where it tells nothing.

    >>> row = Row(Level.DOMAIN, None, None, "fire", None, "clarity", True, 2.4, 0.3, 310)
    >>> figure_of(row).low, figure_of(row).high
    (2.1, 2.7)
    """
    if row is None or not row.published or row.value is None or row.margin95 is None:
        return None
    low, high = ends_of(row)
    return Figure(row.value, round(low, 2), round(high, 2), row.margin95, row.n_noisy or 0, row.sd, row.shares, row)


def ends_of(row: Row) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a row that has a mean, cut to the scale."""
    value, margin = row.value or 0.0, row.margin95 or 0.0
    return max(LOWEST, value - margin), min(HIGHEST, value + margin)


@dataclass(frozen=True, slots=True)
class Subject:
    """What one line is about: a version of a requirement and its topic."""

    requirement: str
    version: str
    domain: str


class Released:
    """Rows of one release, found by what they are about."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Sort the rows out."""
        self.subjects: dict[Subject, None] = {}
        self._whole: dict[tuple[str, str, str], Row] = {}
        self._topics: dict[tuple[str, str], Row] = {}
        self._cells: dict[tuple[str, str, str], dict[Segment, Row]] = defaultdict(dict)
        for row in rows:
            self._keep(row)

    def _keep(self, row: Row) -> None:
        if row.requirement is None:
            self._topics[row.domain, row.measure] = row
            return
        about = (row.requirement, row.version or "", row.measure)
        self.subjects[Subject(row.requirement, row.version or "", row.domain)] = None
        if row.segment is None:
            self._whole[about] = row
        else:
            self._cells[about][row.segment] = row

    def whole(self, subject: Subject, measure: str) -> Figure | None:
        """Return the figure of a requirement's version, all businesses together."""
        return figure_of(self._whole.get((subject.requirement, subject.version, measure)))

    def topic(self, domain: str, measure: str) -> Figure | None:
        """Return the figure of a topic."""
        return figure_of(self._topics.get((domain, measure)))

    def cells(self, subject: Subject, measure: str) -> Mapping[Segment, Figure]:
        """Return the figures of the groups that have one."""
        found = self._cells.get((subject.requirement, subject.version, measure), {})
        told = {segment: figure_of(row) for segment, row in found.items()}
        return {segment: figure for segment, figure in told.items() if figure is not None}

    def topics(self) -> list[str]:
        """Return the topics of the release."""
        return sorted({domain for domain, _ in self._topics})


def facts_of(header: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every screen and file says of its release: how strong the noise is and how much of one counts."""
    noise = header.get("noise_sd") or {}
    sd = noise if isinstance(noise, Mapping) else {"cell": noise}
    return {
        "release": header.get("release", ""),
        "published_at": header.get("published_at", ""),
        "epsilon": header.get("epsilon"),
        "delta": header.get("delta"),
        "rho": header.get("rho"),
        "cap": header.get("cap"),
        "factor": header.get("factor"),
        "sd_cell": sd.get("cell"),
        "sd_requirement": sd.get("requirement"),
        "synthetic": bool(header.get("synthetic")),
        "collecting": bool(header.get("collecting")),
        "edition": header.get("edition", ""),
    }


__all__ = ["Figure", "Level", "Measure", "Released", "Subject", "facts_of", "figure_of"]
