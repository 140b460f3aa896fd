"""Marks of a finished event: one set of them an event; they leave only through anonymous releases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints
from sqlmodel import Session

from backend.assessments.schemas import Score
from backend.control.models import ControlEvent, EventRating
from backend.control.own.stages import act_delivered
from backend.errors import Conflict, Invalid
from backend.web.forms import Input, read
from rules.faults import Fault
from rules.text import Text

MARKS = ("clarity", "terms", "courtesy")


class RatingInput(Input):
    """Three marks, each may stay open, and words."""

    clarity: Score = None
    terms: Score = None
    courtesy: Score = None
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


def kept_rating(session: Session, event_id: str) -> EventRating | None:
    """Return the marks of an event."""
    return session.get(EventRating, event_id)


def rate(session: Session, event: ControlEvent, values: Mapping[str, Any], now: datetime) -> EventRating:
    """Keep the marks of an event; given again they replace the former.

    Raises:
        Conflict: the act has not been delivered yet.
        Invalid: a mark that is none, or none at all.
    """
    if not act_delivered(event):
        raise Conflict(
            Text("Оценку ставят, когда акт вручён.", "Marks are given once the act is delivered."),
            Text("Вернитесь сюда после акта.", "Come back after the act."),
        )
    typed = read(RatingInput, values)
    if all(getattr(typed, name) is None for name in MARKS):
        message = Text("Ни одной оценки нет.", "There is no mark.")
        raise Invalid([Fault("missing", "clarity", message, Text("Поставьте хотя бы одну.", "Give at least one."))])
    row = kept_rating(session, event.id) or EventRating(event_id=event.id, at=now)
    for name, value in typed.model_dump().items():
        setattr(row, name, value)
    row.at = now
    session.add(row)
    session.flush()
    return row
