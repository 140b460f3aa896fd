"""Disputes for programs: submit, follow, answer, withdraw; the steps and who takes them stand in the procedure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.matching import match_business
from backend.profiles.queries import find_named_business, load_profile, take_business
from backend.requirements import disputes
from backend.requirements.dispute_pages import AnswerInput, ClaimInput
from backend.requirements.dispute_views import show
from backend.requirements.models import Dispute, DisputeFile
from backend.requirements.queries import find_requirement
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.forms import read
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of

OWN = Permission.BUSINESS_BY_KEY
EXAMPLE = {
    "requirement": "food.haccp",
    "ground": "condition",
    "text": "Мы не готовим: продаём закрытые упаковки.",
    "name_shown": False,
}


class NewDispute(ClaimInput):
    """A dispute: about which requirement, on which ground, in which words."""

    requirement: str = Field(max_length=120)


class DisputeReply(AnswerInput):
    """What the business answers to a question of the authority."""


class TurnOut(BaseModel):
    """One step of a dispute."""

    name: TextOut
    who: TextOut
    at: datetime
    text: str | None


class TermOut(BaseModel):
    """A term that runs."""

    name: TextOut
    day: date


class DisputeFileOut(BaseModel):
    """A file handed over in a dispute."""

    id: str
    name: str = Field(examples=["договор.pdf"])
    type: str = Field(examples=["pdf"])
    size: int
    sha256: str = Field(description="Of what is kept; pictures are stored without their hidden data")
    at: datetime


class DisputeOut(BaseModel):
    """A dispute: where it stands, what happened, what can be done now."""

    id: str
    number: int | None
    requirement: str
    requirement_version: str
    title: TextOut
    state: str = Field(examples=["SUBMITTED"])
    state_name: TextOut
    open: bool
    overdue: bool
    ground: str
    authority: str
    region: str
    answers_it: TextOut = Field(description="Who decides")
    turns: list[TurnOut]
    files: list[DisputeFileOut] = Field(description="Read by whoever decides; a withdrawn dispute takes them back")
    terms: list[TermOut]
    actions: list[str] = Field(description="What the business can do now", examples=[["withdraw"]])
    created_at: datetime


class DisputePage(BaseModel):
    """Disputes, newest first."""

    items: list[DisputeOut]
    next: str | None


class Disputes(Api):
    """Disputes of a business."""

    path = f"{BASE}/businesses/{{business_id:str}}/disputes"
    tags = ["list"]

    @get(**reads(OWN, "Disputes, newest first", DisputePage, tagged=True))
    def list_own_disputes(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        business_id: FromPath[str],
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return them with their course."""
        business = find_named_business(session, actor, business_id)
        own = disputes.list_own(session, business.id)
        part = page_of(own, lambda one: one.id, cursor, limit, ["disputes", business.id])
        items = [_document(session, one, actor, clock.today()) for one in part.items]
        return shown(request, {"items": items, "next": part.next})

    @post(**creates("Submit a dispute", NewDispute, DisputeOut, conflicts=True, example=EXAMPLE))
    def submit_dispute(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        business_id: FromPath[str],
    ) -> Response[bytes]:
        """Say that a requirement does not concern the business; while it is decided, the requirement stays in force."""
        business = take_business(session, actor, business_id, Scope.DISPUTE)
        data = read(NewDispute, parts(document, ("requirement", "ground", "text"), ("name_shown",)))

        def act() -> Response[bytes]:
            entry = find_requirement(data.requirement)
            match = match_business(load_profile(session, business), clock.today())
            claim = disputes.Claim(data.ground, data.text, data.name_shown)
            made, _ = disputes.submit(session, actor, business, match, entry, claim, clock.now())
            return answer(_document(session, made, actor, clock.today()), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class OneDispute(Api):
    """One dispute."""

    path = f"{BASE}/businesses/{{business_id:str}}/disputes/{{dispute_id:str}}"
    tags = ["list"]

    @get(**reads(OWN, "One dispute", DisputeOut, tagged=True))
    def show_dispute(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        business_id: FromPath[str],
        dispute_id: FromPath[str],
    ) -> Response[bytes]:
        """Return where it stands and what can be done."""
        dispute = find_dispute(session, actor, business_id, dispute_id, Scope.READ)
        return shown(request, _document(session, dispute, actor, clock.today()))

    @post("/withdraw", **writes("Withdraw a dispute", None, DisputeOut, conflicts=True))
    def withdraw_dispute(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        business_id: FromPath[str],
        dispute_id: FromPath[str],
    ) -> Response[bytes]:
        """Withdraw it before it is decided."""
        dispute = find_dispute(session, actor, business_id, dispute_id, Scope.DISPUTE)
        refuse_if_changed(request, _document(session, dispute, actor, clock.today()))
        disputes.withdraw(session, actor, dispute, clock.now())
        return shown(request, _document(session, dispute, actor, clock.today()))

    @post("/answer", **writes("Answer a question", DisputeReply, DisputeOut, conflicts=True, example={"text": "Да."}))
    def answer_dispute(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        business_id: FromPath[str],
        dispute_id: FromPath[str],
    ) -> Response[bytes]:
        """Answer what the authority asked; open while the dispute waits for facts."""
        dispute = find_dispute(session, actor, business_id, dispute_id, Scope.DISPUTE)
        data = read(DisputeReply, parts(document, ("text",)))
        refuse_if_changed(request, _document(session, dispute, actor, clock.today()))
        disputes.give_facts(session, actor, dispute, data.text, clock.now())
        return shown(request, _document(session, dispute, actor, clock.today()))


def find_dispute(session: Session, actor: Actor, business_id: str, dispute_id: str, scope: Scope) -> Dispute:
    """Return a dispute of the key's business."""
    find = find_named_business if scope is Scope.READ else take_business
    business = find(session, actor, business_id, scope)
    dispute = disputes.find_own(session, actor, dispute_id)
    if dispute.business_id != business.id:
        raise NotFound
    return dispute


def _document(session: Session, dispute: Dispute, actor: Actor, today: date) -> dict[str, Any]:
    seen = show(session, dispute, actor, "business", today)
    return {
        "id": dispute.id,
        "number": dispute.number,
        "requirement": dispute.requirement,
        "requirement_version": dispute.requirement_version,
        "title": seen.title.as_dict(),
        "state": dispute.state,
        "state_name": seen.state.as_dict(),
        "open": seen.open,
        "overdue": seen.overdue,
        "ground": dispute.ground.value,
        "authority": dispute.authority,
        "region": dispute.region,
        "answers_it": seen.answers_it.as_dict(),
        "turns": [
            {"name": one.name.as_dict(), "who": one.who.as_dict(), "at": one.at, "text": one.text} for one in seen.turns
        ],
        "files": [file_document(one) for one in seen.files],
        "terms": [{"name": one.name.as_dict(), "day": one.day} for one in seen.terms],
        "actions": sorted(seen.steps),
        "created_at": dispute.created_at,
    }


def file_document(row: DisputeFile) -> dict[str, Any]:
    """Return a file of a dispute as programs see it."""
    return {
        "id": row.id,
        "name": row.name,
        "type": row.type.value,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at,
    }


ROUTES = [Disputes, OneDispute]
