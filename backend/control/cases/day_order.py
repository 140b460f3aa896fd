"""Days of a case in their order: terms run from them, so a day that cannot be is refused at once, with its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.control.cases.faults import fault
from rules.faults import Fault
from rules.text import Text


@dataclass(frozen=True, slots=True)
class After:
    """A day, one it does not come before, and what to say if it does.

    `official`: whoever keeps an own copy writes down what really was, also a breach of this order.
    """

    later: str
    earlier: str
    words: Text
    official: bool = False


def out_of_order(
    order: Iterable[After], case: Any, typed: Mapping[str, Any], zone: ZoneInfo, *, own: bool
) -> Iterator[Fault]:
    """Yield a fault for every day that was typed and comes before one it follows, typed now or known before.

    What is not known is compared with nothing. `own`: the business keeps the case for itself.
    """
    named: set[str] = set()
    for rule in order:
        given, before = typed.get(rule.later), typed.get(rule.earlier) or getattr(case, rule.earlier, None)
        settled = rule.later in named or (rule.official and own)
        if given is not None and before is not None and not settled and _is_before(given, before, zone):
            named.add(rule.later)
            yield fault("order", rule.later, rule.words.ru, rule.words.en)


def _is_before(given: date, before: date, zone: ZoneInfo) -> bool:
    if isinstance(given, datetime) and isinstance(before, datetime):
        return given < before
    return day_in(given, zone) < day_in(before, zone)


def day_in(moment: date, zone: ZoneInfo) -> date:
    """Return the day of a moment in a zone; a day is itself.

    >>> day_in(datetime.fromisoformat("2026-11-28T23:30+03:00"), ZoneInfo("Asia/Kamchatka"))
    datetime.date(2026, 11, 29)
    """
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
