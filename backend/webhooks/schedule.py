"""When a message is tried again: pauses grow over five days, and a receiver may ask for more within bounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

HOUR = timedelta(hours=1)
# After the first, second, … failure. Together a little over five days: who comes back within them loses nothing.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(HOUR * hours for hours in (2, 5, 10, 14, 20, 24, 24, 24)),
)
LONGEST_ASKED = timedelta(hours=24)
OFF_AFTER = timedelta(days=5)
BUSY = timedelta(seconds=10)  # every lane is taken
ASKING = frozenset({429, 503})  # answers that may say how long to wait


def next_try(attempts: int, now: datetime, status: int | None = None, retry_after: str = "") -> datetime | None:
    """Return when to try again after `attempts` failures, None when it was the last.

    >>> next_try(1, datetime(2026, 11, 28)).isoformat(), next_try(12, datetime(2026, 11, 28))
    ('2026-11-28T00:00:05', None)
    """
    if attempts > len(PAUSES):
        return None
    asked = asked_pause(retry_after, now) if status in ASKING else timedelta()
    return now + max(PAUSES[attempts - 1], min(asked, LONGEST_ASKED))


def asked_pause(text: str, now: datetime) -> timedelta:
    """Return what `Retry-After` asks for, seconds or a moment of HTTP; nothing where it cannot be read."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        return max(timedelta(), parsedate_to_datetime(text) - now)
    except (ValueError, TypeError):
        return timedelta()
