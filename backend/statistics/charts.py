"""Geometry of the trend: releases in a row, a line with its band, broken where it is no longer the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.statistics.figures import Figure
from rules.text import Text

NEW_VERSION = Text("новая версия", "new version")
NEW_RULES = Text("другие правила шума", "other rules of noise")
# Percent of the plot's height for one step of the scale: 1 is the bottom, 5 the top.
STEP = 25.0


@dataclass(frozen=True, slots=True)
class Point:
    """A release of one version of a requirement: `policy` is the hash of the parameters it was drawn with."""

    release: str
    version: str
    policy: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point in percent of the plot, from its left and its top; None where there is no figure."""

    point: Point
    x: float
    y: float | None
    top: float | None
    bottom: float | None
    changed: Text | None  # why the line is broken before it


@dataclass(frozen=True, slots=True)
class Trend:
    """What the chart draws: points, breaks, and stretches as coordinates for a polyline and a polygon."""

    points: Sequence[Drawn]
    breaks: Sequence[tuple[float, Text]]
    lines: Sequence[str]
    bands: Sequence[str]
    width: float


def trend(points: Sequence[Point]) -> Trend:
    """Return the geometry of points in order of time.

    A stretch ends at a new version, at changed parameters, and where a release has no figure.
    """
    width = 100 / max(len(points), 1)
    drawn = [_drawn(point, points[n - 1] if n else None, width * (n + 0.5)) for n, point in enumerate(points)]
    stretches = [one for one in _stretches(drawn) if len(one) > 1]
    breaks = [(round(one.x - width / 2, 2), one.changed) for one in drawn if one.changed is not None]
    return Trend(drawn, breaks, [_line(one) for one in stretches], [_band(one) for one in stretches], round(width, 2))


def changed(point: Point, before: Point | None) -> Text | None:
    """Return why two neighbours are not one line; None where they are.

    >>> changed(Point("2026Q3", "b", "p", None), Point("2026Q2", "a", "p", None)).ru
    'новая версия'
    """
    if before is None:
        return None
    if point.version != before.version:
        return NEW_VERSION
    return NEW_RULES if point.policy != before.policy else None


def _drawn(point: Point, before: Point | None, x: float) -> Drawn:
    figure, why = point.figure, changed(point, before)
    if figure is None:
        return Drawn(point, round(x, 2), None, None, None, why)
    return Drawn(point, round(x, 2), _height(figure.value), _height(figure.high), _height(figure.low), why)


def _height(score: float) -> float:
    return round(100 - STEP * (score - 1), 2)


def _stretches(drawn: Sequence[Drawn]) -> list[list[Drawn]]:
    found: list[list[Drawn]] = [[]]
    for one in drawn:
        if one.changed is not None or one.y is None:
            found.append([])
        if one.y is not None:
            found[-1].append(one)
    return found


def _line(stretch: Sequence[Drawn]) -> str:
    return " ".join(f"{one.x},{one.y}" for one in stretch)


def _band(stretch: Sequence[Drawn]) -> str:
    above = [f"{one.x},{one.top}" for one in stretch]
    return " ".join([*above, *(f"{one.x},{one.bottom}" for one in reversed(stretch))])
