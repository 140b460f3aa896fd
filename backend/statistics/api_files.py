"""Releases as programs get them: which ones, whole files kept at hand, titles of the edition a release names.

A pilot is for screens alone: it is not private, so machines get none of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from backend.errors import NotFound
from backend.law import current_law
from backend.statistics.feed import Feed, Head
from backend.statistics.formats.dcat import Written
from backend.statistics.formats.files import FORMATS
from backend.statistics.formats.tidy import Whole
from calculators.release.document import row_document
from rules.reading import published_editions, read_edition
from rules.requirements import Edition
from rules.text import Text

PILOT = "pilot"
# Writing a workbook takes a second: of many who ask at once for what is not at hand, one writes and the others wait.
_TURNS: defaultdict[tuple[str, str], Lock] = defaultdict(Lock)


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A release in one format."""

    content: bytes
    sha256: str


def machine_heads(feed: Feed) -> list[Head]:
    """Return the releases that programs may read, the newest first."""
    return [head for head in feed.releases() if head.kind != PILOT]


def machine_head(feed: Feed, release_id: str) -> Head:
    """Return one of them.

    Raises:
        NotFound: there is no such release, or it is a pilot.
    """
    head = feed.head(release_id)
    if head.kind == PILOT:
        raise NotFound
    return head


def file_of(feed: Feed, head: Head, code: str) -> WholeFile:
    """Return a release in a format. It never changes, so what was written lately is kept at hand."""
    return _kept(feed, head.id, head.sha256, code)


def files_of(feed: Feed, head: Head) -> tuple[Written, ...]:
    """Return size and checksum of a release in every format."""
    return _files(feed, head.id, head.sha256)


def _kept(feed: Feed, release_id: str, sha256: str, code: str) -> WholeFile:
    with _TURNS[sha256, code]:
        return _file(feed, release_id, sha256, code)


@lru_cache(maxsize=14)
def _file(feed: Feed, release_id: str, sha256: str, code: str) -> WholeFile:
    content = FORMATS[code].write(_whole(feed, release_id, sha256))
    return WholeFile(content, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=256)
def _files(feed: Feed, release_id: str, sha256: str) -> tuple[Written, ...]:
    found = ((one, _kept(feed, release_id, sha256, one.code)) for one in FORMATS.values())
    return tuple(Written(one, len(file.content), file.sha256) for one, file in found)


@lru_cache(maxsize=2)
def _whole(feed: Feed, release_id: str, _sha256: str) -> Whole:
    header = feed.head(release_id).header
    cells = [row_document(row) for _, row in feed.rows(release_id)]
    return Whole(header, cells, titles_of(str(header.get("edition", ""))))


@lru_cache(maxsize=8)
def titles_of(edition_sha256: str) -> Mapping[str, Text]:
    """Return titles of requirements as the edition has them; none where the edition is not kept.

    Titles of another edition would make other bytes of the same release.
    """
    edition = _edition(edition_sha256)
    return {} if edition is None else {code: one.title for code, one in edition.requirements.items()}


def _edition(sha256: str) -> Edition | None:
    current: Edition = current_law().edition
    if current.sha256 == sha256:
        return current
    number = next((one.number for one in published_editions() if one.sha256 == sha256), None)
    return None if number is None else read_edition(number)


def about_release(head: Head) -> dict[str, Any]:
    """Return what every answer says of its release: its header, its hash, where it stands."""
    return {**head.header, "sha256": head.sha256}
