"""Links by which a list is shown to whoever has them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class ShareLink(SQLModel, table=True):
    """A link to the list of one business, with an end; only the hash of its token is kept.

    `person_id` is who made it: the link ends with their part in the business. An anonymous run has nobody.
    A withdrawn link is deleted.
    """

    __tablename__ = "share_link"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    label: str = Field(default="", max_length=60)
    answers_shown: bool = False
    name_shown: bool = False
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(index=True, sa_type=Instant)
