"""What the ombudsman's room looks like to programs: the shapes and how they are filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.control.api.shapes import CaseFactOut, CaseMarkOut, marks_of, plain
from backend.control.cases.naming import state_name
from backend.control.models.room import Side
from backend.ombudsman.about import title_of
from backend.ombudsman.facts import facts_of
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent
from backend.ombudsman.rights import NAME
from backend.web.api_schemas import TextOut
from rules.procedures import procedures


class OmbudsmanHead(BaseModel):
    """A case of the ombudsman in a list."""

    id: str
    number: int
    side: str = Field(description="From where the key looks", examples=["business"])
    title: TextOut
    kind: str = Field(description="To whom: federal, regional, public", examples=["regional"])
    state: str = Field(examples=["RECEIVED"])
    state_name: TextOut
    closed: bool
    marks: list[CaseMarkOut]
    due: datetime | None = Field(description="The nearest term")
    version: int


class OmbudsmanPage(BaseModel):
    """Cases: of a business the newest first, of an ombudsman the most urgent first."""

    items: list[OmbudsmanHead]
    next: str | None


class CaseCaseConsentOut(BaseModel):
    """What the client lets the ombudsman see, and until when."""

    parts: list[str] = Field(examples=[["event", "terms"]])
    files: list[str] = Field(description="Ids of files, each named by itself")
    purpose: str
    until: date | None = Field(description="The last day, by Moscow")
    presence: bool
    may_ask: bool
    given_at: datetime | None = Field(description="Null while it is a draft")
    ended_at: datetime | None
    in_thread_at: datetime | None = Field(description="Since when the ombudsman is in the thread of the appeal")


class NameableOut(BaseModel):
    """A part or a file the client may name."""

    id: str
    name: Any


class OmbudsmanCaseOut(OmbudsmanHead):
    """A case; steps are taken under `/cases/ombudsman_case/{id}`."""

    facts: list[CaseFactOut]
    consents: list[CaseCaseConsentOut]
    nameable_parts: list[NameableOut] = Field(description="For the client alone")
    nameable_files: list[NameableOut] = Field(description="For the client alone")


class SharedPartOut(BaseModel):
    """One part of the shared material."""

    part: str = Field(examples=["decision"])
    name: TextOut
    data: dict[str, Any]


class SharedFileOut(BaseModel):
    """A file the client named."""

    id: str
    name: str
    size: int


class SharedOut(BaseModel):
    """What the client shows; each reading is noted and told to the client."""

    request: str
    until: date | None
    parts: list[SharedPartOut]
    files: list[SharedFileOut]


class LookOut(BaseModel):
    """Somebody looked."""

    who: str
    what: TextOut
    file: str | None
    at: datetime


class LooksOut(BaseModel):
    """Who looked at a case, the last look first."""

    items: list[LookOut]


def head(session: Session, row: OmbudsmanCase, side: Side, due: Mapping[str, datetime]) -> dict[str, Any]:
    """Return a case as a line of a list."""
    state = procedures()[NAME].states[row.state]
    return {
        "id": row.id,
        "number": row.platform_number,
        "side": side.value,
        "title": title_of(row).as_dict(),
        "kind": row.kind.value,
        "state": row.state,
        "state_name": state_name(NAME, row.state).as_dict(),
        "closed": state.terminal,
        "marks": marks_of(session, NAME, row.id),
        "due": due.get(row.id),
        "version": row.version,
    }


def facts_document(session: Session, row: OmbudsmanCase, side: Side) -> list[dict[str, Any]]:
    """Return what a side reads of a case."""
    found = facts_of(session, row, side)
    return [{"label": one["label"].as_dict(), "value": plain(one["value"])} for one in found]


def consent_document(one: OmbudsmanConsent) -> dict[str, Any]:
    """Return a consent."""
    names = ("parts", "files", "purpose", "until", "presence", "may_ask", "given_at", "ended_at", "in_thread_at")
    return {name: getattr(one, name) for name in names}
