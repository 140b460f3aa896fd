"""Handing a file out: as a download that no browser opens in our name. Whether to is asked before."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from litestar import Response

from backend.papers.service import load

ANY_FILE = "application/octet-stream"


def download(data: Path, digest: str, name: str) -> Response[bytes]:
    """Return a file under the name its owner gave it.

    Raises:
        NotFound: the file is gone, or is not what was stored.
    """
    return Response(load(data, digest), media_type=ANY_FILE, headers=headers_of(name))


def headers_of(name: str) -> dict[str, str]:
    """Return the headers of a download: never shown, never guessed, never run."""
    plain = "".join(char if char.isascii() and char not in '"\\' else "_" for char in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
