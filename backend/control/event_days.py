"""Days of a control event: in which order they come, and that a decision is signed no earlier than its date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from backend.control.cases.day_order import After, day_in
from backend.control.cases.faults import not_ahead
from backend.control.models import ControlEvent
from calculators.calendar import zone_of
from rules.faults import Fault
from rules.text import Text

STOPPED = Text("Это раньше остановки срока.", "This is before the clock stopped.")
BEGAN = Text("Это раньше начала проверки.", "This is before the event began.")
DECISION = Text("Это раньше даты решения о проверке.", "This is before the date of the decision.")
ORDER = (
    After("approval_sent_on", "decision_date", DECISION, official=True),
    After("approval_decided_on", "approval_sent_on", Text("Решение раньше отправки.", "Decided before it went.")),
    After("noticed_at", "decision_date", DECISION, official=True),
    After("started_at", "decision_date", DECISION, official=True),
    After("started_at", "noticed_at", Text("Это раньше уведомления.", "This is before the notice."), official=True),
    After("started_at", "harm_information_at", Text("Это раньше сведений о вреде.", "This is before word of harm.")),
    After("papers_asked_on", "started_at", BEGAN),
    After("expertise_from", "started_at", BEGAN),
    After("impossible_on", "started_at", BEGAN),
    After("resumed_on", "papers_asked_on", STOPPED),
    After("resumed_on", "expertise_from", STOPPED),
    After("ended_at", "started_at", Text("Конец раньше начала.", "It ends before it began.")),
    After("act_date", "ended_at", Text("Акт раньше конца проверки.", "The act is before the end of the event.")),
    After("act_delivered_on", "act_date", Text("Вручён раньше, чем составлен.", "It was given before it was drawn.")),
    After("act_delivered_on", "ended_at", Text("Вручён раньше конца проверки.", "It was given before the end.")),
    After("stay_lifted_on", "stayed_on", Text("Это раньше приостановки.", "This is before the stay.")),
    After("invalidated_on", "act_date", Text("Это раньше акта проверки.", "This is before the act.")),
    After("invalidated_on", "impossible_on", Text("Это раньше акта о невозможности.", "This is before that act.")),
)


def decided_ahead(case: ControlEvent, now: datetime) -> Iterator[Fault]:
    """Yield a fault where a decision is signed that bears a day to come: it may stand in a draft only."""
    if case.decision_date is not None:
        yield from not_ahead("decision_date", case.decision_date, day_in(now, zone_of(case.region or None)))
