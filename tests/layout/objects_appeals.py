"""Appeals of the café that routes name by an id: a draft with a ground and a file, and one that was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from backend.appeals.models import Appeal, AppealGround
from backend.audit.service import record
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.papers.models import FileType
from backend.papers.service import store
from backend.procedures.models import StepRecord
from calculators.appeal import Subject
from tests.layout.objects_control import PDF, body, event

if TYPE_CHECKING:
    from tests.layout.objects import World


def _appeal(world: World, number: int, **more: Any) -> str:
    row = Appeal(
        platform_number=number,
        business_id=world.business.id,
        subject=Subject.ACT,
        event_id=event(world),
        control_type="fire",
        region="77",
        body_id=body(world),
        hearing_body_id=body(world),
        filer_name=world.business.name,
        created_at=world.clock.now(),
        **more,
    )
    appeal_id = world.keep(row)
    world.keep(AppealGround(appeal_id=appeal_id, n=1, text="Акт нам не показали."))
    return appeal_id


def draft(world: World) -> str:
    """A draft: for everybody but the café it does not exist."""
    return _appeal(world, 1)


def draft_file(world: World) -> str:
    """A file of a draft."""
    row = EventFile(
        business_id=world.business.id,
        side=Side.BUSINESS,
        part="evidence",
        procedure="appeal",
        case_id=world.session.exec(select(Appeal.id).where(Appeal.platform_number == 1)).first() or draft(world),
        sha256=store(world.settings.data, PDF),
        name="акт.pdf",
        size=len(PDF),
        type=FileType.PDF,
        at=world.clock.now(),
    )
    return world.keep(row)


def decided(world: World) -> str:
    """An appeal that the fire service decided at its desk."""
    about = {"decision_text": "Доводы не подтвердились.", "decided_on": date(2026, 11, 27), "registry_number": "Ж-2"}
    appeal_id = _appeal(world, 2, state="DISMISSED", shared=True, **about)
    steps = (("submit", "DRAFT", "SUBMITTED", "business"), ("dismiss", "REGISTERED", "DISMISSED", "appeal_body"))
    for number, (action, left, state, role) in enumerate(steps, start=1):
        row = StepRecord(
            procedure="appeal",
            subject_id=appeal_id,
            number=number,
            action=action,
            from_state=left,
            to_state=state,
            actor=world.person.id,
            acting_as=role,
            basis="248-ФЗ, ст. 43",
            at=world.clock.now(),
        )
        world.keep(row)
        record(world.session, None, f"appeal.{action}", "appeal", appeal_id, {}, world.clock.now())
    return appeal_id


OWNED: dict[str, Callable[[World], str]] = {"appeal_id": draft, "appeal_file": draft_file, "decided_appeal": decided}
PLAIN: dict[str, Callable[[], str]] = {"number": lambda: "1", "kind": lambda: "filing"}
_DECIDED = {"appeal_id": "@decided_appeal", "action": "dismiss"}
INSTEAD: Mapping[str, Mapping[str, str]] = {
    r"/appeals/\{appeal_id:str\}": {"part": "what", "file_id": "@appeal_file", "event_file_id": "@appeal_file"},
    r"/appeals/\{appeal_id:str\}/(decision|receipts)": _DECIDED,
}
