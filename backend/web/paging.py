"""Pages of long lists: a cursor names the last thing seen, and holds only for the list it was given for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from litestar.params import Parameter

from backend.errors import BadRequest
from rules.exact_json import canonical_json
from rules.text import Text

T = TypeVar("T")
MOST = 100
Cursor = Annotated[str, Parameter(max_length=300, description="`next` of the page before")]
Limit = Annotated[int, Parameter(ge=1, le=MOST, description="How many at most")]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; `next` is the cursor of the part after it, None on the last."""

    items: Sequence[T]
    next: str | None


def last_seen(cursor: str, of: object) -> str:
    """Return the number a cursor names: of the last thing of the page before, for lists read from there on.

    Raises:
        BadRequest: the cursor is not one of this list.
    """
    last = _read(cursor, of)
    if not (last.isascii() and last.isdigit() and len(last) < 16):
        raise _not_ours()
    return last


def cursor_after(last: str, of: object) -> str:
    """Return the cursor of the part after the thing with this number."""
    return _write(last, of)


def page_of(items: Sequence[T], id_of: Callable[[T], str], cursor: str, limit: int, of: object) -> Page[T]:
    """Return the part of `items` after the cursor. `of` tells this list from others: its filters, its edition.

    Raises:
        BadRequest: the cursor is not one of this list.
    """
    start = 0
    if cursor:
        last = _read(cursor, of)
        start = next((number for number, item in enumerate(items, start=1) if id_of(item) == last), -1)
        if start < 0:
            raise _not_ours()
    part = items[start : start + limit]
    more = start + limit < len(items)
    return Page(part, _write(id_of(part[-1]), of) if more and part else None)


def _write(last: str, of: object) -> str:
    return base64.urlsafe_b64encode(json.dumps([last, _digest(of)]).encode()).decode().rstrip("=")


def _read(cursor: str, of: object) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content: Any = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        last, digest = content
    except (ValueError, TypeError, UnicodeError, binascii.Error, RecursionError):
        raise _not_ours() from None
    if not isinstance(last, str) or digest != _digest(of):
        raise _not_ours()
    return last


def _digest(of: object) -> str:
    return hashlib.sha256(canonical_json(of)).hexdigest()[:16]


def _not_ours() -> BadRequest:
    return BadRequest(
        Text("Курсор не от этого списка.", "The cursor is not of this list."),
        Text(
            "Начните без cursor, с теми же фильтрами берите next из ответа.",
            "Start without a cursor; with the same filters take next from the answer.",
        ),
        field="cursor",
    )
