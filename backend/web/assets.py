"""The built front end from memory: compressed once, kept by browsers for a year, a new hash is a new address."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache

from litestar import Response, get

from backend.errors import NotFound
from backend.permissions import Permission
from backend.web.context import AnyRequest
from backend.web.pages import FRONTEND

BUILT = FRONTEND / "built"
# Fonts and pictures are compressed already.
COMPRESSED = (".css", ".js", ".svg")
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the built front end."""

    content: bytes
    packed: bytes | None
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Return every built file by its path; there are a dozen, about 300 kB."""
    return {
        path.relative_to(BUILT).as_posix(): _asset(path.read_bytes(), path.name)
        for path in sorted(BUILT.rglob("*"))
        if path.is_file()
    }


def _asset(content: bytes, name: str) -> Asset:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(content, mtime=0) if name.endswith(COMPRESSED) else None
    return Asset(content, packed, media_type)


@get("/assets/{name:path}", opt={"permission": Permission.PUBLIC}, sync_to_thread=False, include_in_schema=False)
def built_file(request: AnyRequest, name: str) -> Response[bytes]:
    """Return a built file, packed for browsers that take it so."""
    asset = assets().get(name.lstrip("/"))
    if asset is None:
        raise NotFound
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.media_type, headers=headers)
