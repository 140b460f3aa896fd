"""The audit log: rows are only ever added; triggers of the database refuse anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class AuditRow(SQLModel, table=True):
    """Who did what to what. No names, texts or numbers of people: ids, codes and hashes; each row seals the one before.

    `actor` is the id of a person or a machine client, "anonymous" or "system".
    """

    __tablename__ = "audit_log"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(max_length=32, index=True)
    action: str = Field(max_length=120)
    object_type: str = Field(max_length=60)
    object_id: str = Field(max_length=120, index=True)
    values_hash: str = Field(max_length=64)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditSalt(SQLModel, table=True):
    """The salt of a row's values. Erasure takes it away: then nobody can try values against the hash any more."""

    __tablename__ = "audit_salt"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    salt: str = Field(max_length=32)


class AuditCheckpoint(SQLModel, table=True):
    """A signed checkpoint, as it is offered to everybody; the file of checkpoints outside the database comes first."""

    __tablename__ = "audit_checkpoint"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    seq: int = Field(index=True)
    at: datetime = Field(sa_type=Instant, index=True)
    line: dict[str, Any] = Field(sa_type=sa.JSON)
    told_at: datetime | None = Field(default=None, sa_type=Instant)


class AuditSubtree(SQLModel, table=True):
    """The hash over a full part of the tree: a proof needs not read the whole log. Not evidence, it is checked."""

    __tablename__ = "audit_subtree"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str = Field(max_length=64)
