"""Exact money: fractions inside, one rounding at the end, and parts that add up to what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

# Wide enough that only the asked rounding happens, for any amount with 34 digits and more.
CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)
KOPECK = Decimal("0.01")
SHARE_DIGITS = 10


def kopecks(amount: Fraction) -> Decimal:
    """Return an exact amount in rubles rounded once, half-up, to kopecks; hours are shown the same way.

    >>> kopecks(Fraction(1, 3)), kopecks(Fraction("40639.505"))
    (Decimal('0.33'), Decimal('40639.51'))
    """
    return _half_up(amount * 100).scaleb(-2, CONTEXT)


def money_text(amount: Fraction | None) -> str | None:
    """Return an amount as answers print it, two decimals; what is unknown stays None.

    >>> money_text(Fraction(36)), money_text(None)
    ('36.00', None)
    """
    return None if amount is None else f"{kopecks(amount):f}"


def share_text(share: Fraction) -> str:
    """Return a share or factor with up to ten significant digits.

    >>> share_text(Fraction(1, 3)), share_text(Fraction(95))
    ('0.3333333333', '95')
    """
    narrow = Context(prec=SHARE_DIGITS, rounding=ROUND_HALF_UP)
    value = narrow.divide(Decimal(share.numerator), Decimal(share.denominator))
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_text(number: Fraction) -> str:
    """Return a number without loss: decimal digits where they end, else a fraction a/b.

    >>> exact_text(Fraction("0.5")), exact_text(Fraction(1, 3))
    ('0.5', '1/3')
    """
    rest, places = number.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def allocate(parts: Iterable[Fraction]) -> list[Decimal]:
    """Return the parts in kopecks so that they add up to their rounded total: the largest remainders get the rest.

    >>> [str(part) for part in allocate([Fraction(1, 3)] * 3)]
    ['0.34', '0.33', '0.33']
    """
    exact = list(parts)
    return allocate_to(exact, kopecks(sum(exact, Fraction(0))))


def allocate_to(parts: Sequence[Fraction], total: Decimal) -> list[Decimal]:
    """Return the parts in kopecks so that they add up to `total`, which lies within a kopeck of each part's share.

    >>> [str(part) for part in allocate_to([Fraction(1, 2), Fraction(1, 2)], Decimal("1.01"))]
    ['0.51', '0.50']
    """
    exact = [part * 100 for part in parts]
    whole = [amount.numerator // amount.denominator for amount in exact]
    rest = int(total.scaleb(2, CONTEXT)) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    # A total rounded on its own can differ by a kopeck from what the parts need: then the round goes on.
    for turn in range(abs(rest) if exact else 0):
        index = by_remainder[turn % len(exact)] if rest > 0 else by_remainder[-1 - turn % len(exact)]
        whole[index] += 1 if rest > 0 else -1
    return [Decimal(amount).scaleb(-2, CONTEXT) for amount in whole]


def _half_up(number: Fraction) -> Decimal:
    """Return the whole number nearest to `number`; a half goes away from zero."""
    doubled = abs(number.numerator) * 2 + number.denominator
    whole = doubled // (2 * number.denominator)
    # The sign is set on the integer: negating a Decimal would round it to the caller's precision.
    return Decimal(-whole if number < 0 else whole)
