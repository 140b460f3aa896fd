"""Good faith in time: whether a measure of the ledger still counts on a day (248-ФЗ art. 23(7), 48(4))."""

from __future__ import annotations

from datetime import date

from calculators.deadlines import add_months

# Art. 48(4): good faith is looked at over one to three years; which of them, says the act on the type of control.
SHORTEST, LONGEST = 1, 3
MONTHS = 12
SOURCE = "248-ФЗ, ст. 48 ч. 4"


def counts(since: date, until: date | None, on: date, window_years: int | None) -> bool | None:
    """Return whether a measure of good faith counts on a day; None: the window is not known and decides.

    A measure that runs counts. One that has ended counts while its last day lies within the window of `window_years`
    before the day. `until` None: it has no end.
    Source: 248-ФЗ art. 23(7), 48(4).

    Raises:
        ValueError: it ends before it begins, or the window is shorter than a year.

    >>> counts(date(2024, 1, 1), date(2024, 12, 31), date(2026, 11, 28), 3)
    True
    >>> counts(date(2024, 1, 1), date(2024, 12, 31), date(2026, 11, 28), None) is None
    True
    """
    if until is not None and until < since:
        raise ValueError(f"it ends on {until}, before it begins on {since}")
    if window_years is not None and window_years < SHORTEST:
        raise ValueError(f"a window of {window_years} years")
    if since > on:
        return False
    if until is None or until >= on:
        return True
    if window_years is not None:
        return until >= _years_before(on, window_years)
    if until >= _years_before(on, SHORTEST):
        return True
    return False if until < _years_before(on, LONGEST) else None


def _years_before(on: date, years: int) -> date:
    return add_months(on, -MONTHS * years)
