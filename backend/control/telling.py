"""Whether the business may know of an event at all: what the law holds without notice is not told by the platform."""

from __future__ import annotations

from sqlmodel import Session, select

from backend.control.models import ControlEvent
from backend.risk.models import Source
from rules.control import event_rules
from rules.control.asking import urgent_allowed

# From here on the event is told to the business, where its kind is one that is told before it begins.
TOLD = frozenset({"SCHEDULED", "POSTPONED", "EXCLUDED"})
BEGUN = frozenset(
    {"IN_PROGRESS", "PAUSED", "REPORT_PENDING", "ACT_DRAWN", "DELIVERED", "NO_VIOLATIONS", "FIXED_BEFORE_END"}
    | {"VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED", "INVALIDATED"}
)
AGAIN = "ordered_again"
INSIDE = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL", "REJECTED"})


def is_told(session: Session, event: ControlEvent) -> bool:
    """Return whether the business may see an event: it is its own note or public, it has begun, or it was announced.

    Kinds whose notice the law forbids or excludes (test purchases, inspection visits …) are seen from their start;
    one the business has its own copy of, it knows of anyway. Source: 248-ФЗ art. 21(4), 67(5), 68(5), 69(1), 70, 73(6).
    """
    if event.source is not Source.AUTHORITY or event.started_at or event.act_delivered_on or event.state in BEGUN:
        return True
    if event.state in INSIDE:
        return _has_own_copy(session, event)
    if event.noticed_at or (event.state in TOLD and told_ahead(event)):
        return True
    return (event.state not in TOLD and _was_told(event)) or _has_own_copy(session, event)


def told_ahead(event: ControlEvent) -> bool:
    """Return whether the business may know of it before it begins: it is planned, or of a kind with notice."""
    kind = event_rules().kinds.get(event.kind)
    noticed = kind is not None and kind.notice is not None and kind.notice.hours is not None
    return not begins_urgently(event) and not ordered_again(event) and (noticed or bool(event.planned))


def begins_urgently(event: ControlEvent) -> bool:
    """Return whether harm lets it begin at once, without notice and without approval (66(12))."""
    return event.urgent and urgent_allowed(event.kind, event.ground)


def ordered_again(event: ControlEvent) -> bool:
    """Return whether it repeats one that could not be held: without notice and without approval (65(11))."""
    return event.draft.get(AGAIN) is True


def _was_told(event: ControlEvent) -> bool:
    """Cancelled or impossible events: known to the business if they were to be announced."""
    return event.impossible_on is not None or (event.decision_known_on is not None and told_ahead(event))


def _has_own_copy(session: Session, event: ControlEvent) -> bool:
    query = select(ControlEvent.id).where(ControlEvent.merged_into == event.id)
    return session.exec(query.limit(1)).first() is not None
