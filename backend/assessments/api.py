"""Self-assessment for programs: answers, how ready the business is; marks, papers, plan stand in rooms beside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get, post, put
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.assessments import answers, api_marks, api_papers, api_plan, api_readings, api_settings
from backend.assessments.queries import Answered, answers_of, checklist
from backend.assessments.schemas import AnswerInput
from backend.assessments.shown import choices_said
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Permission
from backend.profiles.own import OwnApi, OwnBusiness
from backend.profiles.queries import list_places
from backend.requirements.own import OwnRequirement, OwnRequirementApi
from backend.web.api_schemas import TextOut
from backend.web.calls import read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.readiness import Readiness
from rules.shapes import missing

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"


class ReadinessOut(BaseModel):
    """Counts of the requirements that are part of the assessment."""

    done: int
    partly: int
    no: int
    not_answered: int
    not_concerned: int


class AssessmentOut(BaseModel):
    """How far the self-assessment has got."""

    readiness: ReadinessOut
    recheck: int = Field(description="Answers to give again: the requirement has changed")
    left_out: TextOut | None = Field(description="What the settings leave out")
    next: str | None = Field(description="The first requirement without an answer")
    saved_at: datetime | None


class PlaceAnswerOut(BaseModel):
    """An answer of one place; an empty `place` stands for the whole business."""

    place: str
    value: str | None


class AnswerOut(BaseModel):
    """What is answered to one requirement."""

    requirement: str
    version: str | None = Field(description="The version it was answered for")
    value: str | None = Field(description="yes, partly, no, not_applicable; of several places together")
    note: str
    at: datetime | None
    recheck: bool
    places: list[PlaceAnswerOut]


class AnswersPage(BaseModel):
    """Answers by requirement."""

    items: list[AnswerOut]
    next: str | None


class Assessment(OwnApi):
    """The self-assessment of a business."""

    path = f"{HOME}/assessment"
    tags = ["assessment"]

    @get(**reads(OWN, "How ready the business is", AssessmentOut, tagged=True))
    def show_own_assessment(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock
    ) -> Response[bytes]:
        """Return the counts, what is left out of them, and where to go on."""
        business = own.find()
        found = checklist(session, business, clock.today())
        left_out = choices_said(business)
        document = {
            "readiness": counts(found.readiness),
            "recheck": found.recheck,
            "left_out": left_out and left_out.as_dict(),
            "next": found.open[0].id if found.open else None,
            "saved_at": found.saved_at,
        }
        return shown(request, document)

    @get("/answers", **reads(OWN, "The answers", AnswersPage, tagged=True))
    def list_own_answers(
        self, request: AnyRequest, session: Session, own: OwnBusiness, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return them by requirement; notes without an answer too."""
        business = own.find()
        given = answers_of(session, business.id)
        part = page_of(sorted(given), str, cursor, limit, ["answers", business.id])
        items = [_document(id_, given[id_]) for id_ in part.items]
        return shown(request, {"items": items, "next": part.next})


class OneAnswer(OwnRequirementApi):
    """The answer to one requirement."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/answer"
    tags = ["assessment"]

    @get(**reads(OWN, "The answer to a requirement", AnswerOut, tagged=True))
    def show_own_answer(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return it; `value` is null where nothing is answered."""
        business, entry = own.find()
        return shown(request, _answer(session, business.id, entry.id))

    @put(**writes("Answer", AnswerInput, AnswerOut, example={"answer": "partly", "note": "Осталось обучить двоих."}))
    def keep_own_answer(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep an answer, a note, or both; for one place, or for the whole business where `place` is left out."""
        business, entry = own.take()
        data = read_body(AnswerInput, document)
        if data.answer is None and data.note is None:
            raise Invalid([missing("answer")])
        if data.place and data.place not in {one.id for one in list_places(session, business.id)}:
            raise NotFound
        refuse_if_changed(request, _answer(session, business.id, entry.id))
        if data.note is not None:
            answers.record_note(session, business.id, entry, data.note, clock.now())
        if data.answer is not None:
            answers.record_answer(session, business.id, entry, data.answer, clock.now(), data.place)
        return shown(request, _answer(session, business.id, entry.id))

    @post("/undo", **writes("Take the last answer back", None, AnswerOut, conflicts=True))
    def undo_own_answer(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, place: str = ""
    ) -> Response[bytes]:
        """Return to what was answered before; twice in a row is refused."""
        business, entry = own.take()
        refuse_if_changed(request, _answer(session, business.id, entry.id))
        answers.undo_answer(session, business.id, entry.id, clock.now(), place)
        return shown(request, _answer(session, business.id, entry.id))


def counts(ready: Readiness) -> dict[str, int]:
    """Return the counts of an assessment."""
    return {name: getattr(ready, name) for name in ("done", "partly", "no", "not_answered", "not_concerned")}


def _answer(session: Session, business_id: str, requirement: str) -> dict[str, Any]:
    return _document(requirement, answers_of(session, business_id).get(requirement))


def _document(requirement: str, given: Answered | None) -> dict[str, Any]:
    return {
        "requirement": requirement,
        "version": given.requirement_version if given else None,
        "value": given.value.value if given and given.value else None,
        "note": given.note if given else "",
        "at": given.at if given else None,
        "recheck": bool(given and given.recheck),
        "places": [
            {"place": row.place_id, "value": row.value.value if row.value else None}
            for row in (given.rows if given else ())
        ],
    }


ROUTES = [
    Assessment,
    OneAnswer,
    *api_marks.ROUTES,
    *api_papers.ROUTES,
    *api_plan.ROUTES,
    *api_readings.ROUTES,
    *api_settings.ROUTES,
]
