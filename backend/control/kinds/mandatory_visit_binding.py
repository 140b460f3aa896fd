"""What the step runner is given for mandatory visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.naming import type_name
from backend.control.kinds.mandatory_visit import may_prescribe
from backend.control.kinds.mandatory_visit_writing import NAME
from backend.control.models import ControlEvent, PreventiveVisit
from backend.control.prevention.shared import is_own
from backend.control.queries import next_number
from backend.control.undoing import tell_it_is_undone
from backend.errors import Conflict
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.queries import marks
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from rules.procedures import procedures
from rules.text import Text

LOOK = Text("Посмотрите, что записано в акте.", "See what the act says.")


def act_names_no_violation(session: Session, case: PreventiveVisit, actor: Actor | None) -> None:
    """See that the act names nothing; before it is written there is nothing to check.

    Raises:
        Conflict: it does.
    """
    if case.details.get("violations"):
        raise Conflict(Text("В акте есть нарушения.", "The act names violations."), LOOK)


def every_violation_is_fixed(session: Session, case: PreventiveVisit, actor: Actor | None) -> None:
    """See that all that the act names was fixed before the end (90.1(1)).

    Raises:
        Conflict: something is left, or nothing is named.
    """
    named = case.details.get("violations")
    if named is not None and (not named or not all(one["fixed"] for one in named)):
        raise Conflict(Text("В акте не всё исправлено до конца.", "Not all was fixed before the end."), LOOK)


def visit_may_bring_prescription(session: Session, case: PreventiveVisit, actor: Actor | None) -> None:
    """See that this type of control issues prescriptions after a visit, and that something is left to put right.

    Raises:
        Conflict: it does not, or nothing is left. Not known is not no: the page says to check the act of the type.
    """
    if may_prescribe(case) is False and not is_own(session, case):
        raise Conflict(
            Text("Положение не допускает предписания после визита.", "This control issues none after a visit."),
            Text("Закройте визит без предписания.", "Close the visit without one."),
        )
    named = case.details.get("violations")
    if named is not None and all(one["fixed"] for one in named):
        raise Conflict(
            Text("Всё исправлено до конца визита: 52.1(13).", "All was fixed before the end: 52.1(13)."), LOOK
        )


def open_event_for_evasion(session: Session, case: PreventiveVisit, actor: Actor | None, now: datetime) -> None:
    """Prepare the inspection that an evaded visit leads to (57(1)9); a business enters its own from its papers."""
    body = session.get(AuthorityBody, case.body_id or "")
    if is_own(session, case) or body is None:
        return
    kept = case.model_dump(
        include={"inn", "business_name", "place_id", "address", "region", "object_id", "inspector_id"}
    )
    session.add(
        ControlEvent(
            number=next_number(session),
            source=Source.AUTHORITY,
            kind=case.details.get("event_kind") or "ON_SITE",
            ground="VISIT_EVASION",
            planned=False,
            control_type=case.control_type,
            body_id=body.id,
            authority=body.authority,
            authority_name=body.name,
            created_by=actor.person_id if actor else None,
            prepared_by=actor.person_id if actor else None,
            created_at=now,
            **kept,
        )
    )
    session.flush()


def settle_shift(session: Session, case: PreventiveVisit, actor: Actor | None, now: datetime) -> None:
    """A visit that was moved is asked for no other day any more."""
    if "SHIFT_ASKED" in marks(session, NAME, [case.id]).get(case.id, frozenset()):
        take_step(session, NAME, case, "settle_shift", None, SYSTEM, now)


def about(session: Session, case: PreventiveVisit) -> Mapping[str, Any]:
    """Return what notices say of a visit."""
    return {"about": type_name(case.control_type), "number": case.platform_number, "business": case.business_name}


def find(session: Session, case_id: str) -> PreventiveVisit | None:
    """Return a mandatory visit by its id."""
    case = session.get(PreventiveVisit, case_id)
    return case if case is not None and case.mandatory else None


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
            "act_names_no_violation": act_names_no_violation,
            "every_violation_is_fixed": every_violation_is_fixed,
            "visit_may_bring_prescription": visit_may_bring_prescription,
        },
        conditions={
            "after_start_notice": lambda session, case: (
                case.ground == "START_NOTICE" and case.start_notice_on is not None
            )
        },
        effects={
            "open_event_for_evasion": open_event_for_evasion,
            "settle_shift": settle_shift,
            "tell_it_is_undone": tell_it_is_undone(NAME),
        },
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        acts=acts_in(NAME),
    )
)
