"""What people are told: one row a person and event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class Notice(SQLModel, table=True):
    """A notice to one person. Its words are made when it is read, in the reader's language, from kind and params."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_person", "person_id", "read_at", "created_at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32, ondelete="CASCADE")
    # Another person whom the notice names: it goes when they are erased. Not theirs, so it is not in their own data.
    about_id: str | None = Field(
        default=None,
        foreign_key="person.id",
        index=True,
        max_length=32,
        ondelete="CASCADE",
        sa_column_kwargs={"info": {"somebody_elses": True}},
    )
    kind: str = Field(max_length=80)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    link: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=Instant)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
