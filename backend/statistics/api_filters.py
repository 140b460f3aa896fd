"""Which rows of a release are asked for: only those of its fixed hierarchy, so that no question makes a new sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from backend.errors import BadRequest
from backend.statistics.api_answers import refused
from backend.statistics.feed import Feed, Head
from backend.statistics.formats.code_lists import LEVELS, MEASURES
from backend.web.paging import Page, cursor_after, last_seen
from calculators.release.shapes import Level, Row
from rules.segments import Segment, dimensions
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; an empty text asks for everything."""

    level: str = ""
    requirement: str = ""
    version: str = ""
    domain: str = ""
    measure: str = ""
    size: str = ""
    sector: str = ""

    @property
    def segment(self) -> Segment | None:
        """The group of businesses, if one was asked for."""
        return Segment(self.size, self.sector) if self.size else None

    def check(self) -> None:
        """Refuse what is no place of the hierarchy: all → topic → requirement's version → group of businesses.

        Raises:
            BadRequest: an unknown code, half a group, a version of nothing, a group or requirement above its level.
        """
        sectors, sizes = dimensions().sectors, dimensions().sizes
        known: Mapping[str, Mapping[str, Any]] = {
            "level": LEVELS,
            "measure": MEASURES,
            "size": sizes,
            "sector": sectors,
        }
        for name, codes in known.items():
            value = getattr(self, name)
            if value and value not in codes:
                raise refused(name, value, codes)
        if bool(self.size) != bool(self.sector):
            raise BadRequest(_HALF, _BOTH, field="sector" if self.size else "size")
        if self.version and not self.requirement:
            raise BadRequest(_NO_REQUIREMENT, _NAME_IT, field="version")
        if self.segment and self.level not in ("", Level.CELL):
            raise BadRequest(_NO_GROUP, _AT_CELL, field="level")
        if self.requirement and self.level in (Level.DOMAIN, Level.ALL):
            raise BadRequest(_ABOVE, _AT_REQUIREMENT, field="level")
        if self.domain and self.level == Level.ALL:
            raise BadRequest(_ABOVE, _AT_REQUIREMENT, field="level")


def page_of_rows(feed: Feed, head: Head, asked: Filters, cursor: str, limit: int) -> Page[Row]:
    """Return one page of the rows that were asked for, in the document's order.

    Raises:
        BadRequest: the cursor is of another list.
    """
    of = ["statistics", head.id, asdict(asked)]
    seen = last_seen(cursor, of) if cursor else "0"
    found = list(_taken(feed, head, asked, int(seen), limit + 1))
    part = found[:limit]
    more = cursor_after(str(part[-1][0]), of) if len(found) > limit else None
    return Page([row for _, row in part], more)


def _taken(feed: Feed, head: Head, asked: Filters, after: int, limit: int) -> Iterator[tuple[int, Row]]:
    wanted: dict[str, Any] = {
        name: getattr(asked, name) or None for name in ("level", "requirement", "version", "domain", "measure")
    }
    if asked.segment is None:
        yield from feed.rows(head.id, **wanted, after=after, limit=limit)
        return
    rows = feed.rows(head.id, **{**wanted, "level": Level.CELL}, after=after)
    fitting = (one for one in rows if one[1].segment == asked.segment)
    for _, one in zip(range(limit), fitting, strict=False):
        yield one


_HALF = Text("Группа бизнеса названа наполовину.", "Half a group of businesses is named.")
_BOTH = Text("Укажите size и sector вместе.", "Give size and sector together.")
_NO_REQUIREMENT = Text("Версия чего?", "A version of what?")
_NAME_IT = Text("Укажите и requirement.", "Give requirement too.")
_NO_GROUP = Text("На этом уровне групп бизнеса нет.", "There are no groups of businesses on this level.")
_AT_CELL = Text("Уберите size и sector или возьмите level=cell.", "Leave out size and sector, or take level=cell.")
_ABOVE = Text("Этот уровень выше того, что вы назвали.", "This level stands above what you name.")
_AT_REQUIREMENT = Text("Уберите фильтр или возьмите level=requirement.", "Drop the filter, or take level=requirement.")
