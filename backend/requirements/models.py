"""Tables of editions of the law, of personal lists, and of disputes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id
from backend.papers.models import FileType


class EditionRow(SQLModel, table=True):
    """A loaded edition of the law; `contents` names each requirement's version."""

    __tablename__ = "edition"

    sha256: str = Field(primary_key=True, max_length=64)
    number: int | None = None
    published: date | None = None
    contents: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    loaded_at: datetime = Field(sa_type=Instant)


class RequirementVersion(SQLModel, table=True):
    """One meaning of a requirement, as it was read; kept for ever, because marks and disputes name it."""

    __tablename__ = "requirement_version"

    requirement: str = Field(primary_key=True, max_length=120)
    version: str = Field(primary_key=True, max_length=16)
    edition: str = Field(foreign_key="edition.sha256", max_length=64)
    raw: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class ListSnapshot(SQLModel, table=True):
    """A business's list under an edition, and what the law (not an answer) changed in it since the one before."""

    __tablename__ = "list_snapshot"
    __table_args__ = (sa.UniqueConstraint("business_id", "edition", "on"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    edition: str = Field(max_length=64)
    on: date
    applies: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    came: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    went: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    changed: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=Instant)


class Choice(StrEnum):
    """What is settled between a business and a requirement, beyond the verdict."""

    CONFIRMED = "confirmed"  # «Да, это про меня»
    NOT_CONCERNED = "not_concerned"  # a dispute was accepted


class Attribution(SQLModel, table=True):
    """The owner's word, or a decision, about one requirement; it holds for the version it names."""

    __tablename__ = "attribution"
    __table_args__ = (sa.UniqueConstraint("business_id", "requirement"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    version: str = Field(max_length=16)
    choice: Choice = Field(sa_type=choice(Choice, "attribution_choice"))
    dispute_id: str | None = Field(default=None, foreign_key="dispute.id", max_length=32, ondelete="SET NULL")
    at: datetime = Field(sa_type=Instant)


class Ground(StrEnum):
    """Why a business says that a requirement does not concern it."""

    CONDITION = "condition"
    EXEMPT = "exempt"
    ENDED = "ended"
    OTHER = "other"


class Dispute(SQLModel, table=True):
    """A business disputes that a requirement concerns it. `facts` are the answers its condition reads, as they were."""

    __tablename__ = "dispute"
    __table_args__ = (sa.Index("ix_dispute_routing", "authority", "region", "state"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int | None = Field(default=None, unique=True)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    requirement: str = Field(max_length=120)
    requirement_version: str = Field(max_length=16)
    authority: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=2)
    place_id: str = Field(default="", max_length=32)
    ground: Ground = Field(sa_type=choice(Ground, "dispute_ground"))
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    name_shown: bool = False
    link_hash: str | None = Field(default=None, max_length=64, unique=True)
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class DisputeMessage(SQLModel, table=True):
    """What was written in a dispute: the reason, a question, an answer, a decision."""

    __tablename__ = "dispute_message"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    dispute_id: str = Field(foreign_key="dispute.id", index=True, max_length=32, ondelete="CASCADE")
    action: str = Field(max_length=60)
    from_business: bool
    text: str = Field(max_length=4000)
    at: datetime = Field(sa_type=Instant)


class DisputeFile(SQLModel, table=True):
    """A file handed over with words of the business; the file itself lies under its hash in the room of papers."""

    __tablename__ = "dispute_file"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    dispute_id: str = Field(foreign_key="dispute.id", index=True, max_length=32, ondelete="CASCADE")
    message_id: str = Field(foreign_key="dispute_message.id", max_length=32, ondelete="CASCADE")
    sha256: str = Field(index=True, max_length=64)
    name: str = Field(max_length=200)
    size: int
    type: FileType = Field(sa_type=choice(FileType, "dispute_file_type"))
    at: datetime = Field(sa_type=Instant)


class EditorTask(SQLModel, table=True):
    """Something an editor has to look at: after an accepted dispute, the condition of an entry."""

    __tablename__ = "editor_task"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    requirement: str = Field(max_length=120)
    dispute_id: str | None = Field(default=None, foreign_key="dispute.id", max_length=32, ondelete="SET NULL")
    note: str = Field(default="", max_length=4000)
    created_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    done_by: str | None = Field(default=None, max_length=32)
