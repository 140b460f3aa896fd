"""Numbers, money and days as people read them: no-break spaces, months in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from backend.clock import MOSCOW

NBSP = "\u00a0"


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the Russian form of a word beside a number.

    >>> [plural(n, "день", "дня", "дней") for n in (1, 22, 11, 5)]
    ['день', 'дня', 'дней', 'дней']
    """
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:
        return one
    return few if units in (2, 3, 4) and tens not in (12, 13, 14) else many


def bound(reference: str) -> str:
    """Return a reference whose numbers are not torn from «ст.», «п.», «ч.» or “art.”.

    >>> bound("НК РФ, ст. 6.1 п. 7")
    'НК РФ, ст.\\xa06.1 п.\\xa07'
    """
    return re.sub(r"\b(ст|п|ч|art)\. (?=\d)", rf"\1.{NBSP}", reference)


def number(value: Decimal | int, language: str, digits: int | None = None) -> str:
    """Return 18 400 in Russian, 18,400 in English; fractions with comma or point."""
    exact = Decimal(value)
    rounded = exact if digits is None else exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{rounded.normalize() if digits is None else rounded:,f}"
    return text if language == "en" else text.replace(",", NBSP).replace(".", ",")


def percent(value: Decimal | int, language: str) -> str:
    """Return 30 % in Russian, 30% in English."""
    return f"{number(value, language)}{'' if language == 'en' else NBSP}%"


def interval(low: float, high: float, language: str) -> str:
    """Return 2,6–2,8: the low end rounded down and the high one up, so that it never reads narrower than it is.

    An interval that is one point stands with two digits.

    >>> interval(2.69, 2.71, "en"), interval(2.7, 2.7, "en")
    ('2.6–2.8', '2.70–2.70')
    """
    return "–".join(number(end, language, -int(end.as_tuple().exponent)) for end in ends(low, high))


def ends(low: float, high: float) -> tuple[Decimal, Decimal]:
    """Return the ends of an interval as they are shown: whoever counts intervals counts what is read.

    >>> [str(end) for end in ends(2.71, 2.93)]
    ['2.7', '3.0']
    """
    found = _outward(low, 1, ROUND_FLOOR), _outward(high, 1, ROUND_CEILING)
    if found[0] == found[1]:
        return _outward(low, 2, ROUND_FLOOR), _outward(high, 2, ROUND_CEILING)
    return found


def half_width(value: float, language: str, digits: int = 1) -> str:
    """Return what stands after ±, rounded up: 0.01 is 0,1 with one digit, never 0,0."""
    return number(_outward(value, digits, ROUND_CEILING), language, digits)


def _outward(value: float, digits: int, rounding: str) -> Decimal:
    # Six digits first: what floats leave behind (0.30000000000000004) is no width.
    return Decimal(f"{value:.6f}").quantize(Decimal(1).scaleb(-digits), rounding=rounding)


def money(value: Decimal | int, language: str) -> str:
    """Return whole rubles: 18 400 ₽ in Russian, ₽18,400 in English."""
    text = number(Decimal(value), language, 0)
    return f"₽{text}" if language == "en" else f"{text}{NBSP}₽"


def day(value: date, language: str, *, year: bool = True) -> str:
    """Return 12 мая 2027, or 12 May 2027; parts are held together by no-break spaces."""
    pattern = "d MMMM y" if year else "d MMMM"
    return format_date(value, pattern, locale=language).replace(" ", NBSP)


def moment(value: datetime, language: str) -> str:
    """Return day and time, 12 мая 2027, 14:02: in the zone of a place where the value carries one, else in Moscow's."""
    local = value if isinstance(value.tzinfo, ZoneInfo) else value.astimezone(MOSCOW)
    return f"{day(local.date(), language)}, {local:%H:%M}"
