"""Imports of the register of control events, and what differed when an official event met an own copy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class ErknmImport(SQLModel, table=True):
    """One run over one file: how far it came, what it kept and what it passed over."""

    __tablename__ = "erknm_import"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    file_sha256: str = Field(index=True, max_length=64)
    name: str = Field(max_length=300)
    position: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    read: int = 0
    kept: int = 0
    repeated: int = 0
    others: int = 0
    # skipped and flawed by code, the first remarks, names the mapping lacks, states of the register not known here.
    skipped: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    # Why it stands, in both languages; empty while all is well.
    fault: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class ErknmRecord(SQLModel, table=True):
    """What the register said last of one event of one business, and which event of ours holds it."""

    __tablename__ = "erknm_record"
    __table_args__ = (sa.UniqueConstraint("number", "inn"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    number: str = Field(max_length=64)
    inn: str = Field(max_length=12)
    register_version: str = Field(max_length=80)
    snapshot_on: date | None = None
    said: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime = Field(sa_type=Instant)


class MergeDifference(SQLModel, table=True):
    """One field in which an own copy and the official event differed when they were merged."""

    __tablename__ = "merge_difference"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    field: str = Field(max_length=60)
    own: str = Field(default="", max_length=2000)
    official: str = Field(default="", max_length=2000)
    at: datetime = Field(sa_type=Instant)
