"""Faults of what a step is told, that several kinds of case find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rules.faults import Fault
from rules.text import Text

NUMBER_LENGTH = 20
CORRECT = Text("Исправьте дату.", "Correct the date.")
CORRECT_TIME = Text("Исправьте дату и час.", "Correct the date and the hour.")


def fault(code: str, field: str, ru: str, en: str, remedy: Text = CORRECT) -> Fault:
    """Return a fault of a field."""
    return Fault(code, field, Text(ru, en), remedy)


def not_ahead(field: str, day: date, now: date) -> Iterator[Fault]:
    """Yield a fault where a day, or a moment, that should have come has not come yet."""
    if day > now and isinstance(day, datetime):
        yield fault("ahead", field, "Это время ещё не наступило.", "This time has not come yet.", CORRECT_TIME)
    elif day > now:
        yield fault("ahead", field, "Этот день ещё не наступил.", "This day has not come yet.")


def is_region(code: str) -> bool:
    """Return whether a text can be the code of a region: two digits, as an ИНН begins with."""
    return len(code) == 2 and code.isascii() and code.isdigit()


def digits(number: str | None) -> str:
    """Return the digits of a registry number, however it was typed.

    >>> digits("77 26 000-1")
    '77260001'
    """
    return "".join(sign for sign in number or "" if sign.isascii() and sign.isdigit())


def not_a_number(field: str, typed: str) -> Iterator[Fault]:
    """Yield a fault where a text is no number of the register of events: 20 digits, in groups if one likes."""
    if len(digits(typed)) == NUMBER_LENGTH and not set(typed) - set("0123456789 -\u00a0"):
        return
    remedy = Text("Перепишите его из решения, он рядом с QR-кодом.", "Copy it from the decision, beside the QR code.")
    yield fault("event_number", field, "В номере ЕРКНМ 20 цифр.", "A number in ERKNM has 20 digits.", remedy)
