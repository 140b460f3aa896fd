"""Writing in a thread as its page does."""

from __future__ import annotations

import html
import re
from typing import Any

from httpx import Response

PROCEDURE, CASE = "test_case", "c1"
PAGE = f"/threads/{PROCEDURE}/{CASE}"
API = f"/api/v1{PAGE}"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def readers_of(browser: Any) -> str:
    """Return the hash of the readers that the page shows now."""
    found = re.search(r'name="readers_sha256" value="([0-9a-f]{64})"', browser.get(PAGE).text)
    assert found
    return found[1]


def say(browser: Any, text: str, *, kind: str = "message", readers: str = "", files: Any = None) -> Response:
    """Send a message to the readers shown, or to those that were shown before."""
    values = {"text": text, "kind": kind, "readers_sha256": readers or readers_of(browser)}
    answer: Response = browser.post_form(PAGE, values, files=files)
    return answer


def words(answer: Response) -> str:
    """Return what a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def ids_of(browser: Any) -> list[str]:
    """Return the ids of open requests that the form offers to answer."""
    return re.findall(r'value="answer:([\w-]+)"', browser.get(PAGE).text)
