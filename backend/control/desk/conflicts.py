"""What does not fit together in the coming events of a body; a pure look at rows, nearest day first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rules.control.asking import hours_cap
from rules.control.event_reading import event_rules
from rules.text import Text

# So near in time two visits of one business are worth joining, or moving apart.
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Visit:
    """A coming event, as far as calendars are concerned."""

    id: str
    number: int
    name: str
    inn: str
    address: str
    body: str
    body_name: str
    kind: str
    inspector: str | None
    first: date | None
    last: date | None
    hours: Decimal | None = None
    size: str | None = None
    ground: str | None = None

    def days(self) -> tuple[date, date] | None:
        """Return the first and last day; None while they are not set."""
        return (self.first, max(self.first, self.last or self.first)) if self.first else None


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which an inspector is absent."""

    inspector: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that does not fit: of which event, on which day, what it is and what to do.

    Events of one inspector on the same days make one clash: it names the inspector, not the event, and all `events`.
    """

    id: str
    number: int
    name: str
    day: date
    what: Text
    remedy: Text
    inspector: str | None = None
    events: tuple[tuple[str, int], ...] = ()


def clashes(mine: Sequence[Visit], others: Iterable[Visit], absences: Sequence[Away]) -> list[Clash]:
    """Return what does not fit in the events of a body; `others` are those of other bodies at the same businesses."""
    found = [*_elsewhere(mine, list(others)), *_twice(mine), *_crowded(mine), *_away(mine, absences), *_too_long(mine)]
    # Two events of another body on one day read the same: said once.
    return sorted(dict.fromkeys(found), key=lambda one: (one.day, one.number))


def _elsewhere(mine: Sequence[Visit], others: Sequence[Visit]) -> Iterator[Clash]:
    """The same business is visited by another body at nearly the same time."""
    for visit in mine:
        days = visit.days()
        for other in others:
            theirs = other.days()
            if days is None or theirs is None or other.inn != visit.inn or abs(theirs[0] - days[0]) > NEAR:
                continue
            what = Text(f"{theirs[0]:%d.%m} там же {other.body_name}.", f"{other.body_name} is there on {theirs[0]}.")
            yield _clash(visit, days[0], what, Text("Договоритесь об одном выезде.", "Agree on one joint visit."))


def _twice(mine: Sequence[Visit]) -> Iterator[Clash]:
    """Two of the body's events stand at one business on the same days."""
    for position, visit in enumerate(mine):
        for other in mine[position + 1 :]:
            if visit.inn == other.inn and _overlap(visit.days(), other.days()):
                first = max(visit.days() or (date.min,), other.days() or (date.min,))[0]
                what = Text(f"Здесь же проверка № {other.number}.", f"Event No. {other.number} is here too.")
                yield _clash(visit, first, what, Text("Выезжайте один раз.", "Go there once."))


def _crowded(mine: Sequence[Visit]) -> Iterator[Clash]:
    """One inspector has several events on the same days: said once for all of them."""
    by_inspector: dict[str, list[Visit]] = {}
    for visit in mine:
        if visit.inspector and visit.first:
            by_inspector.setdefault(visit.inspector, []).append(visit)
    for inspector, visits in sorted(by_inspector.items()):
        for run in _runs(visits):
            if len({visit.inn for visit in run}) > 1:
                yield _crowd(inspector, run)


def _runs(visits: Sequence[Visit]) -> Iterator[list[Visit]]:
    """Split events into runs in which each begins before the ones ahead of it are over."""
    run: list[Visit] = []
    over = date.min
    for visit in sorted(visits, key=lambda one: (one.first or date.min, one.number)):
        first, last = visit.days() or (date.min, date.min)
        if run and first > over:
            yield run
            run = []
        run, over = [*run, visit], max(over, last) if run else last
    yield run


def _crowd(inspector: str, run: Sequence[Visit]) -> Clash:
    spans = [visit.days() or (date.min, date.min) for visit in run]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    what = Text(
        f"С {first:%d.%m} по {last:%d.%m} дни проверок пересекаются.",
        f"From {first:%d.%m} to {last:%d.%m} the days of events overlap.",
    )
    remedy = Text("Передайте часть другому или сдвиньте.", "Pass some to somebody else, or move them.")
    numbers = tuple((visit.id, visit.number) for visit in run)
    return Clash(run[0].id, run[0].number, run[0].name, first, what, remedy, inspector, numbers)


def _away(mine: Sequence[Visit], absences: Sequence[Away]) -> Iterator[Clash]:
    for visit in mine:
        for away in absences:
            if away.inspector == visit.inspector and _overlap(visit.days(), (away.first, away.last)):
                what = Text("Инспектора в эти дни нет.", "The inspector is away on these days.")
                day = (visit.days() or (away.first,))[0]
                yield _clash(visit, day, what, Text("Назначьте другого.", "Name somebody else."))


def _too_long(mine: Sequence[Visit]) -> Iterator[Clash]:
    for visit in mine:
        known = visit.kind in event_rules().kinds and visit.size
        cap = hours_cap(visit.kind, str(visit.size), visit.ground) if known else None
        days = visit.days()
        if cap is not None and visit.hours is not None and visit.hours > cap.hours and days:
            what = Text(f"{visit.hours} ч, закон даёт {cap.hours}.", f"{visit.hours} h; the law gives {cap.hours}.")
            yield _clash(visit, days[0], what, Text("Сократите часы.", "Cut the hours."))


def _overlap(one: tuple[date, date] | None, other: tuple[date, date] | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def _clash(visit: Visit, day: date, what: Text, remedy: Text) -> Clash:
    return Clash(visit.id, visit.number, visit.name, day, what, remedy)
