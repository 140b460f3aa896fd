"""Asking for an event to be moved."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, new_id


class Postponement(SQLModel, table=True):
    """A request to move an event (procedure D): route D1 is the right of art. 31(8), D2 asks for an agreed shift.

    `cause_until` is None while the end of the cause is not known. `findings` say what the platform compared with the
    conditions when it was filed: yes, no or unknown. `judged_without`: all can be judged without presence (31(7)).
    """

    __tablename__ = "postponement"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int | None = Field(default=None, unique=True)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    route: str = Field(max_length=4)
    ground: str | None = Field(default=None, max_length=40)
    cause_from: date | None = None
    cause_until: date | None = None
    wanted_from: date | None = None
    reason: str = Field(default="", max_length=4000)
    filed_on: date | None = None
    proof: str = Field(default="", max_length=1000)
    findings: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    new_start: datetime | None = Field(default=None, sa_type=Instant)
    decision_reason: str = Field(default="", max_length=4000)
    refusal: str | None = Field(default=None, max_length=40)
    judged_without: bool | None = None
    decided_on: date | None = None
    cause_asked_on: date | None = None
    cause_ended_on: date | None = None
    # Of a merged copy: the official paper that is the same, or since when the other side knows what this says.
    paired_with: str | None = Field(default=None, max_length=32)
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    receipt: str | None = Field(default=None, max_length=40)
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
