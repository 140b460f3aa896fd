"""How a case of each kind begins: on the side of the authority, or as the business's own copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from backend.appeals import opening as appeal_opening
from backend.appeals.models import AppealGround
from backend.clock import MOSCOW
from backend.control import asking_category, creating, entering
from backend.control.cases.asking import read_asked
from backend.control.cases.kinds import case_kinds
from backend.control.kinds import postponement, warning
from backend.control.models import (
    ControlEvent,
    Declaration,
    DocumentRequest,
    EventItem,
    EventPlan,
    EventPlanEntry,
    Prescription,
    Violation,
)
from backend.control.models.room import Side
from backend.control.prescriptions import draft as prescription_draft
from backend.control.prevention import entering as prevention_entering
from backend.control.queries import next_number
from backend.ombudsman import opening as ombudsman_opening
from backend.ombudsman.models import OmbudsmanKind
from backend.ombudsman.sharing import nameable_parts
from backend.risk.models import ControlObject, Source
from calculators.appeal import AuthorRole, FilerKind, Signature, Subject
from rules.control import control_types
from rules.control.postponing import Route
from rules.control.types import Regime
from tests.backend.control.walks.filling import fill
from tests.backend.control.walks.people import INN, World

ZONE = ZoneInfo("Europe/Moscow")
EVERY_PLAN = select(EventPlan.id)
URGENT = 0.1
Begin = Callable[[World, Random, datetime, bool], Any]


def control_object(world: World, random: Random, now: datetime, **more: Any) -> ControlObject:
    """Store an object of the café in the books of the body."""
    about = {"inn": INN, "business_name": "ИП Соколова", "address": "Москва, Лесная, 5", "region": "77"}
    known = {"source": Source.AUTHORITY, "control_type": "fire", "category": "HIGH", "body_id": world.body.id}
    row = ControlObject(created_at=now, **(about | known | more))
    row.facts = {"legal_form": random.choice(("ip", "ooo", "npd")), "sme_category": "micro"}
    world.session.add(row)
    world.session.flush()
    return row


def authority_event(world: World, random: Random, now: datetime, **more: Any) -> ControlEvent:
    """Prepare an event with a whole decision."""
    inspector = world.people["inspector"]
    typed = read_asked(creating.new_event_asks(), fill(creating.new_event_asks(), random, now), ZONE, now)
    if random.random() < URGENT:
        typed |= {"urgent": True, "harm_information_at": now, "ground": "HARM_INFO", "kind": "ON_SITE"}
    else:
        typed["urgent"] = False
    thing = control_object(world, random, now)
    event = creating.create_event(world.session, inspector, world.body, thing, creating.said_of(typed), now)
    start = now + timedelta(days=random.randrange(3, 15))
    said = {
        "decision_date": now.astimezone(MOSCOW).date(),
        "decision_number": "Р-7",
        "people_named": ["Инна Петрова"],
        "actions": [],
        "subject": "Пожарная безопасность",
        "start_at": start,
        "planned_start": start.date(),
        "planned_end": start.date() + timedelta(days=5),
        "registry_number": random.choice((None, f"7726{random.randrange(10**9):016}")),
    }
    said["actions"] = ["INSPECTION"] if event.kind not in ("DOCUMENTARY", "MONITORING_PURCHASE") else ["DOCUMENTS"]
    for name, value in (said | more).items():
        setattr(event, name, value)
    world.session.add_all([event, EventItem(event_id=event.id, text="Пути эвакуации", act="ППР", unit="п. 1")])
    world.session.flush()
    return event


def own_event(world: World, random: Random, now: datetime, **more: Any) -> ControlEvent:
    """Enter an event from the papers of the café."""
    owner, asks = world.people["owner"], entering.asks()
    typed = read_asked(asks, fill(asks, random, now) | more, ZONE, now)
    typed["act_delivered_on"] = typed["act_delivered_on"] or now.astimezone(MOSCOW).date()
    typed["planned_end"] = None
    return entering.enter_event(world.session, owner, world.business.id, typed, now)


def shared_event(world: World, random: Random, now: datetime, own: bool, state: str, **more: Any) -> ControlEvent:
    """Store an event that has come to a state, with the café as its business."""
    started = {"started_at": now - timedelta(hours=2)} if state == "IN_PROGRESS" else {}
    about: dict[str, Any] = {
        "source": Source.BUSINESS if own else Source.AUTHORITY,
        "business_id": world.business.id,
        "inn": INN,
        "business_name": "ИП Соколова",
        "person_type": random.choice(("entrepreneur", "citizen", "organisation")),
        "region": "77",
        "body_id": None if own else world.body.id,
        "authority": "mchs",
        "control_type": "fire",
        "kind": random.choice(("ON_SITE", "DOCUMENTARY")),
        "ground": "RISK_INDICATOR",
        "registry_number": "77260041000100000001",
        "start_at": now + timedelta(days=5),
        "planned_start": (now + timedelta(days=5)).date(),
        "planned_end": (now + timedelta(days=9)).date(),
        "noticed_at": now - timedelta(days=1),
        "inspector_id": world.people["inspector"].person_id,
        "state": state,
    }
    row = ControlEvent(number=next_number(world.session), created_at=now, **(about | started | more))
    world.session.add(row)
    world.session.flush()
    return row


def begin_event(world: World, random: Random, now: datetime, own: bool) -> ControlEvent:
    """A control event."""
    return own_event(world, random, now) if own else authority_event(world, random, now)


def begin_postponement(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A request to move an event, by right or by agreement, as far as each is open."""
    event = shared_event(world, random, now, own, "SCHEDULED", person_type="entrepreneur")
    case = postponement.begin_by(world.session, event, random.choice([Route.ABSENCE, Route.SHIFT]), now)
    world.session.add(case)
    world.session.flush()
    return case


