"""Numbers, money and days as people read them: no-break spaces, months in words."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date

from backend.clock import MOSCOW

NBSP = "\u00a0"


def number(value: Decimal | int, language: str, digits: int | None = None) -> str:
    """Return 18 400 in Russian, 18,400 in English; fractions with comma or point."""
    exact = Decimal(value)
    rounded = exact if digits is None else exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{rounded.normalize() if digits is None else rounded:,f}"
    return text if language == "en" else text.replace(",", NBSP).replace(".", ",")


def money(value: Decimal | int, language: str) -> str:
    """Return whole rubles: 18 400 ₽ in Russian, ₽18,400 in English."""
    text = number(Decimal(value), language, 0)
    return f"₽{text}" if language == "en" else f"{text}{NBSP}₽"


def day(value: date, language: str, *, year: bool = True) -> str:
    """Return 12 мая 2027, or 12 May 2027; parts are held together by no-break spaces."""
    pattern = "d MMMM y" if year else "d MMMM"
    return format_date(value, pattern, locale=language).replace(" ", NBSP)


def moment(value: datetime, language: str) -> str:
    """Return day and time in Moscow: 12 мая 2027, 14:02."""
    local = value.astimezone(MOSCOW)
    return f"{day(local.date(), language)}, {local:%H:%M}"
