"""The part of appeals in the runner of procedures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from backend.appeals import case_kinds as case_kinds
from backend.appeals import superseding as superseding
from backend.appeals.checks import CONDITIONS, GUARDS
from backend.appeals.effects import EFFECTS
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.appeals.rights import AUTHORS, acts, recipients
from backend.control.cases.binding import control_type_of, left_by, region_of, shared_guards
from backend.permissions import Scope
from backend.procedures.bindings import Binding, bind
from calculators.appeal import Subject
from calculators.calendar import work_calendar, zone_of
from calculators.deadlines import due_date, term_for
from rules.procedures import procedures
from rules.roles import Role

PAGES = (
    ("event_id", "/control-events/"),
    ("visit_id", "/cases/mandatory_visit/"),
    ("warning_id", "/cases/warning/"),
    ("request_id", "/risk/requests/"),
    ("object_id", "/desk/control/objects/"),
)
KEYS = {
    (Subject.PRESCRIPTION, "appeal.file"): "appeal.file_prescription",
    (Subject.RISK_CATEGORY, "appeal.decide"): "appeal.decide_risk",
}


def about(session: Session, row: Appeal) -> Mapping[str, Any]:
    """Return what notices say of an appeal: its number and subject, nothing of its words."""
    return {"about": title_of(row), "number": row.platform_number, "business": row.filer_name}


def resumed_on(session: Session, row: Appeal) -> date | None:
    """Return from when the clock runs on: the answer, else the day after five working days from the request (43(3))."""
    if row.information_on or not row.papers_asked_on:
        return row.information_on
    region = row.region or None
    term = term_for("appeal.extra_info", row.papers_asked_on)
    return due_date(row.papers_asked_on, term, work_calendar(region), zone_of(region)).due + timedelta(days=1)


def link(row: Appeal, role: str) -> str:
    """Return the page of an appeal for a role; officials of the act see no appeal and are led to what it is about."""
    if role == Role.OMBUDSMAN:
        return f"/desk/ombudsman/appeals/{row.id}"
    if role not in AUTHORS:
        return f"/desk/appeals/{row.id}" if role == Role.APPEAL_BODY else f"/appeals/{row.id}"
    if row.subject is Subject.PRESCRIPTION:
        return f"/prescriptions/{row.prescription_id}"
    if row.subject is Subject.VISIT_REFUSAL:
        return f"/cases/preventive_visit/{row.visit_id}"
    found = next(((path, getattr(row, name)) for name, path in PAGES if getattr(row, name)), None)
    return f"{found[0]}{found[1]}" if found else "/notices"


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, id_: session.get(Appeal, id_),
        recipients=recipients,
        link=link,
        about=about,
        region=region_of,
        guards={**shared_guards(NAME), **GUARDS},
        conditions=CONDITIONS,
        anchors={"resumed_on": resumed_on},
        effects=EFFECTS,
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        term_key=lambda session, row, key: KEYS.get((row.subject, key), key),
        acts=acts,
    )
)
