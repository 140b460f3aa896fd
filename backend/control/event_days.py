"""Days of an official event in their order: terms run from them, so one that cannot be is refused at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.faults import fault
from backend.control.models import ControlEvent
from backend.errors import Invalid
from backend.permissions import Actor
from calculators.calendar import zone_of
from rules.faults import Fault
from rules.text import Text

Writes = Callable[[Session, ControlEvent, dict[str, Any], Actor, datetime], None]
# A day, the day it does not come before, and what to say if it does.
ORDER = (
    ("approval_decided_on", "approval_sent_on", Text("Решение раньше отправки.", "It was decided before it was sent.")),
    ("resumed_on", "papers_asked_on", Text("Это раньше остановки срока.", "This is before the clock stopped.")),
    ("resumed_on", "expertise_from", Text("Это раньше остановки срока.", "This is before the clock stopped.")),
    ("ended_at", "started_at", Text("Конец раньше начала.", "It ends before it began.")),
    ("act_date", "ended_at", Text("Акт раньше конца проверки.", "The act is before the end of the event.")),
    ("act_delivered_on", "act_date", Text("Вручён раньше, чем составлен.", "It was given before it was drawn.")),
)


def in_their_order(writes: Writes) -> Writes:
    """Return `writes`, before which the days of a step are compared with those the event has."""

    def compose(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        faults = list(out_of_order(case, typed))
        if faults:
            raise Invalid(faults)
        writes(session, case, typed, actor, now)

    return compose


def out_of_order(case: ControlEvent, typed: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for every day that was typed and comes before the one it follows."""
    for later, earlier, words in ORDER:
        given, before = typed.get(later), getattr(case, earlier)
        if given is not None and before is not None and _is_before(given, before, case.region):
            yield fault("order", later, words.ru, words.en)


def _is_before(given: date, before: date, region: str) -> bool:
    if isinstance(given, datetime) and isinstance(before, datetime):
        return given < before
    return _day(given, region) < _day(before, region)


def _day(moment: date, region: str) -> date:
    return moment.astimezone(zone_of(region or None)).date() if isinstance(moment, datetime) else moment
