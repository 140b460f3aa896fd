"""What control holds of a person's businesses, for «скачать мои данные»; and their own files.

A case is its authority's too, and its rows hold what the business may not read: so rows are not copied as they are
(`models/taking.py`), and this says what is: own copies whole, of a shared case what its business sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from backend.control.models import (
    CaseNote,
    ControlEvent,
    ControlWarning,
    DocumentRequest,
    EventAnswers,
    EventCosts,
    EventFile,
    EventItem,
    EventMessage,
    EventRating,
    MergeDifference,
    Motion,
    Postponement,
    Prescription,
    PrescriptionItem,
    PreventiveVisit,
    RemedyAgreement,
    RoomConsent,
    VideoSlot,
    Violation,
)
from backend.control.models.room import Side
from backend.control.prescriptions.prescribing import is_inside
from backend.control.telling import is_told
from backend.papers.service import path_of
from backend.risk.models import Source

# Columns that are the authority's own (59(4), 61.1(3), 64(1)), or name its people.
OF_AUTHORITY = frozenset(
    {"reasoned_submission", "complainant", "complainant_consents", "indicators", "draft", "approval_reason"}
    | {"approval_ground"}
    | {"approval_sent_on", "papers_received_on", "papers_asked_on", "inspector_id", "prepared_by", "signed_by"}
    | {"created_by", "demo", "plan_entry_id", "object_id", "body_id", "merged_into"}
    # By what it is checked whether a prescription is met: test purchases are not told of before they are held.
    | {"check_kind", "check_event_id"}
)
OF_EVENT: tuple[Any, ...] = (EventItem, Violation, EventMessage, VideoSlot, RoomConsent, MergeDifference)
PRIVATE: tuple[Any, ...] = (EventAnswers, EventCosts, EventRating)
OF_PRESCRIPTION: tuple[Any, ...] = (PrescriptionItem, Motion, RemedyAgreement)
CASES: tuple[Any, ...] = (ControlWarning, PreventiveVisit, Postponement, DocumentRequest)
DRAFT = "DRAFT"


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return every table of control that belongs to businesses, as their people may read it."""
    ids = list(business_ids)
    events = [row for row in _of(session, ControlEvent, "business_id", ids) if is_told(session, row)]
    rooms = [row.id for row in events]
    prescriptions = _shared(session, Prescription, ids)
    told: dict[str, list[dict[str, Any]]] = {"control_event": [_shown(row) for row in events]}
    for model in (*OF_EVENT, *PRIVATE):
        told[_name(model)] = [_shown(row) for row in _of(session, model, "event_id", rooms)]
    for model in CASES:
        told[_name(model)] = [_shown(row) for row in _shared(session, model, ids)]
    told["prescription"] = [_shown(row) for row in prescriptions]
    for model in OF_PRESCRIPTION:
        rows = _of(session, model, "prescription_id", [row.id for row in prescriptions])
        told[_name(model)] = [_shown(row) for row in rows]
    told["case_note"] = [_shown(row) for row in _notes(session, ids)]
    told["event_file"] = [_shown(row) for row in _files(session, ids)]
    return {name: rows for name, rows in told.items() if rows}


def files(session: Session, business_ids: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file the business has in a case, with a name that no other has."""
    for row in _files(session, list(business_ids)):
        path = path_of(folder, row.sha256)
        if path.is_file():
            yield f"control/{row.id}-{row.name}", path


def _of(session: Session, model: Any, column: str, ids: Sequence[str]) -> Sequence[Any]:
    key = col(getattr(model, column))
    return session.exec(select(model).where(key.in_(list(ids))).order_by(key)).all()


def _shared(session: Session, model: Any, business_ids: Sequence[str]) -> list[Any]:
    """Return cases of businesses, without those that the authority still drafts."""
    rows = _of(session, model, "business_id", business_ids)
    if model is Prescription:
        return [row for row in rows if not is_inside(session, row)]
    return [row for row in rows if row.state != DRAFT or _is_own(session, row)]


def _is_own(session: Session, row: Any) -> bool:
    event = session.get(ControlEvent, getattr(row, "event_id", None) or "")
    source = getattr(row, "source", None) or (event.source if event else None)
    return source is Source.BUSINESS or isinstance(row, Postponement)


def _notes(session: Session, business_ids: Sequence[str]) -> Sequence[CaseNote]:
    """Return the words the business itself gave with its steps."""
    mine = col(CaseNote.business_id).in_(list(business_ids)), col(CaseNote.side) == Side.BUSINESS
    return session.exec(select(CaseNote).where(*mine).order_by(col(CaseNote.at))).all()


def _files(session: Session, business_ids: Sequence[str]) -> Sequence[EventFile]:
    mine = col(EventFile.business_id).in_(list(business_ids)), col(EventFile.side) == Side.BUSINESS
    return session.exec(select(EventFile).where(*mine).order_by(col(EventFile.at))).all()


def _name(model: type[SQLModel]) -> str:
    return str(sa.inspect(model).local_table.name)


def _shown(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump(mode="json").items() if name not in OF_AUTHORITY}
