"""Warnings, preventive visits, declarations of compliance."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, choice, new_id
from backend.risk.models import Source


class ControlWarning(SQLModel, table=True):
    """A warning (procedure E, art. 49). There is no column for a deadline or a demand: the law knows none (49(2))."""

    __tablename__ = "control_warning"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    platform_number: int = Field(unique=True)
    source: Source = Field(sa_type=choice(Source, "control_warning_source"))
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    inn: str = Field(default="", index=True, max_length=12)
    business_name: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=2)
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    authority_name: str = Field(default="", max_length=300)
    control_type: str = Field(max_length=40)
    number: str = Field(default="", max_length=60)
    registry_number: str | None = Field(default=None, max_length=40)
    issued_on: date | None = None
    received_on: date | None = None
    requirement: str | None = Field(default=None, max_length=120)
    requirement_text: str = Field(default="", max_length=2000)
    act: str = Field(default="", max_length=500)
    unit: str = Field(default="", max_length=200)
    action: str = Field(default="", max_length=4000)
    proposal: str = Field(default="", max_length=4000)
    self_assessment_url: str = Field(default="", max_length=500)
    information_on: date | None = None
    measures: str = Field(default="", max_length=4000)
    objection: str = Field(default="", max_length=4000)
    objected_on: date | None = None
    answer: str = Field(default="", max_length=4000)
    answered_on: date | None = None
    paired_with: str | None = Field(default=None, max_length=32)  # of an own copy: the official warning
    prepared_by: str | None = Field(default=None, max_length=32)
    demo: bool = False
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class PreventiveVisit(SQLModel, table=True):
    """A preventive visit (procedure I): asked for by the business, or mandatory."""

    __tablename__ = "preventive_visit"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    platform_number: int = Field(unique=True)
    source: Source = Field(sa_type=choice(Source, "preventive_visit_source"))
    mandatory: bool = False
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    inn: str = Field(default="", max_length=12)
    business_name: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=2)
    address: str = Field(default="", max_length=500)
    place_id: str = Field(default="", max_length=32)
    object_id: str | None = Field(
        default=None, foreign_key="control_object.id", max_length=32, ondelete="SET NULL", sa_column_kwargs=NOT_AS_ROWS
    )
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    authority_name: str = Field(default="", max_length=300)
    control_type: str = Field(max_length=40)
    registry_number: str | None = Field(default=None, max_length=40)
    asked_on: date | None = None
    purpose: str = Field(default="", max_length=4000)
    eligible_as: str | None = Field(default=None, max_length=40)
    refusal: str | None = Field(default=None, max_length=40)
    refusal_reason: str = Field(default="", max_length=4000)
    refused_on: date | None = None
    ground: str | None = Field(default=None, max_length=40)  # of a mandatory visit, 52.1(1)
    start_notice_on: date | None = None
    approved_on: date | None = None
    notified_on: date | None = None
    agreed_date: date | None = None
    held_on: date | None = None
    ended_on: date | None = None
    impossible_on: date | None = None
    impossible_reason: str = Field(default="", max_length=2000)
    advice: str = Field(default="", max_length=8000)
    sampling_consent: bool | None = None  # 52.2(7)
    cause_until: date | None = None
    expertise_from: date | None = None
    resumed_on: date | None = None
    stayed_on: date | None = None
    stay_lifted_on: date | None = None
    act_number: str = Field(default="", max_length=60)
    act_date: date | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    inspector_id: str | None = Field(default=None, index=True, max_length=32)
    prepared_by: str | None = Field(default=None, max_length=32)
    demo: bool = False
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class Declaration(SQLModel, table=True):
    """A declaration of compliance (procedure K, art. 51)."""

    __tablename__ = "declaration"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int | None = Field(default=None, unique=True)
    business_id: str = Field(foreign_key="business.id", index=True, max_length=32, ondelete="CASCADE")
    place_id: str = Field(default="", max_length=32)
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    control_type: str = Field(max_length=40)
    statement: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    submitted_on: date | None = None
    registered_on: date | None = None
    registry_number: str | None = Field(default=None, max_length=40)
    valid_until: date | None = None
    changed_on: date | None = None
    annulled_on: date | None = None
    annulled_reason: str = Field(default="", max_length=4000)
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
