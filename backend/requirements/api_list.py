"""The personal list for programs: what applies and why, what is open, what the law changes, the owner's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Response, delete, get, put
from litestar.params import Parameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.law import current_law
from backend.permissions import Permission
from backend.profiles.matching import match_business
from backend.profiles.own import OwnApi, OwnBusiness
from backend.profiles.queries import load_profile
from backend.requirements import service
from backend.requirements.changes import AHEAD, NEWS, Change, past_changes, upcoming
from backend.requirements.explaining import explain_item
from backend.requirements.listing import Item, PersonalList, Unclear, attributions_of, personal_list
from backend.requirements.models import Choice
from backend.requirements.names import STATUSES
from backend.requirements.own import OwnRequirement, OwnRequirementApi
from backend.requirements.receipts import receipts_of
from backend.web.api_matching import CountsOut, QuestionOut, question_document
from backend.web.api_schemas import TextOut
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, deletes, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import InputError
from rules.matching.documents import source_of
from rules.shapes import unknown_code

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"


class AtPlaceOut(BaseModel):
    """What decided at one place, or what is missing there."""

    place: str
    name: str
    verdict: str
    because: list[dict[str, Any]] = Field(description="Facts with their comparisons, as in `match`")
    missing: list[str]


class ItemOut(BaseModel):
    """A requirement of the list."""

    id: str
    version: str
    title: TextOut
    domain: str
    authority: str | None
    status: str = Field(description="not_started, no, partly, yes, not_applicable or recheck")
    confirmed: bool = Field(description="The owner said «Да, это про меня»")
    dispute: str | None = Field(description="A running dispute")
    reason: TextOut = Field(description="Why it stands where it does")
    when: TextOut
    due: date | None = Field(description="The next day the law names")
    own_due: date | None = Field(description="The day the business chose, where the law names none; it may have passed")
    again: bool = Field(description="Done, and to be done again: the next day is near, or its papers have ended")
    ends: date | None = Field(description="Last day in force, when it is near")
    ended: bool = Field(description="Ended, and no successor is known")
    conditional: bool = Field(description="Nothing to do until something happens")
    effort: TextOut | None
    places: list[AtPlaceOut]
    source: dict[str, Any]


class ReceiptOut(BaseModel):
    """A hash that ties the verdicts at a place to answers, day and edition."""

    place: str
    sha256: str


class SettledOut(BaseModel):
    """A requirement that does not concern the business, by the decision of a dispute."""

    id: str
    number: int | None = Field(description="Number of the dispute")


class ListOut(BaseModel):
    """The list in the order of importance; `next` is the cursor of the part after, null on the last."""

    edition: str
    on: date
    counts: CountsOut
    receipts: list[ReceiptOut]
    settled: list[SettledOut]
    question: QuestionOut | None = Field(description="What to ask next")
    question_place: str
    items: list[ItemOut]
    next: str | None


class UnclearOut(BaseModel):
    """A requirement that waits for an answer."""

    id: str
    title: TextOut
    missing: list[str]
    question: TextOut
    place: str
    said_unknown: bool = Field(description="Every missing fact was answered «не знаю»")


class UnclearPage(BaseModel):
    """What is not clear yet."""

    items: list[UnclearOut]
    next: str | None


class ChangeOut(BaseModel):
    """What the law changes on a day, by ids."""

    on: date
    came: list[str]
    went: list[str]
    changed: list[str]


class ChangesOut(BaseModel):
    """What the law changed of late, and what its dates bring."""

    past: list[ChangeOut]
    upcoming: list[ChangeOut]


class ExplainedOut(BaseModel):
    """Why a requirement applies to this business, does not, or is open."""

    id: str
    version: str
    title: TextOut
    verdict: str
    standing: str
    confirmed: bool
    places: list[AtPlaceOut]
    would_change: list[TextOut]
    source: dict[str, Any]


class ConfirmationOut(BaseModel):
    """The owner's word on a requirement, for the version it names."""

    requirement: str
    choice: str | None = Field(description="confirmed, not_concerned (by a decision), or null")
    version: str | None


