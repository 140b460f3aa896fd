"""The queue of record: work stands in the database beside what caused it; brokers only carry it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id

WAITING = "done_at IS NULL AND failed_at IS NULL"


class OutboxRow(SQLModel, table=True):
    """One piece of work: what, from when, who has it now, how it ended. `key` names the effect: each stands once."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_waiting", "due_at", sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING)),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    kind: str = Field(max_length=80)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    key: str | None = Field(default=None, max_length=200, unique=True)
    due_at: datetime = Field(sa_type=Instant)
    lease: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    failed_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = Field(default=None, max_length=120)
