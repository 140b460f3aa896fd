"""What can be seen of a requirement without asking: it looks kept, it looks not kept, or nothing is to be seen.

Three-valued, and «не видно» is the default: that nothing was found says nothing. A sign is something the house holds
already, with its day: a paper, a recurring day, a notice, a register, a reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A reading or a state older than this says nothing of today; the house's own rule, no norm.
FRESH = timedelta(days=31)


class SeenStatus(StrEnum):
    """What a requirement looks like from outside."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    NOT_SEEN = "not_seen"


class SignKind(StrEnum):
    """What a sign is."""

    PAPER = "paper"
    DATE = "date"
    NOTICE = "notice"
    REGISTER = "register"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for a requirement (True), against it (False), or is only there (None).

    `about` parts signs of one kind: a later sign about the same thing replaces an earlier one. `name` says what it is
    in the words of its source.
    """

    kind: SignKind
    speaks: bool | None
    on: date
    about: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with the signs it rests on, the newest first; those that only are there stand in `others`."""

    status: SeenStatus
    because: tuple[Sign, ...] = ()
    others: tuple[Sign, ...] = ()


def judge(signs: Iterable[Sign], on: date) -> Judgement:
    """Return what a requirement looks like on a day.

    Of signs about the same thing the latest counts; signs of days to come are passed over. One sign against is enough
    to look not kept, whatever speaks for it; without any sign that speaks nothing is seen.

    >>> judge([Sign(SignKind.PAPER, True, date(2026, 5, 1))], date(2026, 11, 28)).status.value
    'kept'
    >>> judge([], date(2026, 11, 28)).status.value
    'not_seen'
    """
    latest: dict[tuple[SignKind, str], Sign] = {}
    for sign in sorted(signs, key=lambda one: one.on):
        if sign.on <= on:
            latest[sign.kind, sign.about] = sign
    ordered = sorted(latest.values(), key=lambda one: one.on, reverse=True)
    against = tuple(one for one in ordered if one.speaks is False)
    favour = tuple(one for one in ordered if one.speaks is True)
    deciding = against or favour
    status = SeenStatus.NOT_KEPT if against else SeenStatus.KEPT if favour else SeenStatus.NOT_SEEN
    return Judgement(status, deciding, tuple(one for one in ordered if one not in deciding))


def paper_speaks(expires_on: date | None, on: date) -> bool | None:
    """Return what a paper says: valid, ended, or (it names no end) nothing.

    >>> paper_speaks(date(2026, 11, 27), date(2026, 11, 28))
    False
    """
    return None if expires_on is None else expires_on >= on


def duty_speaks(last_due: date | None, before: date | None, recorded: Iterable[date], *, chosen: bool) -> bool | None:
    """Return what the days of a recurring duty say.

    `last_due` is its last day that has passed, `before` the one before it. Recorded after `before`: done. Not
    recorded: not done only where the business has shown that it records the duty here (an older record), or named the
    day itself (`chosen`); else nothing is seen, for the law does not ask anybody to tell us.

    >>> duty_speaks(date(2026, 10, 25), date(2026, 7, 25), [date(2026, 10, 20)], chosen=False)
    True
    >>> duty_speaks(date(2026, 10, 25), date(2026, 7, 25), [], chosen=False) is None
    True
    """
    days = list(recorded)
    if last_due is None:
        return None
    if any(before is None or day > before for day in days):
        return True
    return False if days or chosen else None


def reading_speaks(value: bool | None, at: date, on: date, since: date | None = None) -> bool | None:
    """Return what a reading says: its value while it is fresh, or while it belongs to the present period.

    `since` is the first day of the period of a recurring duty; without one a reading is fresh for 31 days.

    >>> reading_speaks(True, date(2026, 10, 1), date(2026, 11, 28)) is None
    True
    """
    first = since if since is not None else on - FRESH
    return value if at >= first else None
