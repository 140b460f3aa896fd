"""Numbers by which a business may call its own control events: the rooms below ask whether words are about one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from backend.control.models import ControlEvent
from backend.control.telling import is_told


def own_numbers(session: Session, business_id: str) -> Iterator[str]:
    """Yield the numbers of the events a business may know of: in ЕРКНМ, of decisions, of acts, on the platform.

    An event that is not told yet gives none: a refusal must not betray it.
    """
    query = select(ControlEvent).where(ControlEvent.business_id == business_id, col(ControlEvent.business_id) != "")
    for event in session.exec(query):
        if is_told(session, event):
            found = (event.registry_number, event.decision_number, event.act_number, str(event.number))
            yield from (number.strip() for number in found if number and number.strip())
