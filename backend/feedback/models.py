"""Tables of feedback: an item with its statement and answer, the weekly sendings, and who stands behind an item.

Who stands behind an item is in `feedback_signal` alone, which only the editor's and the business's own pages read.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, choice, new_id


class FeedbackKind(StrEnum):
    """What is wrong with a requirement; a practice is what the ombudsman sees in cases."""

    CLARITY = "clarity"
    FEASIBILITY = "feasibility"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    COST = "cost"
    PRACTICE = "practice"


class Door(StrEnum):
    """By which way an item reaches a regulator; there is no other."""

    RELEASED = "released"  # a cell of a published release
    NEUTRAL = "neutral"  # the editor's own statement about the text of the law
    NAMED = "named"  # a business that chose to be named
    SYSTEMIC = "systemic"  # a systemic issue of the ombudsman


class Source(StrEnum):
    """Where a signal was given."""

    MARK = "mark"
    FLAG = "flag"
    COST = "cost"


class FeedbackBatch(SQLModel, table=True):
    """A weekly sending to regulators; it says nothing of what waited or how long."""

    __tablename__ = "feedback_batch"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    sent_on: date = Field(unique=True)


class Feedback(SQLModel, table=True):
    """An item of feedback (procedure L).

    `number` is given when it is sent, in the order of the sending: a gap would tell of what waits. `business_id`,
    `named_as` and `named_inn` are of the business that chose to be named, and of no other. `authority` with `region`
    is who answers; an empty region is the whole country. `title` names an item that is about no one requirement.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        sa.Index("ix_feedback_about", "requirement", "requirement_version", "kind"),
        sa.Index("ix_feedback_desk", "authority", "region", "state"),
        # One figure of a release is one item; those of other doors name no release.
        sa.Index("ix_feedback_release", "release", "requirement", "requirement_version", "kind", unique=True),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int | None = Field(default=None, unique=True)
    kind: FeedbackKind = Field(sa_type=choice(FeedbackKind, "feedback_kind"))
    requirement: str | None = Field(default=None, max_length=120)
    requirement_version: str = Field(default="", max_length=16)
    title: str = Field(default="", max_length=300)
    authority: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=2)
    door: Door | None = Field(default=None, sa_type=choice(Door, "feedback_door"))
    release: str | None = Field(default=None, max_length=20)  # where the figure was published, of the released door
    statement: str = Field(default="", max_length=4000)
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    named_as: str = Field(default="", max_length=300)
    named_inn: str = Field(default="", max_length=12)
    # Why it was dismissed or sent back; where it went when it was merged.
    reason: str = Field(default="", max_length=2000)
    merged_into: str | None = Field(default=None, foreign_key="feedback.id", max_length=32, ondelete="SET NULL")
    batch_id: str | None = Field(
        default=None, foreign_key="feedback_batch.id", index=True, max_length=32, ondelete="SET NULL"
    )
    sent_on: date | None = None
    # What the regulator says and does.
    answer: str = Field(default="", max_length=8000)
    answered_on: date | None = None
    action: str = Field(default="", max_length=4000)
    action_due_on: date | None = None
    done: str = Field(default="", max_length=4000)
    done_on: date | None = None
    verified_by: str = Field(default="", max_length=2000)
    demo: bool = False
    state: str = Field(default="OPEN", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class FeedbackWords(SQLModel, table=True):
    """What was said publicly of an item, in order: answers, measures, why it was sent back. Who said it is not kept."""

    __tablename__ = "feedback_words"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    feedback_id: str = Field(foreign_key="feedback.id", index=True, max_length=32, ondelete="CASCADE")
    n: int
    action: str = Field(max_length=60)
    text: str = Field(max_length=8000)
    said_on: date


class FeedbackSignal(SQLModel, table=True):
    """One signal of one business behind an item. Its words stay where they were given: `source_id` names the row."""

    __tablename__ = "feedback_signal"
    __table_args__ = (
        sa.UniqueConstraint("feedback_id", "source", "source_id", "kind", name="uq_feedback_signal_source"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    feedback_id: str = Field(foreign_key="feedback.id", index=True, max_length=32, ondelete="CASCADE")
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    source: Source = Field(sa_type=choice(Source, "feedback_signal_source"))
    source_id: str = Field(max_length=32)
    kind: FeedbackKind = Field(sa_type=choice(FeedbackKind, "feedback_signal_kind"))
    at: datetime = Field(sa_type=Instant)
