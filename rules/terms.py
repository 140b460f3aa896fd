"""Statutory terms: how many of which days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DayKind(StrEnum):
    """The unit a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: `amount` units (negative = before the anchor), the provision it comes from, and whether that was read."""

    amount: int
    unit: DayKind
    source: str
    verified: bool = False
    key: str | None = None
