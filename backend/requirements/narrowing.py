"""How an address narrows a list: the words typed, the address with something changed, a chip for each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rules.text import Text

MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Chip:
    """One way to narrow a list."""

    label: Text
    count: int
    href: str
    current: bool


def words_of(query: Mapping[str, Any]) -> str:
    """Return the words an address searches for: one space between them, no more than a line of them."""
    return " ".join(str(query.get("q", "")).replace("\x00", "").split())[:MOST_LETTERS]


def address_of(path: str, asked: Mapping[str, str]) -> str:
    """Return an address that asks for this; what is empty is not said."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def chips_of(
    facet: str,
    counts: Counter[str],
    chosen: str,
    name_of: Callable[[str], Text],
    address: Callable[..., str],
    order: Iterable[str] | None = None,
) -> list[Chip]:
    """Return a chip for each code of a facet that leaves something, in this order or those that leave most first.

    The chosen one leads back to the address without it.
    """
    codes = sorted(counts, key=lambda code: (-counts[code], code)) if order is None else order
    return [
        Chip(name_of(code), counts[code], address(**{facet: "" if code == chosen else code}), code == chosen)
        for code in codes
        if code and (counts[code] or code == chosen)
    ]
