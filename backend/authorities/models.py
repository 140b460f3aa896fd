"""The tree of control bodies: who stands above whom decides who hears an appeal (248-ФЗ art. 40(2))."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id


class BodyLevel(StrEnum):
    """Where a body stands."""

    CENTRAL = "central"
    TERRITORIAL = "territorial"
    REGIONAL = "regional"
    MUNICIPAL = "municipal"


class AuthorityBody(SQLModel, table=True):
    """One body: an authority in a region; people of it hold roles with the same authority and region.

    `collegial`: decisions are taken by a board. `head`: the head's name as papers name it. An empty region is the whole
    country.
    """

    __tablename__ = "authority_body"
    __table_args__ = (sa.UniqueConstraint("authority", "region"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    authority: str = Field(max_length=40)
    region: str = Field(default="", max_length=2)
    name: str = Field(max_length=300)
    parent_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    level: BodyLevel = Field(sa_type=choice(BodyLevel, "authority_body_level"))
    head: str = Field(default="", max_length=200)
    collegial: bool = False
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)
