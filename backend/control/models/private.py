"""What a business keeps about an event for itself: no authority, plan or score ever reads these tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Exact, Instant, Kopecks


class EventAnswers(SQLModel, table=True):
    """Answers of the business for «check the check» and for preparing: who came, what was demanded."""

    __tablename__ = "event_answers"

    event_id: str = Field(primary_key=True, foreign_key="control_event.id", max_length=32, ondelete="CASCADE")
    check: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    preparation: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    changed_at: datetime = Field(sa_type=Instant)


class EventCosts(SQLModel, table=True):
    """What the business expects the event to cost, and what it did cost; the scenario is that of the calculator."""

    __tablename__ = "event_costs"

    event_id: str = Field(primary_key=True, foreign_key="control_event.id", max_length=32, ondelete="CASCADE")
    scenario: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    actual_hours: Decimal | None = Field(default=None, sa_type=Exact)
    actual_rubles: Decimal | None = Field(default=None, sa_type=Kopecks)
    changed_at: datetime = Field(sa_type=Instant)


class EventRating(SQLModel, table=True):
    """Marks of a finished event, 1–5; they leave only through anonymous releases."""

    __tablename__ = "event_rating"
    __table_args__ = (
        sa.CheckConstraint("clarity BETWEEN 1 AND 5", name="clarity_1_to_5"),
        sa.CheckConstraint("terms BETWEEN 1 AND 5", name="terms_1_to_5"),
        sa.CheckConstraint("courtesy BETWEEN 1 AND 5", name="courtesy_1_to_5"),
    )

    event_id: str = Field(primary_key=True, foreign_key="control_event.id", max_length=32, ondelete="CASCADE")
    clarity: int | None = None
    terms: int | None = None
    courtesy: int | None = None
    comment: str = Field(default="", max_length=2000)
    at: datetime = Field(sa_type=Instant)
