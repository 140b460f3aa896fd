"""Tables of a business's own numbers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Exact, Instant, Kopecks, new_id


class OwnNumber(SQLModel, table=True):
    """What a business says a requirement takes, in place of the estimate; empty leaves the estimate."""

    __tablename__ = "own_number"
    __table_args__ = (sa.UniqueConstraint("business_id", "requirement"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=100)
    hours_per_time: Decimal | None = Field(default=None, sa_type=Exact)
    rub_per_time: Decimal | None = Field(default=None, sa_type=Kopecks)
    # «1/3»: once in three years; fractions keep every digit as text.
    times_per_year: str | None = Field(default=None, max_length=20)
    one_off_hours: Decimal | None = Field(default=None, sa_type=Exact)
    one_off_rub: Decimal | None = Field(default=None, sa_type=Kopecks)
    who: str | None = Field(default=None, max_length=100)
    hourly_rate: Decimal | None = Field(default=None, sa_type=Kopecks)
    recorded_at: datetime = Field(sa_type=Instant)


class OwnWage(SQLModel, table=True):
    """The wage a business counts its hours at: a month's wage with contributions, or an hour's price as it is."""

    __tablename__ = "own_wage"
    __table_args__ = (sa.CheckConstraint("(monthly IS NULL) <> (hourly IS NULL)", name="month_or_hour"),)

    business_id: str = Field(foreign_key="business.id", primary_key=True, max_length=32, ondelete="CASCADE")
    monthly: Decimal | None = Field(default=None, sa_type=Kopecks)
    hourly: Decimal | None = Field(default=None, sa_type=Kopecks)
    category: str = Field(default="general", max_length=40)
    recorded_at: datetime = Field(sa_type=Instant)
