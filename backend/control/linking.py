"""From when on a business sees an official event: once the law lets it know, and not a draft.

A business is known by its ИНН, and only once somebody has proven that it is theirs: anybody can type a number, and acts
are not shown to others (12(5)). Where two accounts have proven the same one, nobody is shown the event.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.control.models import ControlEvent, DocumentRequest, Prescription
from backend.control.telling import begins_urgently, ordered_again
from backend.risk.models import Source
from rules.control import event_rules

# Steps that a business may hear of; before them it sees nothing.
ANNOUNCING = frozenset({"approve", "schedule"})
BEGINNING = frozenset({"notify_business", "start", "start_urgently", "find_impossible"})
LINKING = ANNOUNCING | BEGINNING


def business_with(session: Session, inn: str) -> str | None:
    """Return the business that has proven an ИНН; None for nobody here, or when two have."""
    if not inn:
        return None
    query = select(Business.id).where(Business.inn == inn, col(Business.proven_by).is_not(None)).limit(2)
    found = session.exec(query).all()
    return found[0] if len(found) == 1 else None


def secret_before_start(event: ControlEvent) -> bool:
    """Whether the law excludes a notice: purchases, selective control, inspection visits (67(5), 68(5), 69(1), 70)."""
    kind = event_rules().kinds.get(event.kind)
    return kind is not None and kind.notice is not None and kind.notice.hours is None


def link_business(session: Session, event: ControlEvent, action: str) -> None:
    """Show an official event to its business with the step that lets it know; the step's notice reaches its people."""
    if event.source is Source.BUSINESS or event.business_id is not None or action not in LINKING:
        return
    if action in ANNOUNCING and (secret_before_start(event) or begins_urgently(event) or ordered_again(event)):
        return
    event.business_id = business_with(session, event.inn)
    if event.business_id is not None:
        _link_cases(session, event)


def _link_cases(session: Session, event: ControlEvent) -> None:
    models: tuple[Any, ...] = (DocumentRequest, Prescription)
    for model in models:
        for row in session.exec(select(model).where(model.event_id == event.id)):
            row.business_id = event.business_id
            session.add(row)
