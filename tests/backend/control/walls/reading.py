"""Everything somebody in office can be given: each address with the ids of the world, and whatever links lead to."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader

from tests.layout.routes import routes

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
LEFT_OUT = ("/assets", "/language", "/static", "/sign-out", "/demo", "/requirements", "/changes", "/search")
MOST = 400


def answers(browser: Any, ids: Mapping[str, str], key: str | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield (address, status, text) of every answer: pages, tables, papers, the API by a key."""
    seen: set[str] = set()
    queue = [route.at(ids) for route in routes() if route.method == "GET" and not route.unknown()]
    queue += ["/home", "/notices", "/desk/control/calendar?month=2026-12"]
    while queue and len(seen) < MOST:
        address = queue.pop(0)
        if address in seen or address.startswith(LEFT_OUT):
            continue
        seen.add(address)
        headers = {"Authorization": f"Bearer {key}"} if key and address.startswith("/api/") else {}
        answer = browser.get(address, headers=headers, follow_redirects=False)
        yield address, answer.status_code, text_of(answer)
        if answer.status_code == 200 and answer.headers.get("content-type", "").startswith("text/html"):
            queue += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]


def text_of(answer: Any) -> str:
    """Return what an answer says, also inside a workbook or a paper, and in its headers."""
    said, body = " ".join(answer.headers.values()), answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return said + " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if body.startswith(b"%PDF") and len(body) > 100:
        return said + " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return said + body.decode("utf-8", "replace")
