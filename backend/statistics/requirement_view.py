"""The page of one requirement: its distribution, its groups, its course over releases, what an answer changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.statistics.charts import Point
from backend.statistics.feed import Feed, Head
from backend.statistics.figures import Figure, Released, Subject
from backend.statistics.words import SCORES, measure_name, segment_name, segments
from calculators.release.differences import differ, different
from calculators.release.shapes import Measure, Segment
from rules.text import Text

LOW_SCORES = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that may have changed something: an answer, a measure taken, a new version."""

    day: date
    what: Text
    href: str | None = None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The figure of the last release that ended before a moment, and of the first that began after it."""

    moment: Moment
    before: tuple[str, Figure] | None
    after: tuple[str, Figure] | None

    @property
    def differs(self) -> bool | None:
        """Whether the two are called different; None where one of them is missing."""
        if self.before is None or self.after is None:
            return None
        return different(self.before[1].row, self.after[1].row, apart=True)


def difference(one: Figure, other: Figure, *, apart: bool) -> tuple[float, float]:
    """Return how much higher the other is, and the half-width of the 95 % interval of that.

    `apart`: the two are of two releases, so that their noise has nothing in common.
    """
    low, high = differ(other.row, one.row, apart) or (0.0, 0.0)
    return (low + high) / 2, (high - low) / 2


def distribution(figure: Figure | None, measure: str, own: int | None = None) -> list[dict[str, Any]]:
    """Return rows of the bar chart, 1 to 5; every one without a value where there is no figure."""
    shares: Sequence[float | None] = figure.shares if figure and figure.shares else [None] * 5
    return [_bar(n, name, share, own) for n, (name, share) in enumerate(zip(SCORES[measure], shares, strict=False), 1)]


def _bar(score: int, name: Text, share: float | None, own: int | None) -> dict[str, Any]:
    value = None if share is None else round(100 * share)
    return {"score": score, "name": name, "value": value, "own": score == own}


def finding(figure: Figure | None, measure: str) -> Text:
    """Return the title of the distribution: what it says, not what it is."""
    if figure is None or not figure.shares:
        return Text(f"{measure_name(measure).ru}: нет данных", f"{measure_name(measure).en}: no data")
    low = round(100 * sum(figure.shares[:LOW_SCORES]))
    return LOW_FINDINGS[measure](low)


def _clarity(low: int) -> Text:
    return Text(f"{low} % не понимают, что делать: ставят 1 или 2", f"{low}% do not see what to do: they give 1 or 2")


def _feasibility(low: int) -> Text:
    return Text(f"{low} % не могут выполнить: ставят 1 или 2", f"{low}% cannot do it: they give 1 or 2")


LOW_FINDINGS = {str(Measure.CLARITY): _clarity, str(Measure.FEASIBILITY): _feasibility}


def segment_rows(
    cells: Mapping[Segment, Figure], language: str, own: Segment | None = None, mark: int | None = None
) -> list[dict[str, Any]]:
    """Return rows of the chart of groups, in the frozen order; a group without a figure has none."""
    return [
        {
            "label": segment_name(segment).in_(language),
            **_ends(cells.get(segment)),
            "own": mark if segment == own else None,
        }
        for segment in segments()
    ]


def _ends(figure: Figure | None) -> dict[str, float | None]:
    if figure is None:
        return {"value": None, "low": None, "high": None}
    return {"value": figure.value, "low": figure.low, "high": figure.high}


@dataclass(frozen=True, slots=True)
class Course:
    """A requirement over the releases: where it stands in each, the oldest first."""

    heads: Sequence[Head]
    found: Sequence[tuple[Head, Subject, Released]]

    def points(self, measure: str) -> list[Point]:
        """Return the points of a measure, one a release and version."""
        return [
            Point(head.id, subject.version, str(head.header.get("policy", "")), released.whole(subject, measure))
            for head, subject, released in self.found
        ]

    def told(self, measure: str) -> list[tuple[Head, Subject, Figure]]:
        """Return the releases that have a figure."""
        rows = [(head, subject, released.whole(subject, measure)) for head, subject, released in self.found]
        return [(head, subject, figure) for head, subject, figure in rows if figure is not None]

    def version_changes(self) -> list[Moment]:
        """Return since when a release tells of another version."""
        pairs = zip(self.found, self.found[1:], strict=False)
        return [
            Moment(after[0].window.first, Text("Новая версия требования", "New version of the requirement"))
            for before, after in pairs
            if before[1].version != after[1].version
        ]


def course_finding(course: Course, measure: str) -> Text:
    """Return the title of the trend: whether the last release differs from the one before it, where they compare."""
    name, told = measure_name(measure), course.told(measure)
    if not told[:-1]:
        return name
    (before, was, one), (after, now, other) = told[-2:]
    if was.version != now.version or before.header.get("policy") != after.header.get("policy"):
        return name
    if not different(one.row, other.row, apart=True):
        return Text(f"{name.ru}: разницы с {before.id} не видно", f"{name.en}: no difference from {before.id} seen")
    if other.value > one.value:
        return Text(f"{name.ru}: лучше, чем в {before.id}", f"{name.en}: better than in {before.id}")
    return Text(f"{name.ru}: хуже, чем в {before.id}", f"{name.en}: worse than in {before.id}")


def course_of(feed: Feed, requirement: str, kind: str = "quarter") -> Course:
    """Return a requirement over all releases of a kind, each version by itself."""
    heads = list(reversed(feed.releases(kind)))
    found: list[tuple[Head, Subject, Released]] = []
    for head in heads:
        released = Released(row for _, row in feed.rows(head.id, requirement=requirement))
        # The order of a document is by code; in a release with two versions the one seen before comes first.
        seen = {subject.version for _, subject, _ in found}
        ordered = sorted(released.subjects, key=lambda one: one.version not in seen)
        found.extend((head, subject, released) for subject in ordered)
    return Course(heads, found)


def before_after(course: Course, measure: str, moments: Iterable[Moment]) -> list[BeforeAfter]:
    """Return for each moment the figures on both its sides; what has neither is left out."""
    made = [_around(course, measure, moment) for moment in moments]
    return [one for one in made if one.before is not None or one.after is not None]


def _around(course: Course, measure: str, moment: Moment) -> BeforeAfter:
    told = course.told(measure)
    before = [(head.id, figure) for head, _, figure in told if head.window.last < moment.day]
    after = [(head.id, figure) for head, _, figure in told if head.window.first >= moment.day]
    return BeforeAfter(moment, before[-1] if before else None, after[0] if after else None)
