"""Tables of a business's places and facts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id


class Place(SQLModel, table=True):
    """A place of business; a business with one place never hears of it."""

    __tablename__ = "place"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    name: str = Field(default="", max_length=200)
    position: int = 0
    created_at: datetime = Field(sa_type=Instant)


class Origin(StrEnum):
    """Where a fact comes from."""

    ANSWER = "answer"  # the person said so
    IMPLIED = "implied"  # follows from other answers
    REGISTER = "register"  # an imported register extract
    SUGGESTED = "suggested"  # from the description of the trade, confirmed by going on
    UNKNOWN = "unknown"  # the person answered «не знаю»


class FactRecord(SQLModel, table=True):
    """One known fact: of the business (place_id is empty text) or of a place. «Не знаю» is a record with null."""

    __tablename__ = "fact_record"
    __table_args__ = (sa.UniqueConstraint("business_id", "place_id", "fact"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    place_id: str = Field(default="", max_length=32)
    fact: str = Field(max_length=60)
    # {"value": …}: numbers as text with every digit, dates as ISO text; see backend/profiles/records.py.
    # "asked" beside it: the values near a threshold of which the person was asked whether they are right.
    value: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    origin: Origin = Field(sa_type=choice(Origin, "fact_record_origin"))
    recorded_at: datetime = Field(sa_type=Instant)


class RegisterEntry(SQLModel, table=True):
    """One organisation of the extract."""

    __tablename__ = "register_entry"

    inn: str = Field(primary_key=True, max_length=12)
    name: str = Field(max_length=300)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    # ИНН of its founders, where the extract tells them: businesses of one founder are one voice in releases.
    founders: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    extract_of: date
    imported_at: datetime = Field(sa_type=Instant)
