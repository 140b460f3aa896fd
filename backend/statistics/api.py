"""Releases for programs: what businesses say of requirements, as open data with noise. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, Parameter

from backend.permissions import Permission
from backend.statistics.api_answers import HERE, Content, format_asked, given, links_of, told
from backend.statistics.api_files import about_release, file_of, files_of, machine_head, machine_heads
from backend.statistics.api_filters import Filters, page_of_rows
from backend.statistics.api_lists import StatisticsLists
from backend.statistics.api_schemas import CellsPage, ReleaseDocument, ReleaseNotesOut, ReleasesPage
from backend.statistics.feed import feed_of
from backend.statistics.formats.code_lists import LEVELS, MEASURES
from backend.statistics.formats.dcat import release_record
from backend.statistics.formats.files import FORMATS, STRUCTURE_MEDIA
from backend.statistics.formats.linked import write_jsonld, write_turtle
from backend.statistics.formats.sdmx_structure import write_structure
from backend.web.calls import Api
from backend.web.context import AnyRequest, settings_of
from backend.web.openapi import reads
from backend.web.paging import Cursor, Limit, page_of
from calculators.release.document import row_document
from rules.segments import dimensions

READ = Permission.STATISTICS_READ
MEDIAS = {code: one.media for code, one in FORMATS.items()}
ALSO = {code: one.also for code, one in FORMATS.items()}
FILES = tuple(dict.fromkeys(one.media_type for one in FORMATS.values() if one.media_type != "application/json"))
RECORDS = {"jsonld": "application/ld+json", "turtle": "text/turtle"}
XML = STRUCTURE_MEDIA.partition(";")[0]
RECORDS_OF = tuple(media.partition(";")[0] for media in RECORDS.values())
ReleaseId = FromPath[str]
Format = Annotated[
    str,
    Parameter(description="Format of the file; by `Accept` when left out", schema_extra={"enum": ["", *MEDIAS]}),
]
RecordFormat = Annotated[
    str, Parameter(description="jsonld or turtle; by `Accept` when left out", schema_extra={"enum": ["", *RECORDS]})
]


def _one_of(codes: Iterable[Any]) -> dict[str, Any]:
    return {"enum": ["", *map(str, codes)]}


class Releases(Api):
    """All releases."""

    path = f"{HERE}/releases"
    tags = ["statistics"]

    @get(**reads(READ, "Releases, the newest first", ReleasesPage, tagged=True))
    def list_releases(self, request: AnyRequest, cursor: Cursor = "", limit: Limit = 50) -> Response[bytes]:
        """Return every release with its parameters of protection."""
        found = machine_heads(feed_of(settings_of(request)))
        part = page_of(found, lambda head: head.id, cursor, limit, ["releases"])
        return told(request, {"items": [about_release(head) for head in part.items], "next": part.next})


class OneRelease(Api):
    """One release: the whole of it in every format, its rows, its structure, record and notes."""

    path = f"{HERE}/releases/{{release_id:str}}"
    tags = ["statistics"]

    @get(**reads(READ, "A whole release, in the format asked for", ReleaseDocument, tagged=True, files=FILES))
    def show_release(self, request: AnyRequest, release_id: ReleaseId, format: Format = "") -> Response[bytes]:
        """Return the release: the same bytes at each reading."""
        feed = feed_of(settings_of(request))
        head = machine_head(feed, release_id)
        kind = FORMATS[format_asked(request, format, MEDIAS, ALSO)]
        file, name = file_of(feed, head, kind.code), kind.file_name(head.id)
        return given(request, Content(file.content, kind.media, name, file.sha256), links_of(head.id))

    @get("/cells", **reads(READ, "Rows of a release, in parts", CellsPage, tagged=True))
    def list_cells(
        self,
        request: AnyRequest,
        release_id: ReleaseId,
        level: Annotated[str, Parameter(description="How much a row sums up", schema_extra=_one_of(LEVELS))] = "",
        requirement: Annotated[str, Parameter(description="Id of a requirement")] = "",
        version: Annotated[str, Parameter(description="Its version; with `requirement`")] = "",
        domain: Annotated[str, Parameter(description="A topic group")] = "",
        measure: Annotated[str, Parameter(description="What was asked", schema_extra=_one_of(MEASURES))] = "",
        size: Annotated[str, Parameter(description="With `sector`", schema_extra=_one_of(dimensions().sizes))] = "",
        sector: Annotated[str, Parameter(description="With `size`", schema_extra=_one_of(dimensions().sectors))] = "",
        cursor: Cursor = "",
        limit: Limit = 100,
    ) -> Response[bytes]:
        """Return the rows that stand at the place asked for; nothing is added up. An unknown requirement has none."""
        feed = feed_of(settings_of(request))
        head = machine_head(feed, release_id)
        asked = Filters(level, requirement, version, domain, measure, size, sector)
        asked.check()
        part = page_of_rows(feed, head, asked, cursor, limit)
        items = [row_document(row) for row in part.items]
        shown = {"release": about_release(head), "items": items, "next": part.next}
        return told(request, shown, links_of(head.id))

    @get("/structure", **reads(READ, "What SDMX-CSV columns mean, as SDMX-ML 3.0", None, tagged=True, files=(XML,)))
    def show_structure(self, request: AnyRequest, release_id: ReleaseId) -> Response[bytes]:
        """Return the structure: readers of SDMX need it beside the data."""
        head = machine_head(feed_of(settings_of(request)), release_id)
        name = f"yasno-{head.id}.structure.xml"
        return given(request, Content(write_structure(head.header), STRUCTURE_MEDIA, name), links_of(head.id))

    @get("/record", **reads(READ, "The record for catalogues, DCAT-AP 3", None, tagged=True, files=RECORDS_OF))
    def show_record(self, request: AnyRequest, release_id: ReleaseId, format: RecordFormat = "") -> Response[bytes]:
        """Return what the dataset is, with the size and checksum of every file, licence and period."""
        settings = settings_of(request)
        feed = feed_of(settings)
        head, code = machine_head(feed, release_id), format_asked(request, format, RECORDS)
        base, files = settings.public_url.rstrip("/"), files_of(feed, head)
        record = release_record(head.header, files, base, open_data=settings.open_data)
        body = write_turtle(record) if code == "turtle" else write_jsonld(record)
        return given(request, Content(body, RECORDS[code]), links_of(head.id))

    @get("/notes", **reads(READ, "What was found out about a release later", ReleaseNotesOut, tagged=True))
    def list_release_notes(self, request: AnyRequest, release_id: ReleaseId) -> Response[bytes]:
        """Return the notes beside a release, the oldest first."""
        feed = feed_of(settings_of(request))
        head = machine_head(feed, release_id)
        items = [{"at": one.at.isoformat(), "text": one.text.as_dict()} for one in feed.notes(head.id)]
        return told(request, {"release": head.id, "items": items}, links_of(head.id))


ROUTES: list[Any] = [Releases, OneRelease, StatisticsLists]
