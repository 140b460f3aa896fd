"""Tables of a business's self-assessment, its papers, plan and calendar, and of its marks and flags."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id
from backend.papers.models import FileType


class AnswerValue(StrEnum):
    """How far a business has got with one requirement, by its own word."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Answer(SQLModel, table=True):
    """The present answer to one requirement; `place_id` is empty text unless given for one place of several.

    It holds for the version it names; `before` is what undoing returns to ({} where nothing was answered).
    """

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("business_id", "requirement", "place_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    requirement_version: str = Field(max_length=16)
    place_id: str = Field(default="", max_length=32)
    value: AnswerValue | None = Field(default=None, sa_type=choice(AnswerValue, "answer_value"))
    note: str = Field(default="", max_length=2000)
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    at: datetime = Field(sa_type=Instant)


class AnswerChange(SQLModel, table=True):
    """Every answer ever given, in order; rows are added only. No value: the answer was taken back."""

    __tablename__ = "answer_change"
    __table_args__ = (sa.Index("ix_answer_change_of", "business_id", "requirement", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    requirement_version: str = Field(max_length=16)
    place_id: str = Field(default="", max_length=32)
    value: AnswerValue | None = Field(default=None, sa_type=choice(AnswerValue, "answer_change_value"))
    at: datetime = Field(sa_type=Instant)


class Evidence(SQLModel, table=True):
    """A paper that confirms an answer. The file lies under its hash; a newer one supersedes an older one."""

    __tablename__ = "evidence"
    __table_args__ = (sa.Index("ix_evidence_of", "business_id", "requirement"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    sha256: str = Field(index=True, max_length=64)
    name: str = Field(max_length=200)
    size: int
    type: FileType = Field(sa_type=choice(FileType, "evidence_type"))
    version: int = 1
    expires_on: date | None = None
    superseded_by: str | None = Field(default=None, foreign_key="evidence.id", max_length=32, ondelete="SET NULL")
    told_days: int | None = None  # the last reminder was sent this many days before the end
    at: datetime = Field(sa_type=Instant)


class PlanEntry(SQLModel, table=True):
    """What a business means to do about a gap: who, when, done or not. `sequence` counts changes for calendars."""

    __tablename__ = "plan_entry"
    __table_args__ = (sa.UniqueConstraint("business_id", "requirement"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    who: str = Field(default="", max_length=100)
    due_on: date | None = None
    note: str = Field(default="", max_length=2000)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    sequence: int = 0
    changed_at: datetime = Field(sa_type=Instant)


class Reading(SQLModel, table=True):
    """What a program of the business told of a requirement: done, in order, or a measured value. For itself alone."""

    __tablename__ = "reading"
    __table_args__ = (sa.Index("ix_reading_of", "business_id", "requirement", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    kind: str = Field(max_length=20)
    # "yes", "no", or a decimal with every digit.
    value: str = Field(max_length=40)
    source: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)


class ChosenDate(SQLModel, table=True):
    """The first day of a recurring duty whose law names none: the business's own choice."""

    __tablename__ = "chosen_date"
    __table_args__ = (sa.UniqueConstraint("business_id", "requirement"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    first_on: date
    sequence: int = 0
    changed_at: datetime = Field(sa_type=Instant)


class CalendarFeed(SQLModel, table=True):
    """A calendar that one device of one person follows; only the hash of its token is kept."""

    __tablename__ = "calendar_feed"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    device: str = Field(max_length=60)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Rated(StrEnum):
    """What a mark is about: the words of the law, or our retelling where the words are not at hand."""

    LAW = "law"
    RETELLING = "retelling"


class Mark(SQLModel, table=True):
    """How clear and how feasible a requirement is, 1 to 5: one present vote of a business for one version."""

    __tablename__ = "mark"
    __table_args__ = (
        sa.UniqueConstraint("business_id", "requirement", "requirement_version"),
        sa.CheckConstraint("clarity BETWEEN 1 AND 5", name="clarity_is_1_to_5"),
        sa.CheckConstraint("feasibility BETWEEN 1 AND 5", name="feasibility_is_1_to_5"),
        sa.CheckConstraint("clarity IS NOT NULL OR feasibility IS NOT NULL", name="something_is_marked"),
        sa.Index("ix_mark_requirement", "requirement", "requirement_version"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    requirement_version: str = Field(max_length=16)
    rated: Rated = Field(sa_type=choice(Rated, "mark_rated"))
    clarity: int | None = None
    feasibility: int | None = None
    # Codes of backend/assessments/words.py: what hinders understanding, what hinders doing.
    clarity_tags: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    feasibility_tags: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    # Numbers of unclear sentences of the rated text, from 0; the version fixes the text.
    fragments: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    retelling_helped: bool | None = None
    comment: str = Field(default="", max_length=1000)
    at: datetime = Field(sa_type=Instant)


class FlagKind(StrEnum):
    """What is wrong between two requirements."""

    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"


class Flag(SQLModel, table=True):
    """A business says that a requirement repeats or contradicts another one; editors read it."""

    __tablename__ = "flag"
    __table_args__ = (
        sa.UniqueConstraint("business_id", "requirement", "other", "kind"),
        sa.Index("ix_flag_pair", "requirement", "other", "kind"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    requirement_version: str = Field(max_length=16)
    other: str = Field(max_length=120)
    other_version: str = Field(max_length=16)
    kind: FlagKind = Field(sa_type=choice(FlagKind, "flag_kind"))
    # Numbers of sentences of the requirement's text where it happens, from 0.
    fragments: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    text: str = Field(default="", max_length=2000)
    # Somebody else's flag of the same pair this one joins: it adds a voice, not a text.
    joins: bool = False
    handled_at: datetime | None = Field(default=None, sa_type=Instant)
    at: datetime = Field(sa_type=Instant)
