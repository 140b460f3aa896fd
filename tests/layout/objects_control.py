"""Things of control that routes name by an id: an event the café and the fire service share, and what lies around.

Each factory makes its thing once and is asked by the others for it. `instead` says where an address of several words,
such as a case with its procedure and its action, needs other words than the plain ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, select

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.consultations.models import Channel, Consultation
from backend.control.models import (
    ControlEvent,
    ControlWarning,
    Declaration,
    ErknmImport,
    EventFile,
    EventPlan,
    EventPlanEntry,
    InspectorAbsence,
    Prescription,
    RoomConsent,
    VideoSlot,
)
from backend.control.models.room import Side
from backend.control.parts import Part
from backend.papers.models import FileType
from backend.papers.service import store
from backend.procedures.models import StepRecord
from backend.risk.models import CategoryRequest, ControlObject, IntegrityMeasure, Source

if TYPE_CHECKING:
    from tests.layout.objects import World

START = datetime(2026, 12, 7, 7, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n%%EOF\n"


def _one(world: World, model: type[SQLModel]) -> Any:
    return world.session.exec(select(model)).first()


def body(world: World) -> str:
    """The fire service of Moscow."""
    found = _one(world, AuthorityBody)
    about = {"authority": "mchs", "region": "77", "name": "МЧС по Москве", "level": BodyLevel.TERRITORIAL}
    return found.id if found else world.keep(AuthorityBody(created_at=world.clock.now(), **about))


def control_object(world: World) -> str:
    """An object in the books of the fire service."""
    row = ControlObject(
        source=Source.AUTHORITY,
        body_id=body(world),
        inn="7707083893",
        business_name="Другая фирма",
        address="Москва, Лесная, 5",
        region="77",
        control_type="fire",
        category="HIGH",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def own_object(world: World) -> str:
    """The café's own note of its object."""
    row = ControlObject(
        source=Source.BUSINESS,
        business_id=world.business.id,
        business_name=world.business.name,
        address="Москва, Лесная, 7",
        region="77",
        control_type="fire",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def event(world: World) -> str:
    """An event of the fire service at the café, approved and notified."""
    found = _one(world, ControlEvent)
    if found:
        return str(found.id)
    row = ControlEvent(
        number=1,
        source=Source.AUTHORITY,
        business_id=world.business.id,
        business_name=world.business.name,
        person_type="entrepreneur",
        region="77",
        body_id=body(world),
        authority="mchs",
        control_type="fire",
        kind="ON_SITE",
        ground="RISK_INDICATOR",
        planned=False,
        approval="given",
        approval_sent_on=date(2026, 11, 20),
        decision_date=date(2026, 11, 19),
        planned_start=START.date(),
        start_at=START,
        planned_end=date(2026, 12, 9),
        noticed_at=datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
        state="SCHEDULED",
        registry_number="77260041000100000001",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def event_file(world: World, *, event_id: str | None = None, procedure: str = "control_event", case: str = "") -> str:
    """A file that the café handed over in the event."""
    of_event = event(world) if not case else event_id
    at, digest = world.clock.now(), store(world.settings.data, PDF)
    row = EventFile(
        event_id=of_event,
        business_id=world.business.id,
        side=Side.BUSINESS,
        part="paper",
        procedure=procedure,
        case_id=case or event(world),
        sha256=digest,
        name="журнал.pdf",
        size=len(PDF),
        type=FileType.PDF,
        at=at,
    )
    return world.keep(row)


def warning_file(world: World) -> str:
    """A file of the café with its objection."""
    return event_file(world, procedure="warning", case=warning(world))


def slot(world: World) -> str:
    """A time for a talk that the authority proposed."""
    about = {"event_id": event(world), "side": Side.AUTHORITY, "starts_at": START, "at": world.clock.now()}
    return world.keep(VideoSlot(**about))


def consent(world: World) -> str:
    """What the café lets the ombudsman see."""
    about = {"event_id": event(world), "parts": [Part.EVENT.value], "until": date(2027, 3, 1), "wording": "первая"}
    return world.keep(RoomConsent(given_by=world.person.id, given_at=world.clock.now(), **about))


def warning(world: World) -> str:
    """A warning that the café received."""
    found = _one(world, ControlWarning)
    if found:
        return str(found.id)
    row = ControlWarning(
        platform_number=1,
        source=Source.AUTHORITY,
        business_id=world.business.id,
        business_name=world.business.name,
        region="77",
        body_id=body(world),
        control_type="fire",
        issued_on=date(2026, 11, 20),
        received_on=date(2026, 11, 25),
        state="RECEIVED",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def step_number(world: World) -> str:
    """The place of a step of the café in the course of the warning: an objection filed elsewhere, without a number."""
    about = {"procedure": "warning", "subject_id": warning(world), "number": 1, "action": "object"}
    states = {"from_state": "RECEIVED", "to_state": "OBJECTED", "acting_as": "business", "basis": "248-ФЗ, ст. 49"}
    world.keep(StepRecord(actor=world.person.id, at=world.clock.now(), **about, **states))
    return "1"


def prescription(world: World) -> str:
    """A prescription the café received."""
    row = Prescription(
        event_id=event(world),
        business_id=world.business.id,
        number="12",
        issued_on=date(2026, 11, 20),
        received_on=date(2026, 11, 21),
        due_on=date(2027, 2, 1),
        state="ISSUED",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def plan(world: World) -> str:
    """The plan of the fire service for the next year."""
    found = _one(world, EventPlan)
    about = {"body_id": body(world), "control_type": "fire", "year": 2027, "created_at": world.clock.now()}
    return found.id if found else world.keep(EventPlan(**about))


def plan_entry(world: World) -> str:
    """An entry of that plan."""
    object_id = world.session.exec(select(ControlObject.id).where(ControlObject.source == Source.AUTHORITY)).first()
    row = EventPlanEntry(
        plan_id=plan(world),
        object_id=object_id or control_object(world),
        kind="ON_SITE",
        days=3,
        window_first=date(2027, 3, 1),
        window_last=date(2027, 3, 31),
        created_at=world.clock.now(),
    )
    return world.keep(row)


def category_request(world: World) -> str:
    """The café asks for another category of its object."""
    row = CategoryRequest(
        business_id=world.business.id,
        object_id=world.session.exec(select(ControlObject.id).where(ControlObject.source == Source.BUSINESS)).first()
        or own_object(world),
        body_id=body(world),
        wanted="LOW",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def measure(world: World) -> str:
    """Something the café did in good faith."""
    about = {"kind": "training", "since": date(2026, 3, 1), "sha256": store(world.settings.data, PDF)}
    names = {"file_name": "обучение.pdf", "file_size": len(PDF), "created_at": world.clock.now()}
    return world.keep(IntegrityMeasure(business_id=world.business.id, **about, **names))


def declaration(world: World) -> str:
    """A declaration of the café that is not submitted yet."""
    about = {"business_id": world.business.id, "body_id": body(world), "control_type": "fire"}
    return world.keep(Declaration(created_at=world.clock.now(), **about))


def consultation(world: World) -> str:
    """A question of the café to the consumer service."""
    row = Consultation(
        number=1,
        business_id=world.business.id,
        asked_by=world.person.id,
        control_type="sanitary",
        authority="rospotrebnadzor",
        region="77",
        channel=Channel.PHONE,
        question="Нужен ли уголок потребителя?",
        asked_at=world.clock.now(),
    )
    return world.keep(row)


def absence(world: World) -> str:
    """Days on which somebody is away."""
    days = {"first": date(2026, 12, 1), "last": date(2026, 12, 5)}
    return world.keep(InspectorAbsence(person_id=world.person.id, created_at=world.clock.now(), **days))


def register_import(world: World) -> str:
    """An import of the register."""
    return world.keep(ErknmImport(file_sha256="0" * 64, name="реестр.xml", started_at=world.clock.now()))


# Things of the café, or of the fire service, or of both: for others they do not exist.
OWNED: dict[str, Callable[[World], str]] = {
    "event_id": event,
    "case_id": warning,
    "warning_id": warning,
    "event_file_id": event_file,
    "warning_file": warning_file,
    "slot_id": slot,
    "consent_id": consent,
    "step_number": step_number,
    "prescription_id": prescription,
    "object_id": control_object,
    "risk_object_id": own_object,
    "request_id": category_request,
    "measure_id": measure,
    "declaration_id": declaration,
    "consultation_id": consultation,
    "plan_id": plan,
    "entry_id": plan_entry,
    "absence_id": absence,
}
# Bodies are looked after by admins, who see them all.
OTHERS: dict[str, Callable[[World], str]] = {"body_id": body, "import_id": register_import}
PLAIN: dict[str, Callable[[], str]] = {
    "procedure": lambda: "warning",
    "part": lambda: "event",
    "paper": lambda: "notice",
    "file_name": lambda: "register.xml",
    "route": lambda: "D1",
    "answer": lambda: "accept",
}
# Which words an address with several of them needs; «@name» is the id of that name.
INSTEAD: Mapping[str, Mapping[str, str]] = {
    r"/cases/\{procedure:str\}/\{case_id": {"action": "object", "event_file_id": "@warning_file"},
    r"/control-events/.*/(new|cases)/\{procedure": {"procedure": "postponement"},
}


def instead(path: str, ids: Mapping[str, str], more: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, str]:
    """Return the words that an address needs instead of the plain ones; `more` are those of rooms above."""
    shapes = {**INSTEAD, **(more or {})}
    found = {name: word for shape, words in shapes.items() if re.search(shape, path) for name, word in words.items()}
    return {name: ids.get(word[1:], word) if word.startswith("@") else word for name, word in found.items()}