class OwnList(OwnApi):
    """The list of a business, made for today."""

    path = f"{HOME}/list"
    tags = ["list"]

    @get(**reads(OWN, "The personal list", ListOut, tagged=True))
    def show_own_list(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        domain: Annotated[str, Parameter(description="Topic")] = "",
        status: Annotated[str, Parameter(description="State of the self-assessment")] = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return what applies, with the reasons at each place, and receipts."""
        _check_filters(domain, status)
        personal = _list(session, own, clock)
        items = [one for one in personal.items if domain in ("", one.requirement.domain) and status in ("", one.status)]
        edition = personal.match.law.edition.sha256
        part = page_of(items, lambda one: one.id, cursor, limit, ["list", own.business_id, domain, status])
        head = {
            "edition": edition,
            "on": personal.match.on,
            "counts": personal.counts,
            "receipts": [{"place": one.place, "sha256": one.sha256} for one in receipts_of(personal.match)],
            "settled": [{"id": one.requirement.id, "number": one.number} for one in personal.settled],
            "question": question_document(personal.question) if personal.question else None,
            "question_place": personal.question_place,
        }
        return shown(request, {**head, "items": [_item(one) for one in part.items], "next": part.next})

    @get("/unclear", **reads(OWN, "What is not clear yet", UnclearPage, tagged=True))
    def list_own_unclear(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return the requirements that wait for an answer, with what is missing."""
        personal = _list(session, own, clock)
        part = page_of(personal.unclear, lambda one: one.requirement.id, cursor, limit, ["unclear", own.business_id])
        return shown(request, {"items": [_unclear(one) for one in part.items], "next": part.next})

    @get("/changes", **reads(OWN, "What the law changes in the list", ChangesOut, tagged=True))
    def list_own_changes(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        days: Annotated[int, Parameter(ge=1, le=AHEAD.days, description="How far ahead")] = AHEAD.days,
    ) -> Response[bytes]:
        """Return the changes of the last 90 days, and those the dates of the law bring."""
        business = own.find()
        match = match_business(load_profile(session, business), clock.today())
        past = past_changes(session, business.id, clock.now() - NEWS)
        ahead = upcoming(match, timedelta(days=days))
        return shown(request, {"past": [_change(one) for one in past], "upcoming": [_change(one) for one in ahead]})


class OneRequirement(OwnRequirementApi):
    """One requirement for this business."""

    path = f"{HOME}/requirements/{{requirement_id:str}}"
    tags = ["list"]

    @get(**reads(OWN, "Why a requirement applies to the business or not", ExplainedOut, tagged=True))
    def explain_own(self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock) -> Response[bytes]:
        """Return the verdict with reasons at each place, and what would change it."""
        business, entry = own.find()
        match = match_business(load_profile(session, business), clock.today())
        explained = explain_item(match, entry)
        document = {
            "id": entry.id,
            "version": entry.version,
            "title": entry.title.as_dict(),
            "verdict": explained.verdict,
            "standing": str(explained.standing),
            "confirmed": _confirmation(session, business.id, entry.id)["choice"] == Choice.CONFIRMED,
            "places": [_at(one, entry.id) for one in match.places],
            "would_change": [one.as_dict() for one in explained.changes],
            "source": source_of(entry),
        }
        return shown(request, document)


class Confirmation(OwnRequirementApi):
    """«Да, это про меня»."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/confirmation"
    tags = ["list"]

    @get(**reads(OWN, "The owner's word on a requirement", ConfirmationOut, tagged=True))
    def show_confirmation(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return it; it holds for the version it names."""
        business, entry = own.find()
        return shown(request, _confirmation(session, business.id, entry.id))

    @put(**writes("Confirm that a requirement concerns the business", None, ConfirmationOut))
    def confirm_requirement(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock
    ) -> Response[bytes]:
        """Keep the word for the present version; a decision of a dispute stands."""
        business, entry = own.take()
        refuse_if_changed(request, _confirmation(session, business.id, entry.id))
        service.confirm(session, business, entry, clock.now())
        return shown(request, _confirmation(session, business.id, entry.id))

    @delete(**deletes("Take the confirmation back", tagged=True))
    def take_back_confirmation(self, request: AnyRequest, session: Session, own: OwnRequirement) -> None:
        """Forget the word; a decision of a dispute stays."""
        business, entry = own.take()
        refuse_if_changed(request, _confirmation(session, business.id, entry.id))
        service.take_back(session, business, entry)


def _list(session: Session, own: OwnBusiness, clock: Clock) -> PersonalList:
    return personal_list(session, load_profile(session, own.find()), clock.today())


def _item(item: Item) -> dict[str, Any]:
    entry = item.requirement
    return {
        "id": entry.id,
        "version": entry.version,
        "title": entry.title.as_dict(),
        "domain": entry.domain,
        "authority": entry.authority,
        "status": item.status,
        "confirmed": item.confirmed,
        "dispute": item.dispute.id if item.dispute else None,
        "reason": item.priority.reason.as_dict(),
        "when": item.when.as_dict(),
        "due": item.due,
        "own_due": item.own_due,
        "again": item.again,
        "ends": item.ends,
        "ended": item.ended,
        "conditional": item.conditional,
        "effort": item.effort.as_dict() if item.effort else None,
        "places": [_at(one, entry.id) for one in item.judged.applies_at],
        "source": source_of(entry),
    }


def _at(place: Any, requirement: str) -> dict[str, Any]:
    explanation = place.match.explain(requirement)
    return {
        "place": place.place.id,
        "name": place.place.name,
        "verdict": explanation.verdict,
        "because": [reason.as_dict() for reason in explanation.because],
        "missing": list(explanation.missing),
    }


def _unclear(one: Unclear) -> dict[str, Any]:
    return {
        "id": one.requirement.id,
        "title": one.requirement.title.as_dict(),
        "missing": list(one.facts),
        "question": one.question.as_dict(),
        "place": one.place_id,
        "said_unknown": one.said_unknown,
    }


def _change(one: Change) -> dict[str, Any]:
    return {"on": one.on, "came": list(one.came), "went": list(one.went), "changed": list(one.changed)}


def _confirmation(session: Session, business_id: str, requirement: str) -> dict[str, Any]:
    word, _ = attributions_of(session, business_id).get(requirement, (None, None))
    choice = word.choice.value if word else None
    return {"requirement": requirement, "choice": choice, "version": word.version if word else None}


def _check_filters(domain: str, status: str) -> None:
    domains = sorted({one.domain for one in current_law().edition.requirements.values()})
    known = (("domain", domain, domains), ("status", status, list(STATUSES)))
    faults = [unknown_code(name, code, codes) for name, code, codes in known if code and code not in codes]
    if faults:
        raise InputError(faults)


ROUTES = [OwnList, OneRequirement, Confirmation]
