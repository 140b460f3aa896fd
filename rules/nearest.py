"""The known words a mistyped one most resembles, for messages that help."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` closest to `word`, or None when nothing is close.

    >>> nearest("employes", ["employees", "okved"])
    'employees'
    >>> nearest("zzz", ["employees"])
    """
    return next(iter(closest(word, words, 1)), None)


def closest(word: str, words: Iterable[str], most: int) -> list[str]:
    """Return at most `most` of `words` that are close to `word`, the closest first.

    >>> closest("complain", ["complaint", "complaints", "statement"], 3)
    ['complaint', 'complaints']
    """
    lower = {name.lower(): name for name in reversed(list(words))}
    return [lower[one] for one in difflib.get_close_matches(word.lower()[:200], lower, n=most, cutoff=0.6)]
