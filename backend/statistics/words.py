"""Names of what a release tells of: measures, scores, groups of businesses, how much a figure sums up."""

from __future__ import annotations

from collections.abc import Mapping

from backend.web.formats import plural
from calculators.release.shapes import Level, Measure, Segment
from rules.segments import dimensions
from rules.text import Text

NBSP = "\u00a0"
MEASURES: Mapping[str, Text] = {
    Measure.CLARITY: Text("Понятность", "Clarity"),
    Measure.FEASIBILITY: Text("Выполнимость", "Feasibility"),
}
# The same words as beside the scales where marks are given.
SCORES: Mapping[str, tuple[Text, ...]] = {
    Measure.CLARITY: (
        Text("ничего не понять", "impossible to understand"),
        Text("без юриста никак", "not without a lawyer"),
        Text("в общем понятно", "clear on the whole"),
        Text("неясны мелочи", "small things unclear"),
        Text("ясно сразу", "clear at once"),
    ),
    Measure.FEASIBILITY: (
        Text("выполнить нельзя", "impossible to do"),
        Text("непосильно", "beyond our means"),
        Text("с большими усилиями", "with great effort"),
        Text("есть неудобства", "some inconvenience"),
        Text("легко", "easy"),
    ),
}
LEVELS: Mapping[Level, Text] = {
    Level.CELL: Text("группа бизнеса", "group of businesses"),
    Level.REQUIREMENT: Text("требование", "requirement"),
    Level.DOMAIN: Text("тема", "topic"),
    Level.ALL: Text("всё вместе", "everything together"),
}
# «у микробизнеса в услугах»; a code that is not here yet goes by its name.
SIZE_PHRASES: Mapping[str, Text] = {
    "ip_alone": Text("у ИП без работников", "sole traders without staff"),
    "micro": Text("у микробизнеса", "micro businesses"),
    "small": Text("у малого бизнеса", "small businesses"),
    "medium_other": Text("у среднего бизнеса и прочих", "medium and other businesses"),
}
SECTOR_PHRASES: Mapping[str, Text] = {
    "trade": Text("в торговле и питании", "in trade and food"),
    "production": Text("в производстве, стройке и транспорте", "in production, construction and transport"),
    "services": Text("в услугах и прочем", "in services and other sectors"),
}
NO_DATA = Text("нет данных", "no data")
COLLECTING = Text("собираем", "being collected")


def measure_name(measure: str) -> Text:
    """Return the name of a measure; a new one goes by its code."""
    return MEASURES.get(measure, Text(measure, measure))


def size_name(code: str) -> Text:
    """Return the name of a size of business."""
    return dimensions().sizes.get(code, Text(code, code))


def sector_name(code: str) -> Text:
    """Return the name of a sector."""
    found = dimensions().sectors.get(code)
    return found.name if found else Text(code, code)


def segment_name(segment: Segment) -> Text:
    """Return «Микро, услуги и прочее»."""
    size, sector = size_name(segment.size), sector_name(segment.sector)
    return Text(f"{size.ru}, {_small(sector.ru)}", f"{size.en}, {_small(sector.en)}")


def segment_phrase(segment: Segment) -> Text:
    """Return «у микробизнеса в услугах и прочем»."""
    size, sector = SIZE_PHRASES.get(segment.size), SECTOR_PHRASES.get(segment.sector)
    if size is None or sector is None:
        return segment_name(segment)
    return Text(f"{size.ru} {sector.ru}", f"{size.en} {sector.en}")


def segments() -> list[Segment]:
    """Return every group of businesses in the frozen order."""
    return list(dimensions().segments)


def groups_text(count: int, total: int) -> Text:
    """Return «5 из 12 групп»."""
    word = plural(total, "группы", "групп", "групп")
    return Text(f"{count} из {total}{NBSP}{word}", f"{count} of {total}{NBSP}groups")


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
