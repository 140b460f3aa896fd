"""Counters of the rate limits, which must survive a restart; and first answers to calls that may be repeated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant


class RateCount(SQLModel, table=True):
    """How often something was tried since the window began; the key is a hash, not an address."""

    __tablename__ = "rate_count"

    key: str = Field(primary_key=True, max_length=64)
    count: int = 0
    began_at: datetime = Field(sa_type=Instant)


class FirstAnswer(SQLModel, table=True):
    """The answer a creating call was given, kept so that the same call gets it again; `key` hashes who and which."""

    __tablename__ = "first_answer"

    key: str = Field(primary_key=True, max_length=64)
    # Of calls about nobody's business there is none; all go after two days.
    business_id: str | None = Field(
        default=None, foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE"
    )
    request_hash: str = Field(max_length=64)
    status: int
    headers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    body: str = Field(default="", sa_type=sa.Text)
    created_at: datetime = Field(index=True, sa_type=Instant)
