"""Counters of the rate limits: they must survive a restart."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from backend.db.types import Instant


class RateCount(SQLModel, table=True):
    """How often something was tried since the window began; the key is a hash, not an address."""

    __tablename__ = "rate_count"

    key: str = Field(primary_key=True, max_length=64)
    count: int = 0
    began_at: datetime = Field(sa_type=Instant)
