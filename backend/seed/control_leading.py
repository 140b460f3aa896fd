"""Leading an official event of the demo from its draft to where its story stands: by its inspector and its head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from backend.clock import MOSCOW
from backend.control.creating import NewEvent, create_event, new_event_asks
from backend.control.desk.drafting import draft_asks, save_draft
from backend.control.desk.picking import add_item
from backend.control.desk.scope_guard import CONFIRM, unclear_items
from backend.seed.control_stage import EVENT, Stage, Story, filled

# How far an event is led, in order; a story names the last one.
WAY = ("created", "drafted", "proposed", "signed", "sent", "settled", "notified", "started", "finished", "acted")
END = ("delivered", "concluded")
ORDER = {name: number for number, name in enumerate((*WAY, *END))}
ACTIONS = {"DOCUMENTARY": ["DOCUMENTS", "EXPLANATIONS"]}
ON_THE_SPOT = ["INSPECTION", "INTERVIEW", "DOCUMENTS"]
NOTICED = "noticed_at"
POST = "государственный инспектор"


def lead(stage: Stage, story: Story, told: Mapping[str, Any]) -> None:
    """Put every step of an official event on the stage, up to the one its story names."""
    last = ORDER[told["to"]]
    for name, at, do in _steps(stage, story, told):
        if ORDER[name] <= last and not (name == "created" and story.event_id):
            stage.later(story.times.at(at), f"{story.id}: {name}", do)


def _steps(stage: Stage, story: Story, told: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield each step: its name, when it is taken, and what does it."""
    inspector, length = story.inspector, int(told.get("length", 4))

    def step(who: str, action: str, **values: str) -> Any:
        def do(at: datetime) -> None:
            said = story.times.read(values)
            if NOTICED in said:
                # Of an event that begins soon the notice is given now, never tomorrow.
                said[NOTICED] = at.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M")
            stage.take(who, EVENT, story.event_id, action, said, at)

        return do

    yield "created", "@s-9 10:00", lambda at: _create(stage, story, told, at)
    yield "drafted", "@s-9 11:00", lambda at: _draft(stage, story, told, at)
    yield "proposed", "@s-9 15:00", step(inspector, "propose_decision")
    yield "signed", "@s-8 10:00", lambda at: _sign(stage, story, at)
    if told.get("approval"):
        yield "sent", "@s-7 10:00", step("head", "send_for_approval", approval_sent_on="@s-7")
        yield "settled", "@s-6 12:00", _approval(step, told["approval"])
    else:
        yield "settled", "@s-6 12:00", step("head", "schedule", registry_number=number_of(stage, told))
    if told.get("kind", "ON_SITE") == "ON_SITE":
        yield "notified", "@s-4 11:00", step(inspector, "notify_business", noticed_at="@s-4 11:00", notice_manner=VIA)
    yield "started", "@s+0 10:00", step(inspector, "start", started_at="@s+0 10:00")
    over = f"@s+{length} 16:00"
    yield "finished", over, step(inspector, "finish", ended_at=over)
    yield "acted", f"@s+{length} 17:00", lambda at: _draw_act(stage, story, told, at, f"@s+{length}")
    yield "delivered", f"@s+{length} 17:30", step(inspector, "act_signed", act_delivered_on=f"@s+{length}")
    yield "concluded", f"@s+{length + 1} 11:00", step(inspector, _conclusion(told))


VIA = "через Госуслуги"


def _sign(stage: Stage, story: Story, at: datetime) -> None:
    """The head signs, and confirms requirements of which the object's facts say nothing yet."""
    unclear = unclear_items(stage.session, stage.event(story))
    said = {CONFIRM: "yes"} if unclear else {}
    stage.take("head", EVENT, story.event_id, "sign_decision", said, at)


def _approval(step: Any, said: Any) -> Any:
    if said == "given":
        return step("prosecutor", "approve", approval_decided_on="@s-6")
    return step("prosecutor", "refuse_approval", approval_decided_on="@s-6", **said)


def _conclusion(told: Mapping[str, Any]) -> str:
    found = told.get("violations") or ()
    if not found:
        return "close_clean"
    return "close_fixed" if all(line.startswith("+") for line in found) else "find_violations"


def number_of(stage: Stage, told: Mapping[str, Any]) -> str:
    """Return an invented number of the register of events: 20 digits."""
    return f"7726004100010{int(told['number']):07d}"


def _create(stage: Stage, story: Story, told: Mapping[str, Any], at: datetime) -> None:
    thing, actor = stage.objects[told["object"]], stage.actor(story.inspector)
    values = {
        "kind": told.get("kind", "ON_SITE"),
        "ground": told["ground"],
        "planned_start": "@s+0",
        "working_days": "5",
    }
    said = filled(new_event_asks(), story.times.read(values), at)
    said = {**said, "planned": False, "urgent": False}
    story.event_id = create_event(stage.session, actor, stage.bodies[told["body"]], thing, NewEvent(**said), at).id


def _draft(stage: Stage, story: Story, told: Mapping[str, Any], at: datetime) -> None:
    """Fill the fifteen items of the decision and name the requirements."""
    event, actor = stage.event(story), stage.actor(story.inspector)
    kind, length = told.get("kind", "ON_SITE"), int(told.get("length", 4))
    values: dict[str, Any] = {
        "decision_date": "@s-8",
        "decision_time": "10:00",
        "decision_place": "Москва",
        "decision_number": f"{told['number']}/26-Р",
        "decided_by": "начальник управления",
        "people_named": f"{actor.name.split(',')[0]}, {POST}",
        "address": event.address,
        "business_name": event.business_name,
        "business_address": event.address,
        "actions": ACTIONS.get(kind, ON_THE_SPOT),
        "subject": "Соблюдение требований пожарной безопасности",
        "product_needed": "no",
        "checklists_needed": "no",
        "start_at": "@s+0 10:00",
        "planned_end": f"@s+{length}",
        "working_days": str(length + 1),
        "hours_planned": "12",
        "documents_needed": "no",
        "other_needed": "no",
        "registry_number": number_of(stage, told),
        **({"why_on_site": "Состояние выходов видно только на месте"} if kind == "ON_SITE" else {}),
        **told.get("draft", {}),
    }
    typed = filled(draft_asks(event), story.times.read(values), at)
    save_draft(stage.session, actor, event, typed, at)
    for requirement in told.get("items", ITEMS):
        add_item(stage.session, event, requirement)


ITEMS = ("fire.extinguishers", "fire.exits_free", "fire.evacuation_plan")


def _draw_act(stage: Stage, story: Story, told: Mapping[str, Any], at: datetime, day: str) -> None:
    values = {
        "act_number": f"{told['number']}/А",
        "act_date": day,
        "hours_spent": str(told.get("hours", 9)),
        "violations": "\n".join(told.get("violations") or ()),
    }
    stage.take(story.inspector, EVENT, story.event_id, "draw_act", story.times.read(values), at)
