"""What the check of a draft is given: the draft and the authority's own register, never the business's answers."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.control.desk.drafting import items_of
from backend.control.desk.object_facts import held_facts
from backend.control.desk.picking import act_words, verdicts_of
from backend.control.models import ControlEvent, EventItem
from backend.law import current_law
from backend.risk.models import ControlObject, Source
from calculators.scope_check import Item, Reason, Scope, Verdict, check_scope
from rules.control import event_rules
from rules.procedures import procedures


def check_draft(session: Session, event: ControlEvent, today: date) -> tuple[Reason, ...]:
    """Return what the thirteen reasons say of a draft as it stands."""
    return check_scope(scope_of(session, event, today))


def scope_of(session: Session, event: ControlEvent, today: date) -> Scope:
    """Return the draft in the shape the check reads."""
    object = session.get(ControlObject, event.object_id) if event.object_id else None
    body = session.get(AuthorityBody, event.body_id) if event.body_id else None
    draft = event.draft
    return Scope(
        kind=event.kind,
        ground=event.ground,
        planned=event.planned,
        in_plan=event.plan_entry_id is not None if event.planned else None,
        indicators=tuple(event.indicators) if event.indicators is not None else None,
        day=event.planned_start,
        working_days=event.working_days,
        hours=event.hours_planned,
        size=event.size,
        category=event.category,
        object_category=object.category if object else None,
        category_decided=bool(object.decision and object.assigned_on) if object and object.category else None,
        object_chosen=object is not None,
        object_number=object.registry_number if object else None,
        object_type_fits=object.control_type == event.control_type if object else None,
        object_facts=_lifting(object),
        address=event.address or None,
        object_address=(object.address or None) if object else None,
        body_region=(body.region or None) if body else None,
        object_region=(object.region or None) if object else None,
        business_address=draft.get("business_address"),
        registered_address=(object.registered_address or None) if object else None,
        actions=tuple(event.actions) if event.actions is not None else None,
        documents=tuple(event.documents_named) if event.documents_named is not None else None,
        items=_items(session, event, object, today),
        same_object=_elsewhere(session, event),
        why_on_site=draft.get("why_on_site"),
        product_needed=draft.get("product_needed"),
    )


def _lifting(object: ControlObject | None) -> tuple[str, ...]:
    facts = held_facts(object.facts) | object.facts if object else {}
    return tuple(name for name in event_rules().moratorium.facts if facts.get(name) is True)


def items_checked(session: Session, event: ControlEvent) -> tuple[Item, ...]:
    """Return the requirements of a draft, each with whether it applies on the day of the event."""
    object = session.get(ControlObject, event.object_id) if event.object_id else None
    return _items(session, event, object, event.decision_date or event.created_at.date()) or ()


def _items(session: Session, event: ControlEvent, object: ControlObject | None, today: date) -> tuple[Item, ...] | None:
    rows = items_of(session, event)
    verdicts = verdicts_of(object, event.planned_start or today) if rows else {}
    return tuple(_item(row, verdicts) for row in rows) or None


def _item(row: EventItem, verdicts: dict[str, str]) -> Item:
    entry = current_law().edition.requirements.get(row.requirement or "")
    verdict = verdicts.get(row.requirement or "")
    # An entry out of force on the day of the event does not apply to anybody.
    known = Verdict(verdict) if verdict else (Verdict.DOES_NOT_APPLY if entry else None)
    return Item(
        name=row.text,
        verdict=known,
        act=row.act,
        unit=row.unit,
        known_act=act_words(entry.act) if entry else None,
        known_unit=entry.provision if entry else None,
    )


def _elsewhere(session: Session, event: ControlEvent) -> tuple[str, ...] | None:
    """Return other open official events at the same object, as they are called; None without an object."""
    if not event.object_id:
        return None
    ended = [code for code, state in procedures()["control_event"].states.items() if state.terminal]
    query = select(ControlEvent).where(
        ControlEvent.object_id == event.object_id,
        ControlEvent.id != event.id,
        ControlEvent.source != Source.BUSINESS,
        col(ControlEvent.state).not_in(ended),
    )
    return tuple(f"№ {row.number}, {row.authority_name}" for row in session.exec(query))
