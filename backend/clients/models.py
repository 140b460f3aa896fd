"""Tables of machine clients: who they work for, their secrets and tokens as hashes, how often they called."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, new_id


class ApiClient(SQLModel, table=True):
    """A program of one organisation: a business, or an authority in a region. It is the organisation's, no person's.

    It gets tokens from its approval until its end. Who asked for it and who approved it stands in the audit log alone.
    """

    __tablename__ = "api_client"
    __table_args__ = (
        sa.CheckConstraint("(business_id IS NULL) = (authority <> '')", name="of_one_organisation"),
        sa.CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name="decided_once"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    business_id: str | None = Field(
        default=None, foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE"
    )
    authority: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=2)
    name: str = Field(max_length=100)
    purpose: str = Field(default="", max_length=500)
    scopes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    reason: str = Field(default="", max_length=500)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    refused_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class ClientSecret(SQLModel, table=True):
    """A secret of a client: shown once, kept as a hash. Two are valid while one takes the other's place."""

    __tablename__ = "client_secret"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    client_id: str = Field(foreign_key="api_client.id", index=True, max_length=32, ondelete="CASCADE")
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    warned_at: datetime | None = Field(default=None, sa_type=Instant)


class ClientToken(SQLModel, table=True):
    """A token of fifteen minutes: its hash, its scopes, and the secret it was got with, whose end is its end too."""

    __tablename__ = "client_token"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    client_id: str = Field(foreign_key="api_client.id", index=True, max_length=32, ondelete="CASCADE")
    secret_id: str = Field(foreign_key="client_secret.id", index=True, max_length=32, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    scopes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(index=True, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class ClientUse(SQLModel, table=True):
    """How often a client made one kind of call on a day, and when last: never what was asked or answered."""

    __tablename__ = "client_use"
    __table_args__ = (sa.UniqueConstraint("client_id", "day", "method", "route", "status"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    client_id: str = Field(foreign_key="api_client.id", index=True, max_length=32, ondelete="CASCADE")
    day: date = Field(index=True)
    method: str = Field(max_length=10)
    route: str = Field(max_length=200)
    status: int
    calls: int = 0
    last_at: datetime = Field(sa_type=Instant)
