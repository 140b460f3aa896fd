"""What appeals look like to programs: the list, a draft with what it lacks, a filed one; shapes and their filling."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.appeals.choosing import choosable
from backend.appeals.filing import NAME, grounds_of
from backend.appeals.grounds import suggestions
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.naming import title_of
from backend.appeals.queries import due_dates
from backend.appeals.queue import due_of_body
from backend.appeals.readiness import readiness_of
from backend.appeals.sections import PARTS
from backend.control.api.shapes import CaseFactOut, CaseMarkOut, EventFileOut, file_document, marks_of, plain
from backend.control.cases.files import list_files
from backend.control.cases.naming import state_name
from backend.control.cases.stepping import CaseSeen
from backend.control.models.room import Side
from backend.web.api_schemas import TextOut
from calculators.appeal import Check
from rules.procedures import procedures


class AppealHead(BaseModel):
    """An appeal in a list."""

    id: str
    number: int
    side: str = Field(description="From where the key looks", examples=["business"])
    subject: str = Field(examples=["ACT"])
    title: TextOut
    state: str = Field(examples=["DRAFT"])
    state_name: TextOut
    closed: bool
    marks: list[CaseMarkOut]
    due: datetime | None = Field(description="The nearest term")
    version: int


class AppealPage(BaseModel):
    """Appeals: of a business the newest first, of a hearing body the most urgent first."""

    items: list[AppealHead]
    next: str | None


class GroundOut(BaseModel):
    """A ground of an appeal, and what the body answered to it."""

    n: int
    code: str | None = Field(description="In the catalogue of grounds; null in own words", examples=["notice"])
    level: str | None = Field(examples=["gross"])
    article: str
    text: str
    evidence: str
    answer: str | None
    accepted: bool | None


class AppealOut(AppealHead):
    """An appeal: where it stands, its grounds and files. Its steps are taken under `/cases/appeal/{id}`."""

    own_copy: bool = Field(description="The body has no desk here: its steps are written down from papers")
    event_id: str | None
    prescription_id: str | None
    visit_id: str | None
    warning_id: str | None
    object_id: str | None
    parts: list[str] = Field(description="Parts of a draft, as `/appeals/{id}/parts/{part}` takes them")
    facts: list[CaseFactOut]
    grounds: list[GroundOut]
    files: list[EventFileOut]
    package_sha256: str | None = Field(description="Hash of what was filed, null in a draft")


class AppealPartOut(BaseModel):
    """A part of a draft."""

    part: str = Field(examples=["what"])
    name: TextOut
    version: int
    fields: dict[str, Any] = Field(description="JSON Schema of the fields")
    values: dict[str, Any]


class SuggestedGround(BaseModel):
    """A ground of the catalogue that suits an appeal and is not in it yet."""

    code: str
    title: TextOut
    article: str
    verified: bool
    level: str | None
    wording: TextOut
    prove: TextOut


class GroundsOut(BaseModel):
    """The grounds of a draft, and those the catalogue has for it: what was found first."""

    version: int
    grounds: list[GroundOut]
    suggested: list[SuggestedGround]
    files: list[EventFileOut] = Field(description="Files of the event's room that can be chosen")


class CheckOut(BaseModel):
    """One check of a draft."""

    code: str
    title: TextOut
    result: str = Field(examples=["clean"], description="clean, breach or unknown")
    article: str
    evidence: TextOut
    remedy: TextOut | None


class AppealReadinessOut(BaseModel):
    """A draft put to the law: the way, who files, the seven items, nine grounds of refusal, where to, until when."""

    ready: bool
    here: bool = Field(description="False: this is appealed in another way")
    way: TextOut
    addressee: TextOut
    shown_until: datetime | None
    admissible_until: datetime | None
    filer: list[CheckOut]
    items: list[CheckOut]
    refusals: list[CheckOut]


def head_document(session: Session, row: Appeal, side: Side, now: datetime) -> dict[str, Any]:
    """Return an appeal as a line of a list, with the term that its side reads on the page."""
    of_body = side is Side.AUTHORITY
    return {
        "id": row.id,
        "number": row.platform_number,
        "side": side.value,
        "subject": row.subject.value,
        "title": title_of(row).as_dict(),
        "state": row.state,
        "state_name": state_name(NAME, row.state).as_dict(),
        "closed": procedures()[NAME].states[row.state].terminal,
        "marks": marks_of(session, NAME, row.id),
        "due": due_of_body(session, row, now) if of_body else due_dates(session, [row]).get(row.id),
        "version": row.version,
    }


def appeal_document(session: Session, seen: CaseSeen, now: datetime) -> dict[str, Any]:
    """Return an appeal as one side sees it."""
    row: Appeal = seen.case
    standing = seen.kind.standing
    facts = standing.facts(session, row, seen.side) if standing else []
    named = ("event_id", "prescription_id", "visit_id", "warning_id", "object_id")
    return {
        **head_document(session, row, seen.side, now),
        "own_copy": not row.shared,
        **{name: getattr(row, name) for name in named},
        "parts": list(PARTS) if row.state == "DRAFT" else [],
        "facts": [{"label": one["label"].as_dict(), "value": plain(one["value"])} for one in facts],
        "grounds": [ground_document(one) for one in grounds_of(session, row)],
        "files": [file_document(one) for one in list_files(session, [row.id], seen.side)],
        "package_sha256": row.package_sha256 or None,
    }


def ground_document(one: AppealGround) -> dict[str, Any]:
    """Return a ground."""
    return {
        "n": one.n,
        "code": one.code or None,
        "level": one.level.value if one.level else None,
        "article": one.article,
        "text": one.text,
        "evidence": one.evidence,
        "answer": one.answer or None,
        "accepted": one.accepted,
    }


def grounds_document(session: Session, row: Appeal) -> dict[str, Any]:
    """Return the grounds of a draft with those that could be added, and the files that could be chosen."""
    return {
        "version": row.version,
        "grounds": [ground_document(one) for one in grounds_of(session, row)],
        "suggested": [
            {
                "code": one.ground.code,
                "title": one.ground.title.as_dict(),
                "article": one.ground.article,
                "verified": one.ground.verified,
                "level": one.level.value if one.level else None,
                "wording": one.wording.as_dict(),
                "prove": one.ground.prove.as_dict(),
            }
            for one in suggestions(session, row)
        ],
        "files": [file_document(one) for one in choosable(session, row)],
    }


def readiness_document(session: Session, row: Appeal) -> dict[str, Any]:
    """Return how a draft stands."""
    state = readiness_of(session, row)
    term = state.term
    return {
        "ready": state.ready,
        "here": state.way.here,
        "way": state.way.title.as_dict(),
        "addressee": state.addressee.text.as_dict(),
        "shown_until": term.shown_until if term else None,
        "admissible_until": term.admissible_until if term else None,
        "filer": [_check(one) for one in state.filer],
        "items": [_check(one) for one in state.items],
        "refusals": [_check(one) for one in state.refusals],
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title.as_dict(),
        "result": one.result.value,
        "article": one.article,
        "evidence": one.evidence.as_dict(),
        "remedy": one.remedy.as_dict() if one.remedy else None,
    }


def held(value: Any) -> Any:
    """Return a value of a field as JSON has it."""
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)
