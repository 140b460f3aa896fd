"""What lies in the room of an event: words, files, demands for papers, video slots, consents."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, choice, new_id
from backend.papers.models import FileType


class Side(StrEnum):
    """From where somebody looks into the room."""

    BUSINESS = "business"
    AUTHORITY = "authority"
    PROSECUTOR = "prosecutor"
    OMBUDSMAN = "ombudsman"


class EventMessage(SQLModel, table=True):
    """Words in the case, read by both sides of it; a consultation is something else and lies elsewhere."""

    __tablename__ = "event_message"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    side: Side = Field(sa_type=choice(Side, "event_message_side"))
    author: str = Field(default="", max_length=32)
    text: str = Field(max_length=4000)
    at: datetime = Field(sa_type=Instant)


class EventFile(SQLModel, table=True):
    """A file of a case: whose it is, what it is, and since when the other side may read it.

    `handed_at` is the owner's own step with a receipt; before it only `side` reads the file. `procedure` and `case_id`
    name the case it came with, `event_id` the room it lies in, if that is one of an event; `part` the step or purpose.
    """

    __tablename__ = "event_file"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str | None = Field(
        default=None, foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE"
    )
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    side: Side = Field(sa_type=choice(Side, "event_file_side"))
    part: str = Field(max_length=60)
    procedure: str = Field(max_length=40)
    case_id: str = Field(index=True, max_length=32)
    sha256: str = Field(index=True, max_length=64)
    name: str = Field(max_length=200)
    size: int
    type: FileType = Field(sa_type=choice(FileType, "event_file_type"))
    receipt: str | None = Field(default=None, max_length=40, unique=True)
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    handed_by: str | None = Field(default=None, max_length=32)
    at: datetime = Field(sa_type=Instant)


class CaseNote(SQLModel, table=True):
    """The words of a step: why something was refused, cancelled, returned. The history keeps their hash alone."""

    __tablename__ = "case_note"
    __table_args__ = (sa.Index("ix_case_note_case", "procedure", "case_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    procedure: str = Field(max_length=40)
    case_id: str = Field(max_length=32)
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="CASCADE",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    side: Side = Field(sa_type=choice(Side, "case_note_side"))
    action: str = Field(max_length=60)
    text: str = Field(max_length=4000)
    at: datetime = Field(sa_type=Instant)


class DocumentRequest(SQLModel, table=True):
    """A demand for papers or explanations (procedure M, art. 80). `received_on` starts its clock."""

    __tablename__ = "document_request"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    kind: str = Field(default="documents", max_length=20)  # documents, explanations
    items: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    number: str = Field(default="", max_length=60)
    issued_on: date | None = None
    received_on: date | None = None
    term_days: int | None = None
    due_on: date | None = None
    extension_asked_at: datetime | None = Field(default=None, sa_type=Instant)
    extension_until: date | None = None
    extension_reason: str = Field(default="", max_length=2000)
    already_held: str = Field(default="", max_length=2000)
    answer: str = Field(default="", max_length=4000)
    decision_reason: str = Field(default="", max_length=2000)
    supplied_on: date | None = None
    # Of a merged copy: the official paper that is the same, or since when the other side knows what this says.
    paired_with: str | None = Field(default=None, max_length=32)
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    receipt: str | None = Field(default=None, max_length=40)
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class VideoSlot(SQLModel, table=True):
    """A time for a talk by video, and a link as text."""

    __tablename__ = "video_slot"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    side: Side = Field(sa_type=choice(Side, "video_slot_side"))
    starts_at: datetime = Field(sa_type=Instant)
    minutes: int = 30
    link: str = Field(default="", max_length=500)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    at: datetime = Field(sa_type=Instant)


class RoomConsent(SQLModel, table=True):
    """A business lets the ombudsman see named parts of the room, until a day or until it takes that back."""

    __tablename__ = "room_consent"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    parts: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    until: date
    wording: str = Field(max_length=60)
    given_by: str = Field(max_length=32)
    given_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
