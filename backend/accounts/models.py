"""Tables of people and businesses. Tables do not check their fields: schemas do, before anything is stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id
from rules.roles import Role


class Person(SQLModel, table=True):
    """Somebody with an account. `password` is an Argon2id hash; demo people have none."""

    __tablename__ = "person"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    password: str | None = Field(default=None, max_length=200)
    demo: bool = False
    language: str = Field(default="ru", max_length=2)
    mail_notices: bool = True
    blocked_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class RoleGrant(SQLModel, table=True):
    """A role a person holds; for an authority's people also which authority and region."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.UniqueConstraint("person_id", "role", "authority", "region"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    role: Role = Field(sa_type=choice(Role, "role_grant_role"))
    authority: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=2)
    granted_at: datetime = Field(sa_type=Instant)


class Business(SQLModel, table=True):
    """A business with its answers. An anonymous run is one too: known by the hash of its key, and it ends."""

    __tablename__ = "business"
    __table_args__ = (sa.CheckConstraint("(run_key_hash IS NULL) = (expires_at IS NULL)", name="run_has_an_end"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(default="", max_length=300)
    inn: str | None = Field(default=None, max_length=12, index=True)
    ogrn: str | None = Field(default=None, max_length=15)
    run_key_hash: str | None = Field(default=None, max_length=64, unique=True)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    proven_by: str | None = Field(default=None, max_length=40)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)


class MemberKind(StrEnum):
    """How a person belongs to a business."""

    OWNER = "owner"
    MEMBER = "member"
    REPRESENTATIVE = "representative"


class Membership(SQLModel, table=True):
    """A person's part in a business: which scopes, until when, by which power of attorney."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("person_id", "business_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    kind: MemberKind = Field(sa_type=choice(MemberKind, "membership_kind"))
    scopes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    power_of_attorney: str | None = Field(default=None, max_length=100)
    ends_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class PersonSession(SQLModel, table=True):
    """A signed-in browser: only the hash of its token is kept."""

    __tablename__ = "person_session"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    business_id: str | None = Field(default=None, foreign_key="business.id", max_length=32, ondelete="SET NULL")
    # The office chosen, of people with several: «mchs:77».
    office: str | None = Field(default=None, max_length=50)
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    second_factor_at: datetime | None = Field(default=None, sa_type=Instant)


class SecondFactor(SQLModel, table=True):
    """An app that makes codes. Its secret is not kept: it follows from the server's secret and this salt."""

    __tablename__ = "second_factor"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    secret_salt: str = Field(max_length=64)
    # The 30-second step of the last code taken: it and earlier ones are refused from then on.
    last_step: int = Field(default=0, sa_type=sa.BigInteger)
    offered_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)


class RecoveryCode(SQLModel, table=True):
    """A code for a day without the phone: good once, kept as a hash."""

    __tablename__ = "recovery_code"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    code_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class PendingSignIn(SQLModel, table=True):
    """A browser whose password was right and whose code is still to come; only the hash of its token is kept."""

    __tablename__ = "pending_sign_in"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    target: str = Field(default="", max_length=2000)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    SIGN_UP = "sign_up"
    PASSWORD = "password"  # noqa: S105  (a purpose, not a password)
    EMAIL = "email"
    INVITATION = "invitation"
    FIRST_SIGN_IN = "first_sign_in"


class OneTimeLink(SQLModel, table=True):
    """A one-time link sent by mail; only the hash of its token is kept."""

    __tablename__ = "one_time_link"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    purpose: LinkPurpose = Field(sa_type=choice(LinkPurpose, "one_time_link_purpose"))
    token_hash: str = Field(max_length=64, unique=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", max_length=32, ondelete="CASCADE")
    business_id: str | None = Field(default=None, foreign_key="business.id", max_length=32, ondelete="CASCADE")
    email: str | None = Field(default=None, max_length=254)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class ApiKey(SQLModel, table=True):
    """A program's key: shown once, kept as a hash, with scopes and an end.

    It is for one business, or for one office of its person: then `role`, `authority` and `region` repeat their grant.
    """

    __tablename__ = "api_key"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    business_id: str | None = Field(
        default=None, foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE"
    )
    role: str | None = Field(default=None, max_length=40)
    authority: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=2)
    name: str = Field(max_length=100)
    key_hash: str = Field(max_length=64, unique=True)
    scopes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    expires_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class Consent(SQLModel, table=True):
    """A consent given or withdrawn: to what, in which wording."""

    __tablename__ = "consent"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32, ondelete="CASCADE")
    purpose: str = Field(max_length=60)
    wording: str = Field(max_length=60)
    given_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
