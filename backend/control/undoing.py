"""What follows when an authority takes its own decision back (91(1)), and what a void event bars (91(3)).

Rooms above hear of it: they stand above control and add themselves to HEARD.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from backend.control.models import ControlEvent
from backend.errors import Conflict
from backend.permissions import Actor
from backend.risk.models import Source
from rules.text import Text

# Called with the procedure and the case whose decision is gone.
HEARD: list[Callable[[Session, str, Any, datetime], None]] = []


def tell_it_is_undone(procedure: str) -> Callable[[Session, Any, Actor | None, datetime], None]:
    """Return the effect of a step by which a decision is cancelled or its results are declared void."""

    def effect(session: Session, case: Any, actor: Actor | None, now: datetime) -> None:
        for hear in HEARD:
            hear(session, procedure, case, now)

    return effect


def repeats_a_void_one(session: Session, event: ControlEvent) -> bool:
    """Whether an unplanned event comes after one of the same control whose results were declared void (91(3))."""
    if event.planned or event.source is Source.BUSINESS:
        return False
    same = [ControlEvent.inn == event.inn] if event.inn else []
    same += [ControlEvent.business_id == event.business_id] if event.business_id else []
    if not same:
        return False
    query = select(ControlEvent.id).where(
        or_(*same),
        ControlEvent.id != event.id,
        ControlEvent.control_type == event.control_type,
        ControlEvent.state == "INVALIDATED",
        ControlEvent.source != Source.BUSINESS,
        col(ControlEvent.created_at) <= event.created_at,
    )
    return session.exec(query).first() is not None


def no_repeat_after_invalidation(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that after void results no unplanned event begins without the prosecutor (91(3)).

    Raises:
        Conflict: the prosecutor has not approved it.
    """
    if event.approval != "given" and repeats_a_void_one(session, event):
        raise Conflict(
            Text(
                "Результаты прошлой проверки недействительны: повторная только по согласованию с прокурором (91(3)).",
                "The last event was declared void: a repeated one needs the prosecutor's approval (91(3)).",
            ),
            Text("Отправьте документы прокурору.", "Send the papers to the prosecutor."),
        )
