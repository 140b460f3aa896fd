"""Faults of what a step is told, that several kinds of case find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.faults import Fault
from rules.text import Text

CORRECT = Text("Исправьте дату.", "Correct the date.")


def fault(code: str, field: str, ru: str, en: str, remedy: Text = CORRECT) -> Fault:
    """Return a fault of a field."""
    return Fault(code, field, Text(ru, en), remedy)


def not_ahead(field: str, day: date, today: date) -> Iterator[Fault]:
    """Yield a fault where a day that should have come has not come yet."""
    if day > today:
        yield fault("ahead", field, "Этот день ещё не наступил.", "This day has not come yet.")
