"""Tables of appeals: the appeal with the dates of its clocks, and its grounds. Its files are files of a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.control.models.taking import NOT_AS_ROWS
from backend.db.types import Instant, choice, new_id
from calculators.appeal import AuthorRole, Channel, FilerKind, Signature, Subject
from calculators.event_check import Level


def _link(table: str) -> Any:
    return Field(
        default=None,
        foreign_key=f"{table}.id",
        index=True,
        max_length=32,
        ondelete="SET NULL",
        sa_column_kwargs=NOT_AS_ROWS,
    )


class Appeal(SQLModel, table=True):
    """An appeal (procedure G). Nobody but the business reads a draft; `package` is what was filed, frozen then.

    `body_id` is whose act it is, `hearing_body_id` who hears it (40(2)). `shared`: that body has its desk here, so it
    takes its own steps; else the business writes them down from papers. `known_on` starts the term of filing: the day
    the breach became known, or a prescription was received (40(5), 40(6)). `ordered` is what a decision changes.
    """

    __tablename__ = "appeal"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    platform_number: int = Field(unique=True)
    business_id: str | None = _link("business")
    subject: Subject = Field(sa_type=choice(Subject, "appeal_subject"))
    event_id: str | None = _link("control_event")
    prescription_id: str | None = _link("prescription")
    visit_id: str | None = _link("preventive_visit")
    warning_id: str | None = _link("control_warning")
    object_id: str | None = _link("control_object")
    request_id: str | None = _link("category_request")
    control_type: str = Field(max_length=40)
    region: str = Field(default="", max_length=2)
    # Whose act it is, and who hears the appeal.
    body_id: str | None = Field(default=None, foreign_key="authority_body.id", max_length=32, ondelete="SET NULL")
    authority_name: str = Field(default="", max_length=300)
    author_role: AuthorRole | None = Field(default=None, sa_type=choice(AuthorRole, "appeal_author_role"))
    author_name: str = Field(default="", max_length=300)
    author_id: str | None = Field(default=None, max_length=32)
    hearing_body_id: str | None = Field(
        default=None, foreign_key="authority_body.id", index=True, max_length=32, ondelete="SET NULL"
    )
    hearing_name: str = Field(default="", max_length=300)
    decider: str = Field(default="", max_length=40)
    shared: bool = False
    # What 41(1) asks for.
    contested: str = Field(default="", max_length=4000)
    arguments: str = Field(default="", max_length=20000)
    demands: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    event_number: str = Field(default="", max_length=40)
    object_number: str = Field(default="", max_length=40)
    filer_kind: FilerKind | None = Field(default=None, sa_type=choice(FilerKind, "appeal_filer_kind"))
    filer_name: str = Field(default="", max_length=300)
    filer_address: str = Field(default="", max_length=500)
    representative: str = Field(default="", max_length=300)
    proxy: str = Field(default="", max_length=300)
    delegated: bool | None = None
    contact_way: str = Field(default="", max_length=300)
    decision_way: str = Field(default="", max_length=300)
    # Which door: answers that lead elsewhere (fine, court only, secrets).
    fine: bool | None = None
    state_secret: bool | None = None
    court_only: bool | None = None
    court_decision: bool | None = None
    insulting: bool | None = None
    new_arguments: bool | None = None
    # Filing.
    known_on: date | None = None
    filed_at: datetime | None = Field(default=None, sa_type=Instant)
    proof_at: datetime | None = Field(default=None, sa_type=Instant)
    received_on: date | None = None
    registered_on: date | None = None
    registry_number: str = Field(default="", max_length=60)
    channel: Channel | None = Field(default=None, sa_type=choice(Channel, "appeal_channel"))
    signature: Signature | None = Field(default=None, sa_type=choice(Signature, "appeal_signature"))
    package: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    package_sha256: str = Field(default="", max_length=64)
    material: str = Field(default="", max_length=8000)
    knows_no_repeat: bool = False
    # Motions and the question.
    asks_to_restore: bool = False
    restore_reason: str = Field(default="", max_length=4000)
    term_reason: str = Field(default="", max_length=4000)
    asks_for_stay: bool = False
    stay_asked_reason: str = Field(default="", max_length=4000)
    stay_decided_on: date | None = None
    stay_reason: str = Field(default="", max_length=4000)
    stay_told_on: date | None = None
    question: str = Field(default="", max_length=4000)
    papers_asked_on: date | None = None
    answer: str = Field(default="", max_length=8000)
    information_on: date | None = None
    resumed_on: date | None = None
    # The decision and what is owed after it.
    refusal_ground: int | None = None
    decision_text: str = Field(default="", max_length=20000)
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=32)
    ordered: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    # The hearing body's own draft of the decision: nobody else reads it, and it is emptied by the decision.
    decision_draft: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    published_on: date | None = None
    position_id: str | None = Field(default=None, max_length=32)
    position_text: str = Field(default="", max_length=20000)
    answer_to_position: str = Field(default="", max_length=8000)
    court_note: str = Field(default="", max_length=2000)
    prepared_by: str | None = Field(default=None, max_length=32)
    demo: bool = False
    state: str = Field(default="DRAFT", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class AppealGround(SQLModel, table=True):
    """One ground of an appeal: from the catalogue of grounds or in own words; the body answers each (43(5), 43(6))."""

    __tablename__ = "appeal_ground"
    __table_args__ = (sa.UniqueConstraint("appeal_id", "n", name="uq_appeal_ground_appeal_id_n"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    appeal_id: str = Field(foreign_key="appeal.id", index=True, max_length=32, ondelete="CASCADE")
    n: int
    code: str = Field(default="", max_length=80)
    level: Level | None = Field(default=None, sa_type=choice(Level, "appeal_ground_level"))
    article: str = Field(default="", max_length=300)
    text: str = Field(max_length=4000)
    evidence: str = Field(default="", max_length=4000)
    requirement: str | None = Field(default=None, max_length=120)
    accepted: bool | None = None
    answer: str = Field(default="", max_length=4000)
