"""The year's plan of a body, its entries, and when inspectors are away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, new_id


class EventPlan(SQLModel, table=True):
    """A plan of control events (procedure O). `solution` is what the planner proposed; a person accepts it."""

    __tablename__ = "event_plan"
    __table_args__ = (sa.UniqueConstraint("body_id", "control_type", "year"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    body_id: str = Field(foreign_key="authority_body.id", index=True, max_length=32, ondelete="CASCADE")
    control_type: str = Field(max_length=40)
    year: int
    title: str = Field(default="", max_length=300)
    solution: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    sent_on: date | None = None
    remarks: str = Field(default="", max_length=8000)
    remarks_on: date | None = None
    approved_on: date | None = None
    prepared_by: str | None = Field(default=None, max_length=32)
    demo: bool = False
    state: str = Field(default="FORMING", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)

    @property
    def business_id(self) -> str | None:
        """A plan is no business's case."""
        return None


class EventPlanEntry(SQLModel, table=True):
    """One event of a plan: which object, in which window, whom and when the accepted plan names."""

    __tablename__ = "event_plan_entry"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    plan_id: str = Field(foreign_key="event_plan.id", index=True, max_length=32, ondelete="CASCADE")
    object_id: str = Field(
        foreign_key="control_object.id",
        index=True,
        max_length=32,
        ondelete="CASCADE",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    kind: str = Field(max_length=40)
    days: int
    window_first: date
    window_last: date
    skill: str = Field(default="", max_length=60)
    weight: int = 1
    inspector_id: str | None = Field(default=None, max_length=32)
    start: date | None = None
    end: date | None = None
    unassigned_reason: str = Field(default="", max_length=1000)
    # A person put it where it stands: the planner leaves it there.
    pinned: bool = False
    event_id: str | None = Field(default=None, index=True, max_length=32)
    inclusion_ground: str | None = Field(default=None, max_length=60)
    exclusion_ground: str | None = Field(default=None, max_length=60)
    exclusion_reason: str = Field(default="", max_length=2000)
    decided_on: date | None = None
    state: str = Field(default="PROPOSED", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)

    @property
    def business_id(self) -> str | None:
        """An entry names an object of the authority; whose account stands behind it is asked when there is news."""
        return None


class InspectorAbsence(SQLModel, table=True):
    """Days on which an inspector is away."""

    __tablename__ = "inspector_absence"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    first: date
    last: date
    reason: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=Instant)
