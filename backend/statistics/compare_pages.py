"""Two requirements of one release, or one requirement in two releases: different only where the noise cannot be why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get

from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.statistics.asked import (
    Asked,
    asked_of,
    facts_of_head,
    fullest_topic,
    named_head,
    narrowed,
    own_requirements,
    released_of,
)
from backend.statistics.compare_tables import WORDS, compared_cells, verdict
from backend.statistics.desk_pages import common
from backend.statistics.desk_tables import csv_of, xlsx_of
from backend.statistics.desk_view import SCORED, lines
from backend.statistics.feed import Head
from backend.statistics.figures import Figure, Released
from backend.statistics.requirement_view import difference
from backend.statistics.words import measure_name, segment_name, segments
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from calculators.release.differences import different
from calculators.release.shapes import Segment
from rules.requirements import Requirement
from rules.text import Text

DESK = {"permission": Permission.STATISTICS_DESK}
WHOLE = Text("Все вместе", "All together")
NEW_VERSION = Text(
    "Между выпусками текст требования изменили: сравниваются две его версии.",
    "The text was changed between the releases: two versions of it are compared.",
)
NEW_TERMS = Text(
    "Выпуски сделаны с разными параметрами защиты: шум в них разный.",
    "The releases were made under different parameters: their noise is not the same.",
)
Side = dict[str, Any]


class ComparePage(Controller):
    """Two sides, chosen by requirement and release."""

    path = "/desk/statistics/compare"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, actor: Actor) -> Response[Any]:
        """Put them beside each other."""
        asked, mine, wishes = _asked(request, actor)
        sides = sides_of(asked, mine, wishes)
        return page(
            request,
            "statistics/compare.html",
            **common(request, asked, actor),
            wishes=wishes,
            query=urlencode({"release": asked.head.id if asked.head else "", **wishes}),
            options=options_of(asked, mine, wishes),
            sides=sides,
            told=[(one, asked.feed.notes(one["release"])) for one in releases_of(sides)],
            breaks=breaks(sides),
            rows=[{**row, "verdict": verdict(row["differs"])} for row in compared(sides)],
        )


class CompareExport(Controller):
    """The comparison."""

    path = "/desk/statistics/compare"

    @get("/csv", opt=DESK, sync_to_thread=True)
    def text(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as text."""
        sides = chosen_sides(request, actor)
        return csv_of(_name(sides), compared_cells(sides, compared(sides), language_of(request)))

    @get("/xlsx", opt=DESK, sync_to_thread=True)
    def workbook(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as a workbook."""
        sides, language = chosen_sides(request, actor), language_of(request)
        facts = [one["facts"] for one in releases_of(sides)]
        return xlsx_of(_name(sides), facts, compared_cells(sides, compared(sides), language), language, WORDS)


def _asked(request: AnyRequest, actor: Actor) -> tuple[Asked, Mapping[str, Requirement], dict[str, str]]:
    asked, mine = asked_of(request), own_requirements(actor)
    wishes = {name: request.query_params.get(name, "") for name in ("left", "right", "against")}
    return replace(asked, domain=domain_of(asked, mine, wishes["left"])), mine, wishes


def chosen_sides(request: AnyRequest, actor: Actor) -> list[Side]:
    """Return both things that the address names.

    Raises:
        NotFound: it does not name two, or there is no such release.
    """
    sides = sides_of(*_asked(request, actor))
    if not sides:
        raise NotFound
    return sides


def _name(sides: Sequence[Side]) -> str:
    releases = "-".join(one["release"] for one in releases_of(sides))
    made_up = any(one["facts"]["synthetic"] for one in sides)
    return f"yasno-{releases}-compare" + ("-synthetic" if made_up else "")


def domain_of(asked: Asked, entries: Mapping[str, Requirement], left: str) -> str:
    """Return the topic to choose from: all of them at once would make a heavy page."""
    if asked.domain or not entries:
        return asked.domain
    return entries[left].domain if left in entries else fullest_topic(asked, entries)


def options_of(asked: Asked, entries: Mapping[str, Requirement], wishes: Mapping[str, str]) -> list[Requirement]:
    """Return the requirements to choose from: those of the topic, and what is chosen already."""
    chosen = {code: entries[code] for code in (wishes["left"], wishes["right"]) if code in entries}
    found = {**narrowed(entries, asked.domain), **chosen}
    return sorted(found.values(), key=lambda one: one.title.ru)


def sides_of(asked: Asked, entries: Mapping[str, Requirement], wishes: Mapping[str, str]) -> list[Side]:
    """Return the two things to compare, as far as they are named and released.

    Raises:
        NotFound: there is no such release.
    """
    if asked.head is None or wishes["left"] not in entries:
        return []
    other = named_head(asked.feed, wishes["against"]) if wishes["against"] else asked.head
    right = wishes["right"] or wishes["left"]
    pairs = [(wishes["left"], asked.head), (right, other)]
    if right not in entries or pairs[0] == pairs[1]:
        return []
    return [_side(entries[code], head, released_of(asked.feed, head)) for code, head in pairs]


def _side(entry: Requirement, head: Head, released: Released) -> Side:
    """Of two versions in one release the present one is meant."""
    found = lines(released, {entry.id: entry})
    line = next((one for one in found if one.subject.version == entry.version), found[-1] if found else None)
    return {
        "entry": entry,
        "release": head.id,
        "facts": facts_of_head(head),
        "policy": head.header.get("policy"),
        "version": line.subject.version if line else "",
        "line": line,
        "released": released,
    }


def releases_of(sides: Sequence[Side]) -> list[Side]:
    """Return the sides by their releases, each release once."""
    return list({one["release"]: one for one in sides}.values())


def breaks(sides: Sequence[Side]) -> list[Text]:
    """Return what else changed between two releases: a difference may come from it."""
    if len(releases_of(sides)) < 2:
        return []
    one, other = sides
    both = one["entry"] is other["entry"] and one["version"] and other["version"]
    found = [NEW_VERSION] if both and one["version"] != other["version"] else []
    return [*found, NEW_TERMS] if one["policy"] != other["policy"] else found


def compared(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return a row for each measure and group that has a figure on one side at least."""
    if not sides:
        return []
    rows = [_row(sides, measure, group) for measure in SCORED for group in (None, *segments())]
    return [row for row in rows if row["group"] is WHOLE or any(row["figures"])]


def _row(sides: Sequence[Side], measure: str, group: Segment | None) -> dict[str, Any]:
    figures = [_figure(side, measure, group) for side in sides]
    left, right = figures
    return {
        "measure": measure_name(measure),
        "group": WHOLE if group is None else segment_name(group),
        "figures": figures,
        **_difference(left, right, apart=sides[0]["release"] != sides[1]["release"]),
    }


def _difference(left: Figure | None, right: Figure | None, *, apart: bool) -> dict[str, Any]:
    if left is None or right is None:
        return {"difference": None, "margin": None, "differs": None}
    middle, margin = difference(left, right, apart=apart)
    return {"difference": middle, "margin": margin, "differs": different(left.row, right.row, apart)}


def _figure(side: Mapping[str, Any], measure: str, group: Segment | None) -> Figure | None:
    line, released = side["line"], side["released"]
    if line is None:
        return None
    figure: Figure | None
    figure = line.whole[measure] if group is None else released.cells(line.subject, measure).get(group)
    return figure


ROUTES: list[Any] = [ComparePage, CompareExport]
