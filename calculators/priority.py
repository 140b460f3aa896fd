"""What comes first on a list, and why: an order that is said on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from calculators.sanctions import highest_sanction, suspension_possible
from rules.requirements import Requirement
from rules.text import Text

SOON = timedelta(days=30)
BEFORE_OPENING = frozenset({"planning", "opening"})
NO_WORK_WITHOUT = frozenset({"licence", "permit", "notification", "accreditation"})
ZERO = Decimal(0)

T = TypeVar("T")


class Step(IntEnum):
    """The steps of the order, first to last."""

    BEFORE_OPENING = 1
    DUE_SOON = 2
    NO_WORK_WITHOUT = 3
    SUSPENSION = 4
    SANCTION = 5
    EFFORT = 6


REASONS = {
    Step.BEFORE_OPENING: Text("Сделайте до открытия", "Do it before opening"),
    Step.DUE_SOON: Text("Срок в ближайшие 30 дней", "Due within 30 days"),
    Step.NO_WORK_WITHOUT: Text("Без этого работать нельзя", "No work without it"),
    Step.SUSPENSION: Text("Могут приостановить работу", "Work can be suspended"),
    Step.SANCTION: Text("Возможен штраф", "A fine is possible"),
    Step.EFFORT: Text("Остальное: сначала то, что проще", "The rest: easier first"),
}


@dataclass(frozen=True, slots=True)
class Priority:
    """Where a requirement stands: sort by `key`; `step` and `reason` say why it stands there."""

    key: tuple[int, int, int, int, Decimal, Decimal, str]
    step: Step
    reason: Text


def priority(
    requirement: Requirement,
    today: date,
    legal_form: str | None,
    next_due: date | None = None,
    working: bool = False,
) -> Priority:
    """Return the place of a requirement: before opening, due in 30 days, no work without it, suspension possible,
    highest sanction for the form, less effort; then by id.

    `working`: the business is open already, so nothing is «before opening» for it. An unknown sanction counts as none
    and unknown effort as the greatest: nothing is invented.

    >>> from rules.conditions import Always
    >>> from rules.sources import Act
    >>> act = Act("ФЗ", "1", date(2020, 1, 1))
    >>> notice = Requirement("x", Text("Уведомить", "Notify"), Always(), act, "ст. 1", life="opening")
    >>> priority(notice, date(2026, 11, 28), "ooo").reason.en
    'Do it before opening'
    """
    before = not working and requirement.life in BEFORE_OPENING
    soon = next_due is not None and next_due <= today + SOON
    without = _stops_work(requirement)
    suspended = suspension_possible(requirement.sanctions)
    sanction = highest_sanction(requirement.sanctions, legal_form) or ZERO
    step = _step(before, soon, without, suspended, sanction)
    due = next_due.toordinal() if soon and next_due else date.max.toordinal()
    key = (not before, due, not without, not suspended, -sanction, _effort(requirement), requirement.id)
    return Priority(key, step, REASONS[step])


def in_order(items: Iterable[T], place: Callable[[T], Priority]) -> list[T]:
    """Return the items, first things first."""
    return sorted(items, key=lambda item: place(item).key)


def _stops_work(requirement: Requirement) -> bool:
    """A licence's daily duties are assessed with it too; only a condition, or what comes before opening, bars work."""
    entry = requirement.kind == "condition" or requirement.life in BEFORE_OPENING
    return entry and bool(NO_WORK_WITHOUT & set(requirement.assessment))


def _step(before: bool, soon: bool, without: bool, suspended: bool, sanction: Decimal) -> Step:
    held = {
        Step.BEFORE_OPENING: before,
        Step.DUE_SOON: soon,
        Step.NO_WORK_WITHOUT: without,
        Step.SUSPENSION: suspended,
        Step.SANCTION: sanction > 0,
    }
    return next((step for step, holds in held.items() if holds), Step.EFFORT)


def _effort(requirement: Requirement) -> Decimal:
    """Return the hours of the first time: what a person has to find now."""
    effort = requirement.effort
    if effort is None or (effort.one_off_hours is None and effort.hours_per_time is None):
        return Decimal("Infinity")
    return effort.one_off_hours if effort.one_off_hours is not None else effort.hours_per_time or ZERO
