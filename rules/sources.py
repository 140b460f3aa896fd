"""Where a rule was read: the citation that every requirement, term and amount carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act; type, number and date together name it."""

    type: str
    number: str
    date: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a text, and whether somebody read it there (`verified`) or recalls it."""

    act: str
    provision: str
    edition: str | None = None
    url: str | None = None
    checked: date | None = None
    verified: bool = False
