"""Statutory terms: how many of which days, from which act, and the days on which the country works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.text import Text


class DayKind(StrEnum):
    """The unit a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class PauseCap:
    """The longest a clock may stand still, all pauses together."""

    amount: int
    unit: DayKind


@dataclass(frozen=True, slots=True)
class Term:
    """A term: `amount` units (negative = before the anchor), the provision it comes from, and whether that was read.

    `rolls` is False for spans that do not end on a day of action (six years of life of an act). `starts_on` holds
    (month, day) pairs: the term then ends on the first of these days after it has run out. With `counts_start` the day
    of the anchor is the first one counted, as where an event may take one working day.
    """

    amount: int
    unit: DayKind
    source: str
    verified: bool = False
    key: str | None = None
    pause_cap: PauseCap | None = None
    rolls: bool = True
    starts_on: tuple[tuple[int, int], ...] = ()
    counts_start: bool = False


@dataclass(frozen=True, slots=True)
class TermEdition:
    """A term with the first and last day of the event to which it is applied."""

    term: Term
    from_: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether an event of `day` is counted by this edition."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One row of the table of terms: what starts it, who must act, and its editions.

    `editions` is empty where no statute sets the term; `by_control_type` holds what the act on a type of control sets.
    """

    key: str
    title: Text
    anchor: Text
    who: str
    editions: tuple[TermEdition, ...] = ()
    by_control_type: Mapping[str, tuple[TermEdition, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayOffRule:
    """The provision by which a term that ends on a day off ends on the next working day, and where it was read."""

    source: Text
    verified: bool
    checked_in: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """Days off, working weekends and days one hour shorter of one year; `status` is official or provisional."""

    year: int
    status: str
    source: str
    days_off: frozenset[date]
    working_weekends: frozenset[date] = frozenset()
    short_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class RegionalDayOff:
    """A day off that one region adds every year."""

    region: str
    month: int
    day: int
    act: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class RegionZone:
    """The time zone in which the authorities of a region work, by its name in the IANA database."""

    region: str
    zone: str
    source: str
    verified: bool = False
