"""The ledger of good faith for programs of its business: measures with proof and dates; no authority reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Scope
from backend.profiles.own import OwnApi, OwnBusiness
from backend.risk import integrity
from backend.risk.integrity import MeasureInput
from backend.risk.models import IntegrityMeasure
from backend.web.api_schemas import TextOut
from backend.web.calls import answer, read_body
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.etags import shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, OWN, creates, deletes, reads
from backend.web.paging import Cursor, Limit, page_of

HOME = f"{BASE}/businesses/{{business_id:str}}/integrity-measures"
NEW = {"kind": "insurance", "since": "2026-02-02", "until": "2027-02-01", "note": "Полис на 5 млн ₽"}
FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"}
    },
    "required": ["file"],
    "additionalProperties": False,
}


class IntegrityFileOut(BaseModel):
    """What proves a measure."""

    name: str = Field(examples=["полис.pdf"])
    size: int
    sha256: str


class IntegrityMeasureOut(BaseModel):
    """A measure of good faith (248-ФЗ, art. 23(7))."""

    id: str
    kind: str = Field(examples=["insurance"])
    kind_name: TextOut
    criterion: str = Field(description="Of `criteria`; empty: another one, or not known")
    place_id: str = Field(description="Empty: the whole business")
    note: str
    since: date
    until: date | None = Field(description="Null: it goes on")
    counts: bool | None = Field(description="Whether it counts today; null: the act of the type of control decides")
    file: IntegrityFileOut | None
    created_at: datetime


class IntegrityCriterionOut(BaseModel):
    """A criterion of good faith that an act we read names."""

    code: str = Field(examples=["education.no_breaches"])
    control_type: TextOut
    text: TextOut


class IntegrityKindOut(BaseModel):
    """One of the eight things good faith is seen by."""

    code: str
    name: TextOut


class IntegrityMeasurePage(BaseModel):
    """Measures, those that began last first, and what a new one may say."""

    items: list[IntegrityMeasureOut]
    next: str | None
    kinds: list[IntegrityKindOut]
    criteria: list[IntegrityCriterionOut]


class Measures(OwnApi):
    """The ledger of a business."""

    path = HOME
    tags = ["control"]

    @get(**reads(OWN, "Measures of good faith", IntegrityMeasurePage, tagged=True))
    def list_measures(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return them; what they say of a category counts in `risk-objects`, for the business alone."""
        id_ = own.find(Scope.CONTROL).id
        part = page_of(integrity.measures_of(session, id_), lambda row: row.id, cursor, limit, ["measures", id_])
        items = [_document(row, clock.today()) for row in part.items]
        return shown(request, {"items": items, "next": part.next, "kinds": _kinds(), "criteria": _criteria()})

    @post(**creates("Write a measure down", MeasureInput, IntegrityMeasureOut, example=NEW))
    def add_measure(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep it for the business alone; its proof is sent after it, to `file`."""
        business = own.take(Scope.CONTROL)
        typed = read_body(MeasureInput, document, ("kind", "since"))

        def act() -> Response[bytes]:
            data, today = settings_of(request).data, clock.today()
            row = integrity.keep_measure(session, data, business.id, typed, None, today, clock.now())
            return answer(_document(row, today), 201)

        return once(request, session, own.actor, business.id, document, clock.now(), act)


class OneMeasure(OwnApi):
    """One measure: it is not changed, it is removed and written anew."""

    path = f"{HOME}/{{measure_id:str}}"
    tags = ["control"]

    @get(**reads(OWN, "A measure of good faith", IntegrityMeasureOut, tagged=True))
    def show_measure(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, measure_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it."""
        row = integrity.find_measure(session, own.find(Scope.CONTROL).id, measure_id)
        return shown(request, _document(row, clock.today()))

    @delete(**deletes("Remove a measure"))
    def remove_own_measure(self, session: Session, own: OwnBusiness, clock: Clock, measure_id: FromPath[str]) -> None:
        """Remove it with its proof."""
        row = integrity.find_measure(session, own.take(Scope.CONTROL).id, measure_id)
        integrity.remove_measure(session, row, clock.now())


class MeasureProof(OwnApi):
    """What proves a measure."""

    path = f"{HOME}/{{measure_id:str}}/file"
    tags = ["control"]

    @get(**reads(OWN, "Download the proof of a measure", None, files=(ANY_FILE,)))
    def download_measure_file(
        self, request: AnyRequest, session: Session, own: OwnBusiness, measure_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        row = integrity.find_measure(session, own.find(Scope.CONTROL).id, measure_id)
        if not row.sha256:
            raise NotFound
        return download(settings_of(request).data, row.sha256, row.file_name)

    @post(**creates("Prove a measure", None, IntegrityMeasureOut, form=FORM, conflicts=True))
    def prove_measure(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        form: Form,
        measure_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep a file with it; what it is is seen by its content. A measure has one."""
        # Looking into a file may take long: only then is the database taken for writing.
        with open_session(request.app.state.engine) as reading:
            home = OwnBusiness(reading, own.actor, own.business_id).find(Scope.CONTROL)
            integrity.find_measure(reading, home.id, measure_id)
        file, sent = file_in(request, form)
        business = own.take(Scope.CONTROL)
        row = integrity.find_measure(session, business.id, measure_id)

        def act() -> Response[bytes]:
            integrity.prove(session, settings_of(request).data, row, file)
            return answer(_document(row, clock.today()), 201)

        return once(request, session, own.actor, business.id, {"sha256": sent}, clock.now(), act)


def _document(row: IntegrityMeasure, today: date) -> dict[str, Any]:
    names = ("id", "kind", "criterion", "place_id", "note", "since", "until", "created_at")
    proof = {"name": row.file_name, "size": row.file_size, "sha256": row.sha256} if row.sha256 else None
    return {name: getattr(row, name) for name in names} | {
        "kind_name": integrity.kind_name(row.kind).as_dict(),
        "counts": integrity.in_window(row, today),
        "file": proof,
    }


def _kinds() -> list[dict[str, Any]]:
    return [{"code": code, "name": name.as_dict()} for code, name in integrity.KINDS.items()]


def _criteria() -> list[dict[str, Any]]:
    return [
        {"code": code, "control_type": type_.title.as_dict(), "text": criterion.text.as_dict()}
        for code, (type_, criterion) in integrity.criteria().items()
    ]


ROUTES: list[Any] = [Measures, OneMeasure, MeasureProof]