def begin_document_request(world: World, random: Random, now: datetime, own: bool) -> DocumentRequest:
    """A demand for papers in an event that has begun."""
    event = shared_event(world, random, now, own, "IN_PROGRESS")
    side = Side.BUSINESS if own else Side.AUTHORITY
    case = case_kinds()["document_request"].begin(world.session, event, world.people["owner"], side, now)  # type: ignore[misc]
    world.session.add(case)
    world.session.flush()
    return case


def begin_prescription(world: World, random: Random, now: datetime, own: bool) -> Prescription:
    """A prescription: the draft of the authority with its points, or what the business records."""
    state = "VIOLATIONS_FOUND"
    event = shared_event(world, random, now, own, state, act_number="15", act_date=now.date())
    case = Prescription(event_id=event.id, business_id=event.business_id, created_at=now)
    for position in range(2):
        about = {"text": f"Нет огнетушителя {position}", "act": "ППР", "unit": "п. 60"}
        world.session.add(Violation(event_id=event.id, position=position, **about))
    world.session.add(case)
    world.session.flush()
    if not own:
        points = prescription_draft.new_points(world.session, event)
        asks = prescription_draft.asks_of(points)
        typed = read_asked(asks, draft_of(points, now), ZONE, now)
        prescription_draft.save(world.session, case, points, typed, world.people["inspector"], now)
    return case


def draft_of(points: Any, now: datetime) -> dict[str, str]:
    """Return the whole form of a draft prescription."""
    values = prescription_draft.values_of(points)
    more = {"due_on": (now + timedelta(days=30)).date().isoformat(), "measures": "Купить", "proof": "Фото"}
    return {name: value or more[name.rpartition("_")[0]] for name, value in values.items()}


