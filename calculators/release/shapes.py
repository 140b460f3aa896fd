"""What goes into a release and what comes out: answers without names, rows without persons, one policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.segments import Segment as Segment


class Measure(StrEnum):
    """What a histogram counts."""

    CLARITY = "clarity"
    FEASIBILITY = "feasibility"


class Level(StrEnum):
    """How much one row sums up."""

    CELL = "cell"  # a requirement's version in one segment
    REQUIREMENT = "requirement"  # a requirement's version, all segments
    DOMAIN = "domain"  # a topic group: all requirements of a registry folder
    ALL = "all"  # everything together: control events, and what of a year no topic group carries


@dataclass(frozen=True, slots=True)
class Answer:
    """One vote of one owner group for one version. `unit` is a number drawn at the freeze: no id, no name."""

    unit: int
    requirement: str
    version: str
    segment: Segment
    clarity: int | None
    feasibility: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement's version that was in force in the window, with its topic group: public, whoever answered."""

    requirement: str
    version: str
    domain: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator has signed for one kind of release. `rho` is of zero-concentrated differential privacy.

    `cap` is how many answers of a unit count at most, `factor` how many of its own standard deviations a row's noisy
    number must reach to be shown.
    """

    rho: Decimal = Decimal("0.185")
    delta: Decimal = Decimal("0.000001")
    cap: int = 10
    factor: int = 25
    yearly_rho: Decimal = Decimal("0.925")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a release. Where it is not published, everything after `published` is None, as in an empty row.

    `value` is the mean score, `margin95` its half-width from the noise, `n_noisy` the noisy number of answers, `sd`
    that of one bin of this row, `shares` the distribution over the bins, `lower` and `upper` the interval's ends.
    """

    level: Level
    requirement: str | None
    version: str | None
    domain: str
    segment: Segment | None
    measure: str
    published: bool
    value: float | None = None
    margin95: float | None = None
    n_noisy: int | None = None
    sd: float | None = None
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days whose answers one release counts: «2026Q3», or «2026» for the yearly one."""

    code: str
    first: date
    last: date
