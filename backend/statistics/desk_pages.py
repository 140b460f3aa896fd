"""The regulator's desk over releases: the list by the lower end of the interval, and the grid of groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get

from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.statistics.asked import Asked, asked_of, choices, fullest_topic, narrowed, own_requirements
from backend.statistics.desk_view import below, grid, lines, shade
from backend.statistics.words import MEASURES, measure_name, sector_name, segments, size_name
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from calculators.release.shapes import Measure
from rules.segments import dimensions

DESK = {"permission": Permission.STATISTICS_DESK}
AT_ONCE = 60
DRAWN = 8


class StatisticsDesk(Controller):
    """What businesses say of my requirements."""

    path = "/desk/statistics"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, actor: Actor) -> Response[Any]:
        """List them, the worst first."""
        asked, mine = asked_of(request), own_requirements(actor)
        found = lines(asked.released(), narrowed(mine, asked.domain), asked.measure)
        number, pages = paged(request, len(found))
        return page(
            request,
            "statistics/desk.html",
            **common(request, asked, actor),
            lines=found[(number - 1) * AT_ONCE : number * AT_ONCE],
            drawn=[line for line in found if line.whole[asked.measure] is not None][:DRAWN],
            low=len(below(found, asked.measure)),
            total=len(found),
            number=number,
            pages=pages,
        )


class StatisticsGrid(Controller):
    """Who finds it harder: requirements of a topic across the groups of businesses."""

    path = "/desk/statistics/grid"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, actor: Actor) -> Response[Any]:
        """Show the grid of one topic: of all of them it would be too large for a screen."""
        asked, mine = in_a_topic(request, actor)
        released = asked.released()
        found = grid(released, lines(released, narrowed(mine, asked.domain), asked.measure), asked.measure)
        sectors = [sector_name(code) for code in dimensions().sectors]
        return page(
            request,
            "statistics/grid.html",
            **common(request, asked, actor),
            rows=[row for row in found if any(row.cells)],
            empty_rows=[row for row in found if not any(row.cells)],
            sizes=[size_name(code) for code in dimensions().sizes],
            sectors=sectors,
            shade=shade,
            segments=segments(),
        )


def in_a_topic(request: AnyRequest, actor: Actor) -> tuple[Asked, Any]:
    """Return the wishes with a topic chosen: where none is named, that of the actor's own which shows most."""
    asked, mine = asked_of(request), own_requirements(actor)
    if not mine or asked.domain in {one.domain for one in mine.values()}:
        return asked, mine
    return replace(asked, domain=fullest_topic(asked, mine)), mine


def common(request: AnyRequest, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Return what every screen of the desk is given."""
    return {
        "asked": asked,
        "facts": asked.facts,
        "choices": choices(asked, own_requirements(actor), language_of(request)),
        "authority": current_law().edition.authorities.get(actor.authority or ""),
        "measure_name": measure_name(asked.measure),
        "measures": MEASURES,
        "clarity": str(Measure.CLARITY),
        "feasibility": str(Measure.FEASIBILITY),
        "calendar": asked.feed.calendar(),
    }


def paged(request: AnyRequest, count: int) -> tuple[int, int]:
    """Return which page is asked for, and of how many."""
    pages = max(1, -(-count // AT_ONCE))
    asked = request.query_params.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(1, number), pages), pages


ROUTES: list[Any] = [StatisticsDesk, StatisticsGrid]
