"""What steps of an official event write beside their fields: who signed, what the prosecutor said, whom it shows to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.desk.scope_guard import CONFIRM, confirmed
from backend.control.event_days import decided_ahead
from backend.control.linking import link_business
from backend.control.merging import merge_known
from backend.control.models import ControlEvent
from backend.errors import Invalid
from backend.permissions import Actor
from calculators.calendar import zone_of

Writes = Callable[[Session, ControlEvent, dict[str, Any], Actor, datetime], None]
REASON = "reason"


def write(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Fill the attributes of the event with the fields of a step; words of a reason are kept elsewhere."""
    for name, value in typed.items():
        if name != REASON:
            setattr(case, name, value)


def sign(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep who signed.

    Raises:
        Invalid: the decision bears a day to come, or its scope is not confirmed.
    """
    confirmed(session, case, typed.pop(CONFIRM, None))
    faults = list(decided_ahead(case, now))
    if faults:
        raise Invalid(faults)
    write(session, case, typed, actor, now)
    case.signed_by = actor.person_id


def send(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """The prosecutor's day runs from the receipt of the papers; they are received as they are sent (66(7), 66(10))."""
    write(session, case, typed, actor, now)
    case.approval, case.papers_received_on = "not_asked", case.approval_sent_on


def approve(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep the approval."""
    write(session, case, typed, actor, now)
    case.approval = "given"


def refuse(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep the refusal with its words."""
    write(session, case, typed, actor, now)
    case.approval, case.approval_reason = "refused", typed.get(REASON) or ""


def schedule(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Schedule without approval: none was needed."""
    write(session, case, typed, actor, now)
    case.approval = "not_required"


def give_notice(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """The day of the notice is that from which an appeal of the decision is counted (40(5))."""
    write(session, case, typed, actor, now)
    if case.noticed_at is not None:
        case.decision_known_on = case.noticed_at.astimezone(zone_of(case.region or None)).date()


def begin(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """The decision is shown at the start at the latest (65(7)): from that day it is known."""
    write(session, case, typed, actor, now)
    if case.decision_known_on is None and case.started_at is not None:
        case.decision_known_on = case.started_at.astimezone(zone_of(case.region or None)).date()


WRITES: Mapping[str, Writes] = {
    "sign_decision": sign,
    "send_for_approval": send,
    "approve": approve,
    "refuse_approval": refuse,
    "schedule": schedule,
    "notify_business": give_notice,
    "start": begin,
    "start_urgently": begin,
    "find_impossible": write,
}


def shown_and_merged(action: str, writes: Writes) -> Writes:
    """Return `writes`, after which the business is shown the event if the step lets it know, and its copy merges."""

    def compose(session: Session, case: ControlEvent, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        writes(session, case, typed, actor, now)
        link_business(session, case, action)
        if case.business_id is not None:
            merge_known(session, case, now)

    return compose


def composes() -> dict[str, Writes]:
    """Return what every step of an event writes."""
    return {action: shown_and_merged(action, writes) for action, writes in WRITES.items()}
