"""Objects of control with their categories, requests to change one, and measures of good faith."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id


class Source(StrEnum):
    """Who entered a thing: the authority, the business from its own papers, or an imported register."""

    AUTHORITY = "authority"
    BUSINESS = "business"
    IMPORT = "import"


class ControlObject(SQLModel, table=True):
    """One object under one type of control: the category belongs to the pair.

    `facts` are those the source itself holds, in the words of the control type's criteria; a business's own profile is
    never among an authority's. A row of source BUSINESS is the business's private note and no authority reads it.
    """

    __tablename__ = "control_object"
    __table_args__ = (sa.Index("ix_control_object_body", "body_id", "control_type"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    source: Source = Field(sa_type=choice(Source, "control_object_source"))
    # An authority's row holds what it knows of the business; the business takes away what it may read of it.
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs={"info": {"somebody_elses": True}},
    )
    place_id: str = Field(default="", max_length=32)
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    inn: str = Field(default="", index=True, max_length=12)
    business_name: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=500)
    registered_address: str = Field(default="", max_length=500)  # of the organisation, in the register of entities
    region: str = Field(default="", max_length=2)
    control_type: str = Field(max_length=40)
    kind: str = Field(default="", max_length=120)
    registry_number: str | None = Field(default=None, max_length=40)
    category: str | None = Field(default=None, max_length=20)
    assigned_on: date | None = None
    decision: str | None = Field(default=None, max_length=200)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    last_planned_on: date | None = None
    last_visit_on: date | None = None
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)


class CategoryRequest(SQLModel, table=True):
    """A request to change the category of an object (procedure J)."""

    __tablename__ = "category_request"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int | None = Field(default=None, unique=True)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    object_id: str = Field(foreign_key="control_object.id", index=True, max_length=32, ondelete="CASCADE")
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    wanted: str = Field(max_length=20)
    criteria: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    reason: str = Field(default="", max_length=4000)
    received_on: date | None = None
    decided_category: str | None = Field(default=None, max_length=20)
    decision_reason: str = Field(default="", max_length=4000)
    decided_on: date | None = None
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class IntegrityMeasure(SQLModel, table=True):
    """One thing of the integrity ledger (art. 23(7)): what the business did in good faith, with proof and dates.

    The business's own: it feeds the risk the business computes for itself and no authority reads it.
    """

    __tablename__ = "integrity_measure"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    place_id: str = Field(default="", max_length=32)
    kind: str = Field(max_length=60)
    # «control type.criterion» of good faith that it meets, empty where it meets none known here.
    criterion: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)
    since: date
    until: date | None = None
    sha256: str | None = Field(default=None, index=True, max_length=64)
    file_name: str = Field(default="", max_length=200)
    file_size: int = 0
    created_at: datetime = Field(sa_type=Instant)
