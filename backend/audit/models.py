"""The audit log: rows are only ever added; triggers of the database refuse anything else."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from backend.db.types import Instant


class AuditRow(SQLModel, table=True):
    """Who did what to what. No names, texts or numbers of people: ids, codes and hashes; each row seals the one before.

    `actor` is a person's id, "anonymous" or "system".
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
