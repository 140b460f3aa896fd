"""What stands beside releases for programs: the calendar, the codes, the quality note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import Parameter

from backend.law import current_law
from backend.permissions import Permission
from backend.statistics.api_answers import HERE, told
from backend.statistics.api_files import machine_head, machine_heads
from backend.statistics.api_schemas import DimensionsOut, QualityOut, ReleaseCalendarOut
from backend.statistics.feed import ReleaseDay, feed_of
from backend.statistics.formats import code_lists
from backend.statistics.formats.explained import ALWAYS, explain
from backend.statistics.formats.files import FORMATS
from backend.web.calls import Api
from backend.web.context import AnyRequest, settings_of
from backend.web.openapi import reads
from calculators.release.shapes import Window
from rules.segments import dimensions
from rules.text import Text

READ = Permission.STATISTICS_READ


class StatisticsLists(Api):
    """The calendar, the codes, the quality note."""

    path = HERE
    tags = ["statistics"]

    @get("/calendar", **reads(READ, "Days of releases, told ahead", ReleaseCalendarOut, tagged=True))
    def show_release_calendar(self, request: AnyRequest) -> Response[bytes]:
        """Return every window: until when answers count, when its release comes, what has become of it."""
        return told(request, {"items": [_day(one) for one in feed_of(settings_of(request)).calendar()]})

    @get("/dimensions", **reads(READ, "Codes of releases with their names", DimensionsOut, tagged=True))
    def show_dimensions(self, request: AnyRequest) -> Response[bytes]:
        """Return every list of codes, in both languages, with its version."""
        return told(request, _dimensions())

    @get("/quality", **reads(READ, "How releases are made and what they cannot tell", QualityOut, tagged=True))
    def show_quality(
        self,
        request: AnyRequest,
        release: Annotated[str, Parameter(description="Whose parameters; those of the newest when left out")] = "",
    ) -> Response[bytes]:
        """Return the quality note in words."""
        feed = feed_of(settings_of(request))
        head = machine_head(feed, release) if release else next(iter(machine_heads(feed)), None)
        parts = ALWAYS if head is None else explain(head.header)
        shown = [{"code": one.code, "title": one.title.as_dict(), "text": one.text.as_dict()} for one in parts]
        return told(request, {"release": head and head.id, "parts": shown})


def window_document(window: Window) -> dict[str, str]:
    """Return a window as answers have it."""
    return {"code": window.code, "first": window.first.isoformat(), "last": window.last.isoformat()}


def _day(one: ReleaseDay) -> dict[str, Any]:
    return {
        "window": window_document(one.window),
        "kind": one.kind,
        "closes_at": one.closes_at.isoformat(),
        "published_at": one.published_at.isoformat(),
        "state": one.state,
    }


def _dimensions() -> dict[str, Any]:
    edition = current_law().edition
    entries = [edition.requirements[code] for code in sorted(edition.requirements)]
    domains = {code: code_lists.domain_name(code) for code in sorted({one.domain for one in entries})}
    return {
        "version": code_lists.VERSION,
        "segments_version": dimensions().version,
        "edition": edition.sha256,
        "total": code_lists.TOTAL,
        "levels": _named(code_lists.LEVELS),
        "domains": _named(domains),
        "sizes": _named(dimensions().sizes),
        "sectors": _named({code: one.name for code, one in dimensions().sectors.items()}),
        "segments": _named(code_lists.segment_names()),
        "measures": [_measure(code, name) for code, name in code_lists.MEASURES.items()],
        "statistics": _named(code_lists.statistics_of("year")),
        "statuses": _named(code_lists.OBS_STATUS),
        "formats": _named({one.code: one.name for one in FORMATS.values()}),
        "no_data": _named(code_lists.NO_DATA),
        "requirements": [
            {"id": one.id, "version": one.version, "domain": one.domain, "title": one.title.as_dict()}
            for one in entries
        ],
    }


def _measure(code: str, name: Text) -> dict[str, Any]:
    bins = {code_lists.share_name(number): text for number, text in enumerate(code_lists.bins_of(code), start=1)}
    kind = "quarter" if code in code_lists.OF_A_QUARTER else "year"
    return {"code": str(code), "name": name.as_dict(), "kind": kind, "bins": _named(bins)}


def _named(codes: Mapping[Any, Text]) -> list[dict[str, Any]]:
    return [{"code": str(code), "name": name.as_dict()} for code, name in codes.items()]
