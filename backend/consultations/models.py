"""Questions to a control body about requirements. Nothing that assesses a business may read this table (50(7))."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id


class Channel(StrEnum):
    """How the answer is wanted: by default the law gives no written one (50(5))."""

    PHONE = "phone"
    VIDEO = "video"
    RECEPTION = "reception"
    WRITTEN = "written"


class Consultation(SQLModel, table=True):
    """One question. A written answer only where the act on the type of control says so; else when it was given."""

    __tablename__ = "consultation"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int = Field(unique=True)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    asked_by: str = Field(max_length=32)
    control_type: str = Field(max_length=40)
    authority: str = Field(max_length=40)
    region: str = Field(default="", max_length=2)
    requirement: str | None = Field(default=None, max_length=120)
    channel: Channel = Field(sa_type=choice(Channel, "consultation_channel"))
    question: str = Field(max_length=4000)
    contact: str = Field(default="", max_length=200)
    asked_at: datetime = Field(sa_type=Instant)
    answer: str = Field(default="", max_length=8000)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: str | None = Field(default=None, max_length=32)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
