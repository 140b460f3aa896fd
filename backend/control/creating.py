"""An event that an authority prepares: from one of its objects, or from an entry of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.models import ControlEvent, EventPlanEntry
from backend.control.queries import next_number
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor
from backend.risk.models import ControlObject, Source
from rules.control import control_types, event_rules
from rules.control.asking import urgent_allowed
from rules.control.types import Regime
from rules.faults import Fault
from rules.text import Text

PEOPLE = {"ip": "entrepreneur", "npd": "citizen"}
PLAN = "PLAN"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is said of a new event; the rest comes from the object, and from the plan if it stands in one."""

    kind: str
    ground: str | None = None
    planned: bool | None = None
    planned_start: date | None = None
    working_days: int | None = None
    urgent: bool = False
    harm_information_at: datetime | None = None


def new_event_asks() -> tuple[Ask, ...]:
    """Return the fields of a new event from an object; one from a plan needs none of them."""
    rules = event_rules()
    kinds = tuple((code, one.title) for code, one in rules.kinds.items() if one.needs_ground)
    grounds = tuple((code, one.title) for code, one in rules.grounds.items() if not one.planned)
    urgent = Text("Срочно, из-за вреда: 66(12)", "Urgent, because of harm: 66(12)")
    return (
        Ask("kind", AskKind.CHOICE, Text("Что проводите", "What is to be held"), choices=kinds),
        Ask("ground", AskKind.CHOICE, Text("Основание", "Ground"), choices=grounds),
        Ask("planned_start", AskKind.DATE, Text("Дата начала", "Day of start"), optional=True, to_come=True),
        Ask("working_days", AskKind.WHOLE, Text("Рабочих дней", "Working days"), optional=True, least=1, most=60),
        Ask("urgent", AskKind.YES_NO, urgent, optional=True),
        Ask("harm_information_at", AskKind.MOMENT, Text("Когда пришли сведения", "When word came"), optional=True),
    )


def said_of(typed: Mapping[str, Any]) -> NewEvent:
    """Return what was typed of an event at an object, which stands in no plan.

    Raises:
        Invalid: it is urgent without harm, or of a kind that is never urgent, or nobody said when word of harm came.
    """
    if typed["urgent"] and not urgent_allowed(typed["kind"], typed["ground"]):
        message = Text("Срочно начинают только из-за вреда: 66(12).", "Only harm lets an event begin at once: 66(12).")
        remedy = Text(
            "Смените основание или вид, либо снимите «срочно».", "Choose another ground or kind, or take it off."
        )
        raise Invalid([Fault("not_urgent", "urgent", message, remedy)])
    if typed["urgent"] and typed["harm_information_at"] is None:
        message = Text("Нет часа, когда пришли сведения о вреде.", "When word of harm came is missing.")
        remedy = Text("Впишите: от него идут 24\u00a0часа.", "Give it: 24\u00a0hours run from it.")
        raise Invalid([Fault("missing", "harm_information_at", message, remedy)])
    return NewEvent(**{**typed, "planned": False, "urgent": bool(typed["urgent"])})


def create_event(
    session: Session,
    actor: Actor,
    body: AuthorityBody,
    object: ControlObject,
    said: NewEvent,
    now: datetime,
    *,
    entry: EventPlanEntry | None = None,
) -> ControlEvent:
    """Prepare an event of a body at one of its objects; `entry` is its place in an approved plan.

    The business is not told and sees nothing: it is linked when the event is scheduled, or begins.

    Raises:
        NotFound: another body's object.
        Conflict: another law governs this control, or the entry has its event.
    """
    if object.body_id != body.id or object.source is Source.BUSINESS:
        raise NotFound
    _check_law(object.control_type)
    if entry is not None and entry.event_id is not None:
        raise Conflict(
            Text("По этому пункту плана проверка уже есть.", "This entry of the plan has its event."),
            Text("Откройте её.", "Open that one."),
        )
    event = ControlEvent(
        number=next_number(session),
        source=Source.AUTHORITY,
        kind=said.kind,
        working_days=said.working_days,
        created_at=now,
        **_of_object(object, body),
        **_of_plan(entry, said),
        **_by(actor, entry),
    )
    session.add(event)
    session.flush()
    if entry is not None:
        entry.event_id = event.id
        session.add(entry)
    told = event.model_dump(mode="json", include={"number", "inn", "kind", "ground", "body_id"})
    record(session, actor, "control_event.create", "control_event", event.id, told, now)
    return event


def _check_law(control_type: str) -> None:
    known = control_types().get(control_type)
    if known is not None and known.regime is Regime.OTHER:
        raise Conflict(
            Text("Этот контроль идёт по другому закону, не по 248-ФЗ.", "Another law governs this control."),
            Text("Ведите его в системе того закона.", "Keep it in the system of that law."),
        )


def _of_object(object: ControlObject, body: AuthorityBody) -> dict[str, Any]:
    """Return what the authority itself holds of the object; the business's own answers are not asked."""
    size, form = object.facts.get("sme_category"), object.facts.get("legal_form")
    return {
        "inn": object.inn,
        "business_name": object.business_name,
        "address": object.address,
        "region": object.region or body.region,
        "object_id": object.id,
        "body_id": body.id,
        "authority": body.authority,
        "authority_name": body.name,
        "control_type": object.control_type,
        "category": object.category,
        "size": size if size in ("micro", "small", "medium", "large") else None,
        "person_type": None if form is None else PEOPLE.get(str(form), "organisation"),
        "previous_same_event": object.last_planned_on,
    }


def _of_plan(entry: EventPlanEntry | None, said: NewEvent) -> dict[str, Any]:
    if entry is None:
        own = {name: getattr(said, name) for name in ("ground", "planned_start", "urgent", "harm_information_at")}
        return {**own, "planned": bool(said.planned), "in_plan": None}
    return {
        "ground": PLAN,
        "planned": True,
        "in_plan": True,
        "plan_entry_id": entry.id,
        "planned_start": said.planned_start or entry.start,
        "planned_end": entry.end,
    }


def _by(actor: Actor, entry: EventPlanEntry | None) -> dict[str, Any]:
    """Return whose event it is: the inspector whom the plan names, else whoever prepares it."""
    named = entry.inspector_id if entry is not None else None
    return {
        "inspector_id": named or actor.person_id,
        "prepared_by": actor.person_id,
        "created_by": actor.person_id,
    }
