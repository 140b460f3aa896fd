"""Screens of the desk taken away: what they show, as text for a spreadsheet and as a workbook."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.statistics.asked import Asked, asked_of, narrowed, own_requirements
from backend.statistics.desk_pages import in_a_topic
from backend.statistics.desk_tables import csv_of, table, xlsx_of
from backend.statistics.requirement_pages import find_entry
from backend.web.context import AnyRequest, language_of
from calculators.release.shapes import Level, Row

DESK = {"permission": Permission.STATISTICS_DESK}


class ListExport(Controller):
    """The list: requirements and topics."""

    path = "/desk/statistics/list"

    @get("/csv", opt=DESK, sync_to_thread=True)
    def text(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as text."""
        asked, rows = _list(request, actor)
        return _csv(request, asked, rows, "list")

    @get("/xlsx", opt=DESK, sync_to_thread=True)
    def workbook(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as a workbook."""
        asked, rows = _list(request, actor)
        return _xlsx(request, asked, rows, "list")


class GridExport(Controller):
    """The grid of one topic."""

    path = "/desk/statistics/grid"

    @get("/csv", opt=DESK, sync_to_thread=True)
    def text(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as text."""
        asked, rows = _grid(request, actor)
        return _csv(request, asked, rows, f"grid-{asked.domain}")

    @get("/xlsx", opt=DESK, sync_to_thread=True)
    def workbook(self, request: AnyRequest, actor: Actor) -> Response[bytes]:
        """Give it as a workbook."""
        asked, rows = _grid(request, actor)
        return _xlsx(request, asked, rows, f"grid-{asked.domain}")


class RequirementExport(Controller):
    """Everything one release tells of a requirement."""

    path = "/desk/statistics/{requirement:str}/take"

    @get("/csv", opt=DESK, sync_to_thread=True)
    def text(self, request: AnyRequest, requirement: str) -> Response[bytes]:
        """Give it as text."""
        asked, rows = _one(request, requirement)
        return _csv(request, asked, rows, requirement)

    @get("/xlsx", opt=DESK, sync_to_thread=True)
    def workbook(self, request: AnyRequest, requirement: str) -> Response[bytes]:
        """Give it as a workbook."""
        asked, rows = _one(request, requirement)
        return _xlsx(request, asked, rows, requirement)


def _list(request: AnyRequest, actor: Actor) -> tuple[Asked, list[Row]]:
    asked = asked_of(request)
    mine = narrowed(own_requirements(actor), asked.domain)
    domains = {one.domain for one in mine.values()}
    whole = [row for row in _rows(asked, level=Level.REQUIREMENT) if row.requirement in mine]
    return asked, [*whole, *(row for row in _rows(asked, level=Level.DOMAIN) if row.domain in domains)]


def _grid(request: AnyRequest, actor: Actor) -> tuple[Asked, list[Row]]:
    asked, mine = in_a_topic(request, actor)
    rows = _rows(asked, level=Level.CELL, domain=asked.domain, measure=asked.measure)
    return asked, [row for row in rows if row.requirement in mine]


def _one(request: AnyRequest, requirement: str) -> tuple[Asked, list[Row]]:
    asked, entry = asked_of(request), find_entry(requirement)
    topic = _rows(asked, level=Level.DOMAIN, domain=entry.domain)
    return asked, [*_rows(asked, requirement=requirement), *topic]


def _rows(asked: Asked, **narrow: Any) -> list[Row]:
    """Return rows of the release.

    Raises:
        NotFound: nothing is released yet.
    """
    if asked.head is None:
        raise NotFound
    return [row for _, row in asked.feed.rows(asked.head.id, **narrow)]


def _csv(request: AnyRequest, asked: Asked, rows: list[Row], name: str) -> Response[bytes]:
    return csv_of(_name(asked, name), _table(request, asked, rows))


def _xlsx(request: AnyRequest, asked: Asked, rows: list[Row], name: str) -> Response[bytes]:
    return xlsx_of(_name(asked, name), [asked.facts], _table(request, asked, rows), language_of(request))


def _name(asked: Asked, name: str) -> str:
    release = asked.head.id if asked.head else ""
    return f"yasno-{release}-{name}" + ("-synthetic" if asked.facts.get("synthetic") else "")


def _table(request: AnyRequest, asked: Asked, rows: list[Row]) -> list[list[str]]:
    titles = {code: one.title for code, one in current_law().edition.requirements.items()}
    return table(asked.facts, rows, titles, language_of(request))


ROUTES: list[Any] = [ListExport, GridExport, RequirementExport]
