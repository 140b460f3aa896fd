"""Whether a release is as it was signed: its document, its hash, its signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.config import Settings
from backend.statistics.feed import Feed
from backend.statistics.signing import OF_A_RELEASE, PROOF, exact, is_signed, public_of, read_key, sha256_of
from calculators.release.document import release_document
from rules.faults import InputError


def document_of(feed: Feed, release_id: str) -> dict[str, Any]:
    """Return an announced release as its JSON document, decimals exact.

    Raises:
        NotFound: there is no such release.
    """
    head = feed.head(release_id)
    document = release_document(head.header, (row for _, row in feed.rows(release_id)))
    told: dict[str, Any] = exact(document)
    return told


def verify_document(document: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return whether the document's signature is over it as it stands, and whether our own key made it."""
    sha256 = sha256_of({name: value for name, value in document.items() if name not in PROOF})
    public, signature = _text(document, "key"), _text(document, "signature")
    good = public is not None and signature is not None and is_signed(public, OF_A_RELEASE, sha256, signature)
    return {
        "release": document.get("release"),
        "ok": good,
        "own_key": public is not None and public == _own_key(settings),
        "key": public,
        "sha256": sha256,
    }


def _text(document: Mapping[str, Any], name: str) -> str | None:
    value = document.get(name)
    return value if isinstance(value, str) else None


def _own_key(settings: Settings) -> str | None:
    try:
        return public_of(read_key(settings.release_key))
    except InputError:
        return None
