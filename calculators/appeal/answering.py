"""How a check says what it found: clean, breach, unknown, or that an official decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calculators.appeal.shapes import Check, Truth
from calculators.event_check import Result
from rules.text import Text


def clean(code: str, title: Text, article: str, ru: str, en: str) -> Check:
    """Return that nothing stands in the way."""
    return Check(code, title, Result.CLEAN, article, Text(ru, en))


def breach(code: str, title: Text, article: str, ru: str, en: str, remedy: Text | None = None) -> Check:
    """Return that this stands in the way, and what to do."""
    return Check(code, title, Result.BREACH, article, Text(ru, en), remedy=remedy)


def unknown(
    code: str, title: Text, article: str, ru: str, en: str, missing: Iterable[str] = (), remedy: Text | None = None
) -> Check:
    """Return that what is known does not settle it, and which fields would."""
    return Check(code, title, Result.UNKNOWN, article, Text(ru, en), tuple(missing), remedy)


def undecided(code: str, title: Text, article: str, ru: str, en: str, remedy: Text | None = None) -> Check:
    """Return that all is known, and that an official decides."""
    return Check(code, title, Result.UNKNOWN, article, Text(ru, en), remedy=remedy, person_decides=True)


def told(value: str | None) -> Truth:
    """Return whether words are there: None while nobody told, False where it was told that there are none.

    >>> told(None), told(" "), told("Иванов")
    (None, False, True)
    """
    return None if value is None else bool(value.strip())


def all_of(values: Mapping[str, Truth]) -> tuple[Truth, tuple[str, ...]]:
    """Return whether all are there, and the fields to enter: those told to be missing, else those not told.

    >>> all_of({"a": True, "b": None}), all_of({"a": False, "b": None}), all_of({"a": True})
    ((None, ('b',)), (False, ('a',)), (True, ()))
    """
    absent = tuple(name for name, value in values.items() if value is False)
    if absent:
        return False, absent
    unsaid = tuple(name for name, value in values.items() if value is None)
    return (None, unsaid) if unsaid else (True, ())
