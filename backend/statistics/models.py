"""Tables of statistics in the main database: founders a business names, windows its answers could count in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class DeclaredFounder(SQLModel, table=True):
    """A founder that a business names itself, by ИНН: businesses of one founder are one voice."""

    __tablename__ = "declared_founder"
    __table_args__ = (sa.UniqueConstraint("business_id", "inn"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    inn: str = Field(max_length=12)
    declared_at: datetime = Field(sa_type=Instant)


class WindowPresence(SQLModel, table=True):
    """A window at whose freeze the business had answers that could count; which of them did is kept nowhere."""

    __tablename__ = "window_presence"
    __table_args__ = (sa.UniqueConstraint("business_id", "window"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    window: str = Field(max_length=20)
    frozen_at: datetime = Field(sa_type=Instant)
