"""Feedback that routes name by an id: an open item, what the café sent in its own name, a statement with its office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from backend.audit.service import record
from backend.clock import MOSCOW
from backend.feedback.models import Door, Feedback, FeedbackBatch, FeedbackKind
from backend.procedures.models import StepRecord

if TYPE_CHECKING:
    from tests.layout.objects import World


def _item(world: World, **more: Any) -> Feedback:
    from tests.layout.objects import entry

    row = Feedback(
        kind=FeedbackKind.CLARITY,
        requirement=entry().id,
        requirement_version=entry().version,
        authority=entry().authority or "",
        region="77",
        created_at=world.clock.now(),
        **more,
    )
    world.keep(row)
    return row


def open_item(world: World) -> str:
    """An item that waits for the editor."""
    return _item(world).id


def named(world: World) -> str:
    """What the café said in its own name and may still take back."""
    about = {"business_id": world.business.id, "named_as": world.business.name, "statement": "Не знаем, как считать."}
    return _item(world, door=Door.NAMED, state="TRIAGED", **about).id


def statement(world: World) -> str:
    """A statement that waits for its office; its number is asked for once with and once without a desk."""
    found = world.session.exec(select(Feedback).where(Feedback.number == 1)).first()
    if found is None:
        batch = FeedbackBatch(sent_on=world.clock.now().astimezone(MOSCOW).date())
        sent = {"batch_id": world.keep(batch), "sent_on": batch.sent_on, "state": "WITH_REGULATOR"}
        found = _item(world, number=1, door=Door.NEUTRAL, statement="Срок в пункте не назван.", **sent)
        _sent(world, found)
    return str(found.number)


def _sent(world: World, row: Feedback) -> None:
    now = world.clock.now()
    about = {"procedure": "feedback", "subject_id": row.id, "action": "send", "acting_as": "system", "at": now}
    step = StepRecord(number=1, from_state="TRIAGED", to_state=row.state, actor="system", basis="п. 3", **about)
    world.keep(step)
    record(world.session, None, "feedback.send", "feedback", row.id, {"number": 1}, now)


OWNED: Mapping[str, Callable[[World], str]] = {"own_feedback_id": named, "desk_number": statement}
OTHERS: Mapping[str, Callable[[World], str]] = {"feedback_id": open_item, "statement_number": statement}
PLAIN: Mapping[str, Callable[[], str]] = {"sent_on": lambda: "2026-11-28"}
