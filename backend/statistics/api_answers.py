"""Answers of the open API: the format that was asked for, tags, file names, links to the record and the licence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import Response

from backend.errors import BadRequest
from backend.statistics.formats.dcat import LICENCE
from backend.statistics.formats.json_document import json_bytes
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import JSON, knows
from backend.web.openapi import BASE
from rules.shapes import unknown_code

HERE = f"{BASE}/statistics"


@dataclass(frozen=True, slots=True)
class Content:
    """What is given out; `name` makes it a file to download."""

    body: bytes
    media: str = JSON
    name: str = ""
    tag: str = ""


def told(request: AnyRequest, document: Any, links: Mapping[str, str] | None = None) -> Response[bytes]:
    """Return a JSON document, or 304 to who has it already."""
    return given(request, Content(json_bytes(document)), links)


def given(request: AnyRequest, content: Content, links: Mapping[str, str] | None = None) -> Response[bytes]:
    """Return content with its tag, or 304 to who has it already."""
    is_open = settings_of(request).open_data
    tag = f'"{(content.tag or sha256(content.body).hexdigest())[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=300" if is_open else "private, no-cache",
        "Vary": "Accept, Authorization",
        "Link": ", ".join(f'<{address}>; rel="{name}"' for name, address in {**(links or {}), **LINKS}.items()),
    }
    if knows(request, tag):
        return Response(b"", status_code=304, headers=headers, media_type=content.media)
    if content.name:
        headers["Content-Disposition"] = f'attachment; filename="{content.name}"'
    return Response(content.body, status_code=200, headers=headers, media_type=content.media)


LINKS = {"license": LICENCE, "privacy-policy": "/privacy/releases"}


def links_of(release_id: str) -> dict[str, str]:
    """Return where the record of a release and the release itself stand."""
    return {"describedby": f"{HERE}/releases/{release_id}/record", "canonical": f"{HERE}/releases/{release_id}"}


def format_asked(
    request: AnyRequest, named: str, medias: Mapping[str, str], also: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return the code of the format: the one `named`, else by Accept the first that fits best, else the first.

    `also` has other media types that a format is asked for by.

    Raises:
        BadRequest: there is no format of this name.
    """
    if named:
        if named not in medias:
            raise refused("format", named, medias)
        return named
    wanted = dict(_accepted(request.headers.get("accept", "")))
    names = {code: (media.partition(";")[0], *(also or {}).get(code, ())) for code, media in medias.items()}
    return max(medias, key=lambda code: max(_fit(media, wanted) for media in names[code]))


def refused(field: str, value: str, known: Mapping[str, Any]) -> BadRequest:
    """Return the refusal of a code that is none of the known ones."""
    fault = unknown_code(field, value, sorted(map(str, known)))
    return BadRequest(fault.message, fault.remedy, field=field)


def _fit(media: str, wanted: Mapping[str, float]) -> float:
    ranges = (media, f"{media.partition('/')[0]}/*", "*/*")
    return next((wanted[one] for one in ranges if one in wanted), 0.0)


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [one[2:] for one in parameters if one.startswith("q=")]
        try:
            yield media, float(weights[0]) if weights else 1.0
        except ValueError:
            continue
