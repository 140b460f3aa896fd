"""Tables of all procedures: what was done, and what is due by when."""

from __future__ import annotations

from datetime import datetime

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
    at: datetime = Field(sa_type=Instant)


class StepSalt(SQLModel, table=True):
    """The salt of a comment's hash. It goes with the business; of the words nothing can be told then."""

    __tablename__ = "step_salt"

    step_id: str = Field(foreign_key="step_history.id", primary_key=True, max_length=32)
    business_id: str | None = Field(
        default=None, foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE"
    )
    words_salt: str = Field(max_length=32)


class DeadlineRow(SQLModel, table=True):
    """A term that runs or ran: of which case and key, from when, until when, whether it was met."""

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
    due_at: datetime = Field(sa_type=Instant, index=True)
    warned: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
