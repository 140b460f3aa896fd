"""Tax numbers of nobody: they begin with 00, a region that does not exist, and have right check digits."""

from __future__ import annotations

TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
ELEVENTH = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
TWELFTH = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def invented_inn(number: int, *, person: bool) -> str:
    """Return the ИНН of an invented company (10 digits) or person (12).

    >>> invented_inn(1, person=False)
    '0000000018'
    """
    if not person:
        digits = f"{number:09d}"
        return digits + _check(digits, TEN)
    digits = f"{number:010d}"
    digits += _check(digits, ELEVENTH)
    return digits + _check(digits, TWELFTH)


def _check(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10)
