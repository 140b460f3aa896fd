"""The control event itself, what it looks at, and what it found."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Exact, Instant, choice, new_id
from backend.risk.models import Source


class ControlEvent(SQLModel, table=True):
    """One control event (procedure C). Dates are those of official papers; None is unknown, never «no».

    An event of source BUSINESS is the business's own copy: it records official steps from its papers, and no authority
    reads it. `merged_into` names the authority's event that took its place. `actions`, `people_named` and
    `people_present` are lists of codes and names, None while nobody said.
    """

    __tablename__ = "control_event"
    __table_args__ = (
        sa.Index("ix_control_event_body", "body_id", "state"),
        sa.Index("ix_control_event_number", "registry_number"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    number: int = Field(unique=True)
    source: Source = Field(sa_type=choice(Source, "control_event_source"))
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
    size: str | None = Field(default=None, max_length=10)
    person_type: str | None = Field(default=None, max_length=20)  # organisation, entrepreneur, citizen
    place_id: str = Field(default="", max_length=32)
    address: str = Field(default="", max_length=500)
    region: str = Field(default="", max_length=2)
    object_id: str | None = Field(
        default=None, foreign_key="control_object.id", max_length=32, ondelete="SET NULL", sa_column_kwargs=NOT_AS_ROWS
    )
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    authority: str = Field(default="", max_length=40)
    authority_name: str = Field(default="", max_length=300)
    control_type: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    ground: str | None = Field(default=None, max_length=40)
    planned: bool | None = None
    plan_entry_id: str | None = Field(
        default=None, foreign_key="event_plan_entry.id", max_length=32, ondelete="SET NULL"
    )
    in_plan: bool | None = None
    category: str | None = Field(default=None, max_length=20)
    previous_same_event: date | None = None
    registry_number: str | None = Field(default=None, max_length=40)
    registered_on: date | None = None
    decision_number: str | None = Field(default=None, max_length=60)
    decision_date: date | None = None
    subject: str = Field(default="", max_length=2000)
    actions: list[str] | None = Field(default=None, sa_type=sa.JSON)
    people_named: list[str] | None = Field(default=None, sa_type=sa.JSON)
    people_present: list[str] | None = Field(default=None, sa_type=sa.JSON)
    documents_named: list[str] | None = Field(default=None, sa_type=sa.JSON)
    checklists: list[str] | None = Field(default=None, sa_type=sa.JSON)  # approved ones the decision names: 64(1)12
    remote: bool = False
    urgent: bool = False
    harm_information_at: datetime | None = Field(default=None, sa_type=Instant)
    approval: str | None = Field(default=None, max_length=20)  # not_required, not_asked, given, refused
    approval_sent_on: date | None = None
    approval_decided_on: date | None = None
    approval_ground: str | None = Field(default=None, max_length=60)
    approval_reason: str = Field(default="", max_length=4000)
    noticed_at: datetime | None = Field(default=None, sa_type=Instant)
    notice_manner: str | None = Field(default=None, max_length=60)
    planned_start: date | None = None
    planned_end: date | None = None
    start_at: datetime | None = Field(default=None, sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    working_days: int | None = None
    hours_planned: Decimal | None = Field(default=None, sa_type=Exact)
    hours_spent: Decimal | None = Field(default=None, sa_type=Exact)
    impossible_on: date | None = None
    impossible_reason: str = Field(default="", max_length=2000)
    act_number: str | None = Field(default=None, max_length=60)
    act_date: date | None = None
    act_shown: bool | None = None
    act_manner: str | None = Field(default=None, max_length=20)  # shown, signed, refused, sent (art. 88)
    act_delivered_on: date | None = None
    recommendations: str = Field(default="", max_length=4000)
    decision_known_on: date | None = None
    papers_received_on: date | None = None  # by the prosecutor
    papers_asked_on: date | None = None
    expertise_from: date | None = None
    resumed_on: date | None = None
    invalidated_on: date | None = None
    invalidated_by: str = Field(default="", max_length=200)
    # By an appeal: since when execution is stayed, and until when (40(10)).
    stayed_on: date | None = None
    stay_lifted_on: date | None = None
    # The authority's own: never in a byte the business gets, but as the law says otherwise (59(4), 61.1(3)).
    reasoned_submission: str = Field(default="", max_length=8000)
    complainant: str = Field(default="", max_length=500)
    complainant_consents: bool = False
    indicators: list[str] | None = Field(default=None, sa_type=sa.JSON)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    # People, by id; rooms of people stand below, no foreign key so that a person may go.
    inspector_id: str | None = Field(default=None, index=True, max_length=32)
    prepared_by: str | None = Field(default=None, max_length=32)
    signed_by: str | None = Field(default=None, max_length=32)
    created_by: str | None = Field(default=None, max_length=32)
    merged_into: str | None = Field(default=None, foreign_key="control_event.id", max_length=32, ondelete="CASCADE")
    demo: bool = False
    state: str = Field(default="PREPARING", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class EventItem(SQLModel, table=True):
    """One requirement the event looks at, as its decision names it; `status` is what the business says of it."""

    __tablename__ = "event_item"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    position: int = 0
    requirement: str | None = Field(default=None, max_length=120)
    text: str = Field(default="", max_length=2000)
    act: str = Field(default="", max_length=500)
    unit: str = Field(default="", max_length=200)
    status: str | None = Field(default=None, max_length=30)


class Violation(SQLModel, table=True):
    """One breach an act records: requirement, act and unit (87(2)); `fixed` before the end of the event or not."""

    __tablename__ = "violation"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    event_id: str = Field(foreign_key="control_event.id", index=True, max_length=32, ondelete="CASCADE")
    position: int = 0
    requirement: str | None = Field(default=None, max_length=120)
    act: str = Field(max_length=500)
    unit: str = Field(max_length=200)
    text: str = Field(max_length=4000)
    fixed: bool = False
    fixed_on: date | None = None
    struck_on: date | None = None  # by the decision on an appeal
