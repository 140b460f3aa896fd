"""Tags of representations: a reader who has the last one is told so, a writer who has not is refused."""

from __future__ import annotations

import hashlib
import re

from litestar import Response

from backend.errors import BadRequest, Changed
from backend.web.context import AnyRequest
from rules.exact_json import json_in_order
from rules.text import Text

JSON = "application/json"
TAGS = re.compile(r'\s*(?:W/)?("[\x21\x23-\x7e]*")\s*(?:,|$)')


def tag_of(document: object) -> str:
    """Return the tag of a JSON document: the same content has the same tag."""
    return f'"{hashlib.sha256(json_in_order(document)).hexdigest()[:32]}"'


def shown(
    request: AnyRequest, document: object, *, public: bool = False, version: int | None = None
) -> Response[bytes]:
    """Return the document with its tag, or 304 to a reader who has it already; `version` goes into the tag."""
    body = json_in_order(document) + b"\n"
    tag = tag_of(document) if version is None else f'"{version}.{tag_of(document)[1:]}'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=0" if public else "private, no-cache"}
    if knows(request, tag):
        return Response(b"", status_code=304, headers=headers, media_type=JSON)
    return Response(body, status_code=200, headers=headers, media_type=JSON)


def weak(tag: str) -> str:
    """Return the tag of what was packed on its way: the same content in other bytes, which a strong tag would deny.

    >>> weak('"ab"'), weak('W/"ab"')
    ('W/"ab"', 'W/"ab"')
    """
    return tag if tag.startswith("W/") else f"W/{tag}"


def knows(request: AnyRequest, tag: str) -> bool:
    """Return whether a reader says that it has the content of this tag already."""
    known = request.headers.get("if-none-match")
    return request.method in ("GET", "HEAD") and known is not None and (known.strip() == "*" or tag in _tags(known))


def refuse_if_changed(request: AnyRequest, document: object) -> None:
    """Refuse a writer who has not seen `document`, the thing as it is now; without If-Match nothing is asked.

    Raises:
        BadRequest: If-Match holds no tag.
        Changed: somebody changed the thing meanwhile.
    """
    tags = _known(request)
    if tags is not None and tag_of(document) not in tags:
        raise Changed


def refuse_if_moved(request: AnyRequest, version: int) -> None:
    """Refuse a writer who saw another version of a case: its terms and words may differ by the day, that is no change.

    Raises:
        BadRequest: If-Match holds no tag.
        Changed: somebody moved the case meanwhile.
    """
    tags = _known(request)
    if tags is not None and not any(tag.startswith(f'"{version}.') for tag in tags):
        raise Changed


def _known(request: AnyRequest) -> list[str] | None:
    """Return the tags of If-Match, None where nothing is asked."""
    known = request.headers.get("if-match")
    if known is None or known.strip() == "*":
        return None
    tags = _tags(known)
    if not tags:
        raise BadRequest(
            Text("В If-Match нет метки.", "If-Match holds no tag."),
            Text("Передайте ETag из последнего ответа, в кавычках.", "Send the ETag of the last answer, quoted."),
            field="If-Match",
        )
    return tags


def _tags(header: str) -> list[str]:
    return TAGS.findall(header)


__all__ = ["JSON", "knows", "refuse_if_changed", "refuse_if_moved", "shown", "tag_of", "weak"]
