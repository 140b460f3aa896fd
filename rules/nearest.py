"""The known word a mistyped one most resembles, for messages that help."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` closest to `word`, or None when nothing is close.

    >>> nearest("employes", ["employees", "okved"])
    'employees'
    >>> nearest("zzz", ["employees"])
    """
    known = list(words)
    lower = {name.lower(): name for name in reversed(known)}
    close = difflib.get_close_matches(word.lower()[:200], lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else None
