"""Tables of the ombudsman: cases, what a consent shows and until when, who looked, systemic cards, yearly reports."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, choice, new_id


class OmbudsmanKind(StrEnum):
    """Who of the ombudsmen somebody is (248-FZ arts. 29(1)5, 36(6))."""

    FEDERAL = "federal"
    REGIONAL = "regional"
    PUBLIC = "public"  # a public representative of the federal ombudsman


class ConsentEnd(StrEnum):
    """How a consent ended."""

    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    CASE_CLOSED = "case_closed"


def _link(table: str) -> Any:
    return Field(
        default=None,
        foreign_key=f"{table}.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )


class OmbudsmanOffice(SQLModel, table=True):
    """Which ombudsman the holder of a role is; without a row the region tells: none is federal, one is regional."""

    __tablename__ = "ombudsman_office"

    grant_id: str = Field(foreign_key="role_grant.id", primary_key=True, max_length=32, ondelete="CASCADE")
    kind: OmbudsmanKind = Field(sa_type=choice(OmbudsmanKind, "ombudsman_office_kind"))


class OmbudsmanCase(SQLModel, table=True):
    """A request for help (procedure H). `request` is the client's; question, position, effect are the ombudsman's.

    `kind` and `region` say whom it is addressed to; `ombudsman_id` who took it up. `requirement` and `ground` are how
    the ombudsman filed it. Nothing of the client's material lies here: the consent names it where it lies.
    """

    __tablename__ = "ombudsman_case"
    __table_args__ = (sa.Index("ix_ombudsman_case_desk", "kind", "region", "state"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    platform_number: int = Field(unique=True)
    business_id: str | None = _link("business")
    kind: OmbudsmanKind = Field(sa_type=choice(OmbudsmanKind, "ombudsman_case_kind"))
    region: str = Field(default="", max_length=2)
    event_id: str | None = _link("control_event")
    appeal_id: str | None = _link("appeal")
    control_type: str = Field(default="", max_length=40)
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    authority_name: str = Field(default="", max_length=300)
    request: str = Field(default="", max_length=8000)
    prepared_by: str | None = Field(default=None, max_length=32)
    ombudsman_id: str | None = Field(default=None, index=True, max_length=32)
    requirement: str | None = Field(default=None, index=True, max_length=120)
    ground: str = Field(default="", max_length=80)
    forwarded_to: str = Field(default="", max_length=300)
    question: str = Field(default="", max_length=4000)
    asked_on: date | None = None
    answer: str = Field(default="", max_length=8000)
    joined_on: date | None = None
    position: str = Field(default="", max_length=20000)
    position_on: date | None = None
    answer_to_position: str = Field(default="", max_length=8000)
    effect: str = Field(default="", max_length=4000)
    received_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    demo: bool = False
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class OmbudsmanConsent(SQLModel, table=True):
    """What of an event or an appeal a case shows: parts and files one by one, what for, until when.

    One that was not given yet (`given_at`) is being written by the client. It lasts from `given_at` to the end of the
    day `until` in Moscow, or until `ended_at`. `in_thread_at`: since then the ombudsman is in the appeal's thread.
    """

    __tablename__ = "ombudsman_consent"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    case_id: str = Field(foreign_key="ombudsman_case.id", index=True, max_length=32, ondelete="CASCADE")
    parts: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    files: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    purpose: str = Field(default="", max_length=1000)
    until: date | None = None
    presence: bool = False
    may_ask: bool = False
    wording: str = Field(default="", max_length=60)
    given_by: str | None = Field(default=None, max_length=32)
    given_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    in_thread_at: datetime | None = Field(default=None, sa_type=Instant)
    end: ConsentEnd | None = Field(default=None, sa_type=choice(ConsentEnd, "ombudsman_consent_end"))


class OmbudsmanView(SQLModel, table=True):
    """Somebody looked at shared material: who, at what, when. The client reads it."""

    __tablename__ = "ombudsman_view"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    case_id: str = Field(foreign_key="ombudsman_case.id", index=True, max_length=32, ondelete="CASCADE")
    person_id: str = Field(max_length=32)
    what: str = Field(max_length=60)
    item: str = Field(default="", max_length=32)
    at: datetime = Field(sa_type=Instant)


class SystemicCard(SQLModel, table=True):
    """One requirement or practice that hurts again and again; sent, it is an item of feedback that is answered."""

    __tablename__ = "systemic_card"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int = Field(unique=True)
    ombudsman_id: str = Field(index=True, max_length=32)
    kind: OmbudsmanKind = Field(sa_type=choice(OmbudsmanKind, "systemic_card_kind"))
    region: str = Field(default="", max_length=2)
    requirement: str | None = Field(default=None, index=True, max_length=120)
    title: str = Field(max_length=300)
    statement: str = Field(default="", max_length=4000)
    authority: str = Field(default="", max_length=40)
    feedback_id: str | None = Field(
        default=None, foreign_key="feedback.id", index=True, max_length=32, ondelete="SET NULL"
    )
    sent_on: date | None = None
    # The words about the number of cases, as they were sent: frozen then.
    counted: str = Field(default="", max_length=60)
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)


class SystemicMember(SQLModel, table=True):
    """A case that a card joins."""

    __tablename__ = "systemic_member"
    __table_args__ = (sa.UniqueConstraint("card_id", "case_id", name="uq_systemic_member_card_id_case_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    card_id: str = Field(foreign_key="systemic_card.id", index=True, max_length=32, ondelete="CASCADE")
    case_id: str = Field(foreign_key="ombudsman_case.id", index=True, max_length=32, ondelete="CASCADE")


class OmbudsmanReport(SQLModel, table=True):
    """A report of a finished year, made once: a second count after changes could be subtracted from the first."""

    __tablename__ = "ombudsman_report"
    __table_args__ = (sa.UniqueConstraint("year", "kind", "region", name="uq_ombudsman_report_year"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    year: int
    kind: OmbudsmanKind = Field(sa_type=choice(OmbudsmanKind, "ombudsman_report_kind"))
    region: str = Field(default="", max_length=2)
    tables: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made_by: str = Field(max_length=32)
    made_at: datetime = Field(sa_type=Instant)
