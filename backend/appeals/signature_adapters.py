"""Whether a signature beside a file holds: nobody here says so, unless an installation has a verifier.

An adapter is asked for the signature and the files it may stand under; None means that nobody checked it. No adapter
may let an appeal pass or fall: how it was signed is checked where it is filed (248-ФЗ art. 40(1)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from backend.appeals.effects import files_of
from backend.appeals.models import Appeal
from backend.config import Settings
from backend.control.models import EventFile
from backend.errors import NotFound
from backend.papers.service import load
from rules.text import Text

SIGNATURE = "signature"
NOT_CHECKED = Text("приложена, не проверена", "attached, not checked")
MADE_UP = Text("приложена; демо: проверка выдумана", "attached; demo: the check is made up")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verifier found: whether the signature holds, for which of the files (by hash), and in words."""

    holds: bool
    sha256: str | None
    words: Text


class SignatureVerifier(Protocol):
    """What can tell whether a detached signature stands under one of the files."""

    name: str

    def verify(self, signature: bytes, files: Mapping[str, bytes]) -> Verified | None:
        """Return what was found, or None: nobody checked. `files` are contents by their SHA-256."""


class Manual:
    """Nobody checks: the portal does when the appeal is filed."""

    name = "manual"

    def verify(self, signature: bytes, files: Mapping[str, bytes]) -> Verified | None:
        """Return None.

        >>> Manual().verify(b"", {}) is None
        True
        """
        return None


class Demo:
    """A made-up check for the demo, which says that it is one."""

    name = "demo"

    def verify(self, signature: bytes, files: Mapping[str, bytes]) -> Verified | None:
        """Return words that say that nothing was checked.

        >>> Demo().verify(b"", {}).words.en
        'attached; demo: the check is made up'
        """
        return Verified(holds=False, sha256=None, words=MADE_UP)


MANUAL = Manual()
VERIFIERS: Mapping[str, SignatureVerifier] = {one.name: one for one in (MANUAL, Demo())}


def verifier_of(settings: Settings) -> SignatureVerifier:
    """Return the verifier of an installation: a made-up one in the demo, nobody elsewhere."""
    return VERIFIERS["demo" if settings.demo else "manual"]


def states_of(session: Session, row: Appeal, settings: Settings, seen: Sequence[EventFile]) -> dict[str, Text]:
    """Return what to say of each signature among the files that somebody sees, by the id of the file."""
    signatures = [one for one in seen if one.part == SIGNATURE]
    if not signatures:
        return {}
    verifier = verifier_of(settings)
    if isinstance(verifier, Manual):
        return {one.id: NOT_CHECKED for one in signatures}
    files = {one.sha256: load(settings.data, one.sha256) for one in files_of(session, row) if one not in signatures}
    return {one.id: _words(verifier, settings.data, one, files) for one in signatures}


def _words(verifier: SignatureVerifier, data: Path, one: EventFile, files: Mapping[str, bytes]) -> Text:
    try:
        found = verifier.verify(load(data, one.sha256), files)
    except NotFound:
        return NOT_CHECKED
    return found.words if found is not None else NOT_CHECKED
