"""Who took part in what a case is about: an ombudsman who did, as an official, does not decide on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from backend.appeals.authors import NAMED, OFFICIAL, acts_of, authors_of, procedure_of
from backend.control.models import Prescription, PreventiveVisit
from backend.ombudsman.about import appeal_of, event_of
from backend.ombudsman.models import OmbudsmanCase
from backend.procedures.queries import history
from backend.risk.models import CategoryRequest, ControlObject
from rules.roles import Role

DECIDING = OFFICIAL | {Role.PROSECUTOR.value, Role.APPEAL_BODY.value}


def took_part(session: Session, row: OmbudsmanCase) -> set[str]:
    """Return the ids of everybody who took part as an official: in the event, its prescriptions, the appeal.

    Visits and decisions on the category of the same business under the same type of control count too: an event of
    today rests on them.
    """
    found: set[str | None] = set()
    for case in _acts(session, row):
        found |= {getattr(case, name, None) for name in (*NAMED, "decided_by")}
        steps = history(session, procedure_of(case), case.id)
        found |= {step.actor for step in steps if step.acting_as in DECIDING}
    appeal = appeal_of(session, row)
    if appeal is not None:
        found |= authors_of(session, appeal) | {appeal.decided_by}
        found |= {step.actor for step in history(session, "appeal", appeal.id) if step.acting_as in DECIDING}
    return {one for one in found if one}


def _acts(session: Session, row: OmbudsmanCase) -> Iterator[Any]:
    event = event_of(session, row)
    if event is not None:
        yield event
        yield from session.exec(select(Prescription).where(Prescription.event_id == event.id))
    appeal = appeal_of(session, row)
    if appeal is not None:
        yield from acts_of(session, appeal)
    yield from _before(session, row)


def _before(session: Session, row: OmbudsmanCase) -> Iterator[Any]:
    """Yield the visits to the business of a case and its requests to change a category, under the case's type."""
    if row.business_id is None or not row.control_type:
        return
    visits = PreventiveVisit.business_id == row.business_id, PreventiveVisit.control_type == row.control_type
    yield from session.exec(select(PreventiveVisit).where(*visits))
    mine = CategoryRequest.business_id == row.business_id, ControlObject.control_type == row.control_type
    about = col(ControlObject.id) == col(CategoryRequest.object_id)
    yield from session.exec(select(CategoryRequest).join(ControlObject, about).where(*mine))
