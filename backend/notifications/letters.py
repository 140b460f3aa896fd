"""Letters: what every channel sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.notifications.recipients import Recipient
from backend.notifications.wording import Said, say


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `id` stays the same when it is sent again after a crash, so that a repeat can be known as one.

    `about` is the person whom it names, if that is somebody else than its reader.
    """

    id: str
    to: Recipient
    said: Said
    url: str
    about: str | None = None


def make_letter(
    letter_id: str,
    to: Recipient,
    kind: str,
    params: Mapping[str, Any],
    link: str,
    public_url: str,
    about: str | None = None,
) -> Letter:
    """Return the letter of a notice in the recipient's language."""
    url = f"{public_url.rstrip('/')}{link}" if link else ""
    return Letter(letter_id, to, say(kind, params, to.language), url, about)
