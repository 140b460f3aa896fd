"""What the step runner is given for visits that businesses ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.naming import type_name
from backend.control.kinds.preventive_visit_writing import NAME, eligibility
from backend.control.models import PreventiveVisit
from backend.control.prevention.shared import is_own
from backend.errors import Conflict
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from rules.control.prevention import REFUSALS
from rules.procedures import procedures
from rules.text import Text


def may_ask_for_a_visit(session: Session, case: PreventiveVisit, actor: Actor | None) -> None:
    """See that the law lets this business ask (52.2(1)); what is not known closes nothing.

    Raises:
        Conflict: it is neither small nor a socially oriented non-profit nor an institution.
    """
    business = session.get(Business, case.business_id or "")
    found = eligibility(session, business, case.place_id) if business else None
    if found is not None and found.may is False:
        raise Conflict(found.why, OTHERWISE)


OTHERWISE = Text(
    "Если это не так, исправьте ответы о бизнесе. Совет по требованиям даст консультация: она бесплатна (ст. 50).",
    "If that is wrong, correct your answers. A consultation is open to you, free of charge (art. 50).",
)


def one_of_four_refusals(session: Session, case: PreventiveVisit, actor: Actor | None) -> None:
    """See that a refusal rests on a ground of 52.2(4); before one is chosen there is nothing to check.

    Raises:
        Conflict: it does not.
    """
    if case.refusal is not None and case.refusal not in REFUSALS and not is_own(session, case):
        raise Conflict(
            Text("На это сослаться нельзя: оснований четыре (52.2(4)).", "There are four grounds (52.2(4))."),
            Text("Выберите одно из них или одобрите визит.", "Choose one of them, or approve the visit."),
        )


def about(session: Session, case: PreventiveVisit) -> Mapping[str, Any]:
    """Return what notices say of a visit."""
    return {"about": type_name(case.control_type), "number": case.platform_number, "business": case.business_name}


def find(session: Session, case_id: str) -> PreventiveVisit | None:
    """Return a requested visit by its id."""
    case = session.get(PreventiveVisit, case_id)
    return case if case is not None and not case.mandatory else None


bind(
    Binding(
        table=procedures()[NAME],
        find=find,
        recipients=recipients,
        link=lambda case, role: f"/cases/{NAME}/{case.id}",
        about=about,
        region=region_of,
        guards={
            **shared_guards(NAME),
            "may_ask_for_a_visit": may_ask_for_a_visit,
            "one_of_four_refusals": one_of_four_refusals,
        },
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        acts=acts_in(NAME),
    )
)
