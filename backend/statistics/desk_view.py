"""The regulator's list and grid: requirements by the lower end of the interval, never by a bare mean.

Nobody is ranked: the list is of requirements, and an authority sees its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backend.requirements.names import topic_name
from backend.statistics.figures import Figure, Released, Subject
from backend.statistics.words import groups_text, segments
from backend.web.formats import ends
from calculators.release.shapes import Level, Measure, Segment
from rules.requirements import Requirement
from rules.text import Text

SCORED = (Measure.CLARITY, Measure.FEASIBILITY)
NOT_CLEAR = 3
WHOLE = Text("требование", "requirement")
TOPIC_ONLY = Text("только по теме", "topic only")


@dataclass(frozen=True, slots=True)
class Line:
    """One version of a requirement in the list. `whole` and `topic` hold a figure or None for each measure."""

    subject: Subject
    title: Text
    topic_name: Text
    whole: Mapping[str, Figure | None]
    topic: Mapping[str, Figure | None]
    groups: Mapping[str, int]
    several: bool = False  # the release holds more than one version of this requirement

    @property
    def href(self) -> str:
        """The page of the requirement."""
        return f"/desk/statistics/{self.subject.requirement}"

    def level(self, measure: str) -> Level | None:
        """Return at which level there is a figure; None where there is none at all."""
        if self.whole[measure] is not None:
            return Level.REQUIREMENT
        if self.groups[measure]:
            return Level.CELL
        return Level.DOMAIN if self.topic[measure] is not None else None

    def told(self, measure: str) -> Text | None:
        """Return how finely the release tells of it; None where it tells nothing."""
        level, groups = self.level(measure), groups_text(self.groups[measure], len(segments()))
        if level is Level.DOMAIN:
            return TOPIC_ONLY
        if level is Level.REQUIREMENT and not self.groups[measure]:
            return WHOLE
        if level is Level.REQUIREMENT:
            return Text(f"{WHOLE.ru} и {groups.ru}", f"{WHOLE.en} and {groups.en}")
        return groups if level is Level.CELL else None

    def figure(self, measure: str) -> Figure | None:
        """Return the figure to show: its own, else that of its topic."""
        return self.whole[measure] or (self.topic[measure] if self.level(measure) is Level.DOMAIN else None)


def lines(released: Released, entries: Mapping[str, Requirement], measure: str = Measure.CLARITY) -> list[Line]:
    """Return a line for every version of these requirements in the release, the worst first."""
    found = [subject for subject in released.subjects if subject.requirement in entries]
    counts: dict[str, int] = {}
    for subject in found:
        counts[subject.requirement] = counts.get(subject.requirement, 0) + 1
    made = [_line(released, subject, entries, counts[subject.requirement] > 1) for subject in found]
    other = next(one for one in SCORED if one != measure) if measure in SCORED else Measure.CLARITY
    return sorted(made, key=lambda one: (*_worst(one, measure), *_worst(one, other), one.title.ru, one.subject.version))


def _line(released: Released, subject: Subject, entries: Mapping[str, Requirement], several: bool) -> Line:
    return Line(
        subject,
        entries[subject.requirement].title,
        topic_name(subject.domain),
        {measure: released.whole(subject, measure) for measure in SCORED},
        {measure: released.topic(subject.domain, measure) for measure in SCORED},
        {measure: len(released.cells(subject, measure)) for measure in SCORED},
        several,
    )


def _worst(line: Line, measure: str) -> tuple[bool, float]:
    figure = line.whole[measure]
    return figure is None, figure.low if figure else 0.0


def below(found: Iterable[Line], measure: str = Measure.CLARITY) -> list[Line]:
    """Return the lines whose whole interval lies below 3: not only the mean, and not by chance of the noise.

    The ends are those that are shown: a row that reads «2,7–3,0» is not below 3.
    """
    told = [(line, figure) for line in found if (figure := line.whole[measure]) is not None]
    return [line for line, figure in told if ends(figure.low, figure.high)[1] < NOT_CLEAR]


@dataclass(frozen=True, slots=True)
class GridLine:
    """One requirement across all groups: a figure or None for each, in the frozen order."""

    line: Line
    cells: Sequence[Figure | None]


def grid(released: Released, found: Iterable[Line], measure: str) -> list[GridLine]:
    """Return the lines with their groups."""
    order = segments()
    return [GridLine(line, _cells(released, line.subject, measure, order)) for line in found]


def _cells(released: Released, subject: Subject, measure: str, order: Sequence[Segment]) -> list[Figure | None]:
    told = released.cells(subject, measure)
    return [told.get(segment) for segment in order]


def shade(value: float) -> int:
    """Return which of five shades of one hue a mean has: the darkest is the worst.

    >>> [shade(value) for value in (1.0, 1.9, 2.7, 3.1, 5.0)]
    [5, 4, 3, 3, 1]
    """
    return 6 - min(5, max(1, round(value)))
