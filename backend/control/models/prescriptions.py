"""Prescriptions, their points, motions about them, and agreements on how to put things right."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, new_id


class Prescription(SQLModel, table=True):
    """An order to put breaches right (procedure F). `received_on` is the anchor of its appeal.

    `due_on` is the last of the dates of its points; `items_left` are the points that were not met, by id.
    """

    __tablename__ = "prescription"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str | None = Field(
        default=None, foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE"
    )
    visit_id: str | None = Field(
        default=None, foreign_key="preventive_visit.id", index=True, max_length=32, ondelete="CASCADE"
    )
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    number: str = Field(default="", max_length=60)
    issued_on: date | None = None
    received_on: date | None = None
    due_on: date | None = None
    original_due_on: date | None = None
    report: str = Field(default="", max_length=4000)
    reported_on: date | None = None
    outcome_reason: str = Field(default="", max_length=4000)
    replaces_id: str | None = Field(default=None, foreign_key="prescription.id", max_length=32, ondelete="SET NULL")
    items_left: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    check_kind: str | None = Field(default=None, max_length=40)
    # The event by which it is checked whether this is met (95(1)); no foreign key, so that an event may go.
    check_event_id: str | None = Field(default=None, index=True, max_length=32)
    decided_on: date | None = None
    suspended_on: date | None = None
    resumed_on: date | None = None
    stayed_on: date | None = None
    stay_lifted_on: date | None = None
    # Of a merged copy: the official paper that is the same, or since when the other side knows what this says.
    paired_with: str | None = Field(default=None, max_length=32)
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    receipt: str | None = Field(default=None, max_length=40)
    prepared_by: str | None = Field(default=None, max_length=32)
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class PrescriptionItem(SQLModel, table=True):
    """One point: breach with its unit, a concrete date, measures and proof that are advised (90.1(2))."""

    __tablename__ = "prescription_item"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    prescription_id: str = Field(foreign_key="prescription.id", index=True, max_length=32, ondelete="CASCADE")
    violation_id: str | None = Field(default=None, foreign_key="violation.id", max_length=32, ondelete="SET NULL")
    position: int = 0
    requirement: str | None = Field(default=None, max_length=120)
    text: str = Field(max_length=4000)
    unit: str = Field(max_length=700)
    due_on: date
    measures: str = Field(default="", max_length=4000)
    proof: str = Field(default="", max_length=2000)
    done_on: date | None = None
    cancelled_on: date | None = None  # by the decision on an appeal


class Motion(SQLModel, table=True):
    """A motion about a prescription (94(1)): explain, defer, stay or terminate; each has its own outcome."""

    __tablename__ = "motion"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    prescription_id: str = Field(foreign_key="prescription.id", index=True, max_length=32, ondelete="CASCADE")
    kind: str = Field(max_length=20)
    text: str = Field(default="", max_length=4000)
    wanted_until: date | None = None
    filed_on: date | None = None
    outcome: str | None = Field(default=None, max_length=20)
    outcome_reason: str = Field(default="", max_length=4000)
    outcome_until: date | None = None
    decided_on: date | None = None
    created_at: datetime = Field(sa_type=Instant)


class RemedyAgreement(SQLModel, table=True):
    """An agreement on proper remedy (90.2): programme and term, approved by the prosecutor."""

    __tablename__ = "remedy_agreement"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    prescription_id: str = Field(foreign_key="prescription.id", index=True, max_length=32, ondelete="CASCADE")
    programme: str = Field(max_length=8000)
    until: date
    sent_on: date | None = None
    approved_on: date | None = None
    ended_on: date | None = None
    result: str | None = Field(default=None, max_length=20)
    reason: str = Field(default="", max_length=4000)
    created_at: datetime = Field(sa_type=Instant)
