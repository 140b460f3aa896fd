"""Marks and flags for programs: how clear and feasible a requirement is, what it repeats or contradicts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.assessments import flags, marks
from backend.assessments.models import Flag
from backend.assessments.rated import rated_of, rated_text, refuse_other_sentences, sentences
from backend.assessments.schemas import FlagInput, MarkInput
from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.own import OwnApi, OwnBusiness
from backend.requirements.own import OwnRequirement, OwnRequirementApi
from backend.web.calls import answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, deletes, reads, writes
from rules.requirements import Requirement

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
MARK = {"clarity": 2, "clarity_tags": ["term"], "feasibility": 4}


class MarkOut(BaseModel):
    """The business's vote on the present version of a requirement; nulls where none was given."""

    requirement: str
    version: str
    rated: str = Field(description="law: the words of the act; retelling: ours")
    sentences: list[str] = Field(description="The rated text; `fragments` are numbers of its sentences, from 0")
    clarity: int | None = Field(description="1 to 5")
    feasibility: int | None
    clarity_tags: list[str]
    feasibility_tags: list[str]
    fragments: list[int]
    retelling_helped: bool | None
    comment: str
    at: datetime | None


class FlagOut(BaseModel):
    """The business says that a requirement repeats or contradicts another."""

    id: str
    requirement: str
    other: str
    kind: str
    fragments: list[int]
    text: str
    at: datetime


class FlagsOut(BaseModel):
    """The business's own flags of a requirement."""

    items: list[FlagOut]


class OneMark(OwnRequirementApi):
    """The mark of one requirement."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/mark"
    tags = ["assessment"]

    @get(**reads(OWN, "Marks of clarity and feasibility", MarkOut, tagged=True))
    def show_own_mark(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return one's own vote; nobody sees the votes of others here."""
        business, entry = own.find()
        return shown(request, _mark(session, business.id, entry))

    @put(**writes("Mark a requirement", MarkInput, MarkOut, example=MARK))
    def keep_own_mark(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep the vote in place of the one before; what hinders is kept for low marks only."""
        business, entry = own.take()
        data = read_body(MarkInput, document)
        refuse_other_sentences(entry, data.fragments)
        refuse_if_changed(request, _mark(session, business.id, entry))
        marks.record_mark(session, business.id, entry, data, clock.now())
        return shown(request, _mark(session, business.id, entry))

    @delete(**deletes("Take a mark back", tagged=True))
    def forget_own_mark(self, request: AnyRequest, session: Session, own: OwnRequirement) -> None:
        """Forget the vote for the present version."""
        business, entry = own.take()
        refuse_if_changed(request, _mark(session, business.id, entry))
        marks.forget_mark(session, business.id, entry)


class Flags(OwnRequirementApi):
    """Flags of one requirement."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/flags"
    tags = ["assessment"]

    @get(**reads(OWN, "One's own flags of a requirement", FlagsOut, tagged=True))
    def list_own_flags(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return what the business has reported."""
        business, entry = own.find()
        found = flags.own_flags(session, business.id, entry.id)
        return shown(request, {"items": [_flag(one) for one in found]})

    @post(
        **creates(
            "Report a duplicate or a contradiction",
            FlagInput,
            FlagOut,
            example={"kind": "duplicate", "other": "labour.local_acts_signed", "text": "То же самое."},
        )
    )
    def report_flag(
        self, request: AnyRequest, session: Session, actor: Actor, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Tell the editors; a second report of the same pair and kind takes the place of the first."""
        business, entry = own.take()
        data = read_body(FlagInput, document, ("kind", "other"))
        refuse_other_sentences(entry, data.fragments)

        def act() -> Response[bytes]:
            return answer(_flag(flags.keep_flag(session, business.id, entry, data, clock.now(), join=False)), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class OneFlag(OwnApi):
    """One flag."""

    path = f"{HOME}/flags/{{flag_id:str}}"
    tags = ["assessment"]

    @delete(**deletes("Take a flag back"))
    def take_back_flag(self, session: Session, own: OwnBusiness, flag_id: FromPath[str]) -> None:
        """Take one's own report back."""
        flags.take_back(session, own.take().id, flag_id)


def _mark(session: Session, business_id: str, entry: Requirement) -> dict[str, Any]:
    row = marks.find_mark(session, business_id, entry)
    return {
        "requirement": entry.id,
        "version": entry.version,
        "rated": rated_of(entry).value,
        "sentences": list(sentences(rated_text(entry))),
        "clarity": row.clarity if row else None,
        "feasibility": row.feasibility if row else None,
        "clarity_tags": row.clarity_tags if row else [],
        "feasibility_tags": row.feasibility_tags if row else [],
        "fragments": row.fragments if row else [],
        "retelling_helped": row.retelling_helped if row else None,
        "comment": row.comment if row else "",
        "at": row.at if row else None,
    }


def _flag(row: Flag) -> dict[str, Any]:
    return {
        "id": row.id,
        "requirement": row.requirement,
        "other": row.other,
        "kind": row.kind.value,
        "fragments": row.fragments,
        "text": row.text,
        "at": row.at,
    }


ROUTES = [OneMark, Flags, OneFlag]
