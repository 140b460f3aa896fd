"""What the step runner is given for control events: checks of the law, conditions of rows, dates, whom to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.naming import event_title
from backend.control.desk.scope_guard import scope_applies_to_object
from backend.control.event_checks import EVENT_GUARDS
from backend.control.models import ControlEvent, Prescription
from backend.control.moving import cause_until, follow_new_date, settle_postponements
from backend.control.plans.following import follow_in_plan, hand_on
from backend.control.prescriptions.check import judge_prescription
from backend.control.queries import next_number
from backend.control.telling import AGAIN, begins_urgently, ordered_again
from backend.control.undoing import no_repeat_after_invalidation, repeats_a_void_one, tell_it_is_undone
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.queries import history
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from rules.control import event_rules
from rules.control.asking import AGAIN as VOID
from rules.control.asking import REPEAT, URGENT, Approval, approval, max_duration
from rules.procedures import procedures
from rules.terms import Term

NAME = "control_event"
DOCUMENTARY = "DOCUMENTARY"


def find(session: Session, event_id: str) -> ControlEvent | None:
    """Return an event by its id."""
    return session.get(ControlEvent, event_id)


def link(event: ControlEvent, role: str) -> str:
    """Return the room of an event."""
    return f"/control-events/{event.id}"


def about(session: Session, event: ControlEvent) -> Mapping[str, Any]:
    """Return what notices say of an event."""
    return {"about": event_title(event), "number": event.number, "business": event.business_name}


def approval_required(session: Session, event: ControlEvent) -> bool:
    """Whether a prosecutor approves first: what is not settled is sent, never skipped."""
    if event.kind not in event_rules().kinds:
        return repeats_a_void_one(session, event)
    return approval_of(session, event).required is not False


def approval_of(session: Session, event: ControlEvent) -> Approval:
    """Return what the law says of the approval of an event of a known kind, with what lifts it or asks for it."""
    cases = {
        URGENT: begins_urgently(event),
        REPEAT: ordered_again(event),
        VOID: repeats_a_void_one(session, event),
    }
    return approval(event.kind, event.ground, planned=event.planned, cases=cases)


def notice_due(session: Session, event: ControlEvent) -> bool:
    """Whether the law asks for a notice before the start."""
    kind = event_rules().kinds.get(event.kind)
    noticed = bool(kind and kind.notice and kind.notice.hours is not None)
    return noticed and not begins_urgently(event) and not ordered_again(event)


def told_instead(session: Session, event: ControlEvent) -> bool:
    """Whether the prosecutor is told within 24 hours instead of approving: art. 60(3), 57(1)8."""
    return event.ground == "NO_NOTICE_OR_LICENCE" and not begins_urgently(event) and event.source is not Source.BUSINESS


def end_not_told(session: Session, event: ControlEvent) -> bool:
    """Whether nobody has said when the event ended: time ended it, or the papers it came from tell of no end."""
    taken = {step.action for step in history(session, NAME, event.id)}
    return not taken & {"finish", "tell_end"}


def own_term(session: Session, event: ControlEvent, key: str) -> Term | None:
    """Return the longest duration that the law sets for this kind of event; None: it sets none, no clock."""
    if key != "event.duration" or event.kind not in event_rules().kinds:
        return None
    known = control_type_of(session, event)
    own = known.event_kinds.get(event.kind) if known else None
    if own and own.max_term.value is not None:
        return own.max_term.value
    rule = max_duration(event.kind)
    return (rule.term or rule.limit) if rule else None


def cancel_prescriptions(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """What rested on void results falls with them (91)."""
    for row in session.exec(select(Prescription).where(Prescription.event_id == event.id)):
        if not procedures()["prescription"].states[row.state].terminal:
            take_step(session, "prescription", row, "cancel", None, SYSTEM, now, given={"reason": "248-ФЗ, ст. 91"})


def open_repeated_event(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """Prepare the repeated event: it needs no notice and no approval (65(11)), so the business is not shown it yet."""
    kept = {"inn", "business_name", "size", "person_type", "place_id", "address", "region", "object_id", "body_id"}
    kept |= {"authority", "control_type", "kind", "ground", "planned", "category", "subject", "actions", "inspector_id"}
    again = ControlEvent(
        number=next_number(session),
        source=event.source,
        draft={AGAIN: True},
        approval="not_required",
        previous_same_event=event.impossible_on,
        created_by=actor.person_id if actor else None,
        created_at=now,
        **event.model_dump(include=kept),
    )
    session.add(again)
    session.flush()
    hand_on(session, event, again)


CONDITIONS = {
    "approval_required": approval_required,
    "approval_not_required": lambda session, event: (
        not approval_required(session, event) and not begins_urgently(event)
    ),
    "urgent": lambda session, event: begins_urgently(event),
    "documentary": lambda session, event: event.kind == DOCUMENTARY,
    "notice_due": notice_due,
    "end_not_told": end_not_told,
    "planned": lambda session, event: event.plan_entry_id is not None,
    "told_instead_of_approval": told_instead,
}

bind(
    Binding(
        table=procedures()[NAME],
        find=find,
        recipients=recipients,
        link=link,
        about=about,
        region=region_of,
        guards={
            **shared_guards(NAME),
            **EVENT_GUARDS,
            "scope_applies_to_object": scope_applies_to_object,
            "no_repeat_after_invalidation": no_repeat_after_invalidation,
        },
        conditions=CONDITIONS,
        effects={
            "cancel_prescriptions": cancel_prescriptions,
            "open_repeated_event": open_repeated_event,
            "follow_new_date": follow_new_date,
            "settle_postponements": settle_postponements,
            "follow_in_plan": follow_in_plan,
            "judge_prescription": judge_prescription,
            "tell_it_is_undone": tell_it_is_undone(NAME),
        },
        anchors={"cause_until": cause_until},
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        own_term=own_term,
        acts=acts_in(NAME),
    )
)
