"""Tables of all procedures: what was done, and what is due by when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class StepRecord(SQLModel, table=True):
    """One step that was taken; rows are only ever added. The words of a comment stay with the case, a hash here."""

    __tablename__ = "step_history"
    __table_args__ = (sa.UniqueConstraint("procedure", "subject_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    procedure: str = Field(max_length=40)
    subject_id: str = Field(max_length=32)
    number: int
    action: str = Field(max_length=60)
    from_state: str = Field(max_length=40)
    to_state: str = Field(max_length=40)
    overlay: str | None = Field(default=None, max_length=40)
    actor: str = Field(max_length=32)
    acting_as: str = Field(max_length=40)
    basis: str = Field(max_length=300)
    comment_hash: str | None = Field(default=None, max_length=64)
    document: str | None = Field(default=None, max_length=120)
    lowers: str | None = Field(default=None, max_length=40)
    caused_by: str | None = Field(default=None, max_length=120)
    at: datetime = Field(sa_type=Instant)


class StepSalt(SQLModel, table=True):
    """The salt of a comment's hash. It goes with the business; of the words nothing can be told then."""

    __tablename__ = "step_salt"

    step_id: str = Field(foreign_key="step_history.id", primary_key=True, max_length=32)
    business_id: str | None = Field(
        default=None, foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE"
    )
    words_salt: str = Field(max_length=32)


class OutsideRecord(SQLModel, table=True):
    """What another system knows a step by; rows are only ever added, the last one counts."""

    __tablename__ = "step_outside"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    step_id: str = Field(foreign_key="step_history.id", index=True, max_length=32)
    system: str = Field(max_length=20)
    number: str = Field(max_length=120)
    day: date | None = None
    file: str | None = Field(default=None, max_length=120)
    actor: str = Field(max_length=32)
    at: datetime = Field(sa_type=Instant)


class DeadlineRow(SQLModel, table=True):
    """A term that runs or ran: of which case and key, from when, until when, whether it was met, and why it is so.

    `standing` says whether it runs; without a due date it waits for a date, stands, or its term is unknown. A `clock`
    runs from state to state; another row belongs to the steps open in `state`. `pauses` are the days from which and
    until which it stood: {"since", "until", "from_anchor", "until_anchor"}. `anchor`, the term and the versions are
    what the due date was counted by; `revision` rises when it is counted anew, and timers of an older one are void.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        sa.Index("ix_deadline_subject", "procedure", "subject_id"),
        sa.CheckConstraint("warned IN (0, 50, 80, 100)", name="warned_percent"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    procedure: str = Field(max_length=40)
    subject_id: str = Field(max_length=32)
    key: str = Field(max_length=80)
    state: str = Field(max_length=40)
    started_at: datetime = Field(sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    warned: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    standing: str = Field(default="runs", max_length=20, sa_column_kwargs={"server_default": "runs"})
    clock: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    anchor: str | None = Field(default=None, max_length=60)
    anchor_value: str | None = Field(default=None, max_length=40)
    cap: int | None = None
    pauses: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    term_amount: int | None = None
    term_unit: str | None = Field(default=None, max_length=20)
    basis: str | None = Field(default=None, max_length=300)
    term_version: str | None = Field(default=None, max_length=16)
    calendar_version: str | None = Field(default=None, max_length=16, index=True)
    calendar_status: str | None = Field(default=None, max_length=20)
    zone: str | None = Field(default=None, max_length=40)
    computed_at: datetime | None = Field(default=None, sa_type=Instant)
    revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reminded: int | None = None