def begin_warning(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A warning that is drafted, or recorded from its paper."""
    asks = warning.record_asks() if own else warning.draft_asks(world.body)
    typed = read_asked(asks, fill(asks, random, now) | ({} if own else {"control_type": "fire"}), ZONE, now)
    if own:
        typed["issued_on"] = None
        return prevention_entering.record_warning(world.session, world.people["owner"], world.business, typed, now)
    typed |= {"requirement": None, "self_assessment_url": "https://example.ru/"}
    return prevention_entering.save_draft(world.session, world.people["inspector"], world.body, typed, now)


def begin_mandatory_visit(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A mandatory visit that is planned, or recorded from its notice."""
    asks = prevention_entering.notice_asks() if own else prevention_entering.plan_asks(world.body)
    typed = read_asked(asks, fill(asks, random, now), ZONE, now)
    if own:
        return prevention_entering.record_notice(world.session, world.people["owner"], world.business, typed, now)
    typed["start_notice_on"] = now.date() - timedelta(days=random.randrange(180))
    case = prevention_entering.plan_visit(world.session, world.people["inspector"], world.body, typed, now)
    case.business_id = world.business.id
    return case


def begin_preventive_visit(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A visit that the café asks for."""
    bodies = () if own else ((world.body.id, world.body.name),)
    asks = prevention_entering.request_asks(bodies, (), sure=False)  # type: ignore[arg-type]
    chosen = {"eligible_as": "small_business"} | ({} if own else {"to": world.body.id, "control_type": "fire"})
    eligible = next(ask for ask in asks if ask.name == "eligible_as")
    chosen["eligible_as"] = random.choice(eligible.choices)[0]
    typed = read_asked(asks, fill(asks, random, now) | chosen, ZONE, now)
    return prevention_entering.request_visit(world.session, world.people["owner"], world.business, typed, now)


def begin_category_request(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A request about the category of an object, filed here or elsewhere."""
    thing = control_object(world, random, now, business_id=world.business.id, category="HIGH")
    way = asking_category.OUTSIDE if own else asking_category.PLATFORM
    typed = asking_category.RequestInput(wanted="LOW", way=way, reason="Категория завышена")
    return asking_category.draft_request(world.session, thing, typed, now.astimezone(MOSCOW).date(), now)


def begin_declaration(world: World, random: Random, now: datetime, own: bool) -> Declaration:
    """A declaration with a high self-assessment, of a type whose act allows one where one does."""
    allowed = [one.code for one in control_types().values() if one.flag("declaration.allowed")]
    row = Declaration(
        business_id=world.business.id,
        body_id=None if own else world.body.id,
        control_type=random.choice(allowed or ["fire"]),
        statement={"share": "1/1"},
        created_at=now,
    )
    world.session.add(row)
    world.session.flush()
    return row


def plan_of(world: World, random: Random, now: datetime, state: str = "FORMING") -> EventPlan:
    """Store a plan that the inspector made, for a year and a type that no walk had before."""
    types = [one.code for one in control_types().values() if one.regime is not Regime.OTHER]
    number = len(world.session.exec(EVERY_PLAN).all())
    year, type_ = 2027 + number // len(types), types[number % len(types)]
    by = world.people["inspector"].person_id
    about = {"body_id": world.body.id, "control_type": type_, "year": year, "prepared_by": by}
    plan = EventPlan(state=state, solution={"kind": "ON_SITE", "days": 3}, created_at=now, **about)
    world.session.add(plan)
    world.session.flush()
    return plan


def entry_of(world: World, random: Random, now: datetime, plan: EventPlan, *, placed: bool) -> EventPlanEntry:
    """Store an entry of a plan, with its days or without."""
    thing = control_object(world, random, now, control_type=plan.control_type)
    first = date(plan.year, 3, 1)
    days = {"start": first, "end": first + timedelta(days=2), "inspector_id": world.people["inspector"].person_id}
    window = {"window_first": first, "window_last": date(plan.year, 12, 1), "days": 3, "kind": "ON_SITE"}
    about = {"plan_id": plan.id, "object_id": thing.id, "skill": plan.control_type, "created_at": now}
    row = EventPlanEntry(**about, **window, **(days if placed else {}))
    world.session.add(row)
    world.session.flush()
    return row


def begin_plan(world: World, random: Random, now: datetime, own: bool) -> EventPlan:
    """A plan with a few entries, most of them placed."""
    plan = plan_of(world, random, now)
    for number in range(random.randint(1, 3)):
        entry_of(world, random, now, plan, placed=not number or random.random() < 0.7)
    return plan


def begin_entry(world: World, random: Random, now: datetime, own: bool) -> EventPlanEntry:
    """An entry of a draft, or one proposed within the year."""
    plan = plan_of(world, random, now, random.choice(("FORMING", "APPROVED", "APPROVED")))
    return entry_of(world, random, now, plan, placed=random.random() < 0.8)


def begin_appeal(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A draft about an event or its prescription with all that 41(1) asks for; its body has a desk here, or not."""
    state = random.choice(("SCHEDULED", "IN_PROGRESS", "DELIVERED", "VIOLATIONS_FOUND"))
    event = shared_event(world, random, now, own, state, act_number="15", act_date=now.date())
    for position in range(2):
        about = {"text": f"Нет огнетушителя {position}", "act": "ППР", "unit": "п. 60"}
        world.session.add(Violation(event_id=event.id, position=position, **about))
    subject = random.choice((Subject.DECISION, Subject.ACT, Subject.ACTIONS))
    row = appeal_opening.open_draft(
        world.session, world.people["owner"], world.business, subject, "event_id", event.id, now
    )
    said: dict[str, Any] = {
        "body_id": None if own else world.body.id,
        "hearing_body_id": None if own else world.body.id,
        "authority_name": "МЧС",
        "author_role": AuthorRole.OFFICIAL,
        "author_name": "Инна Петрова",
        "contested": "Решение",
        "demands": ["Отменить"],
        "event_number": "77260041000100000001",
        "filer_kind": FilerKind.IP,
        "filer_name": "ИП Соколова",
        "filer_address": "Москва",
        "contact_way": "Госуслуги",
        "decision_way": "Госуслуги",
        "known_on": now.date() - timedelta(days=random.choice((1, 5, 29, 30, 40))),
        "asks_for_stay": random.random() < 0.6,
        "asks_to_restore": random.random() < 0.3,
        "restore_reason": "Болел",
        "signature": Signature.SIMPLE,
    }
    said |= dict.fromkeys(("fine", "court_decision", "state_secret", "court_only", "insulting"), False)
    for name, value in said.items():
        setattr(row, name, value)
    row.author_id = None
    world.session.add_all([row, AppealGround(appeal_id=row.id, n=1, text="Нам не сообщили")])
    world.session.flush()
    return row


def begin_ombudsman_case(world: World, random: Random, now: datetime, own: bool) -> Any:
    """A request to the ombudsman of the region about an event, with a consent that lasts a week or longer."""
    event = shared_event(world, random, now, own, random.choice(("SCHEDULED", "IN_PROGRESS", "DELIVERED")))
    row = ombudsman_opening.open_draft(
        world.session, world.people["owner"], world.business, OmbudsmanKind.REGIONAL, "event_id", event.id, now
    )
    until = now.date() + timedelta(days=random.choice((7, 60)))
    named = [one["value"] for one in nameable_parts(world.session, row)]
    shown = ombudsman_opening.Shown(
        request="Помогите",
        parts=named[: random.randint(1, len(named))],
        purpose="Позиция",
        until=until,
        presence=random.random() < 0.7,
        may_ask=random.random() < 0.7,
    )
    ombudsman_opening.write_draft(world.session, row, shown, now.date())
    return row


# Which kinds a business keeps a copy of for itself; plans it does not.
BEGINNINGS: Mapping[str, Begin] = {
    "appeal": begin_appeal,
    "control_event": begin_event,
    "declaration": begin_declaration,
    "document_request": begin_document_request,
    "event_plan": begin_plan,
    "event_plan_entry": begin_entry,
    "mandatory_visit": begin_mandatory_visit,
    "ombudsman_case": begin_ombudsman_case,
    "postponement": begin_postponement,
    "prescription": begin_prescription,
    "preventive_visit": begin_preventive_visit,
    "risk_category_change": begin_category_request,
    "warning": begin_warning,
}
WITHOUT_OWN_COPY = frozenset({"event_plan", "event_plan_entry"})
