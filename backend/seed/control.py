"""Control in the demo world: bodies, their objects, events in every state, appeals and all that belongs to them.

Everything is told in `control.yaml`, `control_events.yaml` and the files of what stands above control, and done by the
services people use, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, select

from backend.accounts.models import Person
from backend.authorities.models import BodyLevel
from backend.authorities.service import BodyInput, save_body
from backend.control.desk.object_facts import facts_typed
from backend.control.desk.objects import object_asks, save_object
from backend.notifications.service import mark_all_read
from backend.seed.appeals import add_appeals
from backend.seed.control_beside import put_on_stage
from backend.seed.control_leading import lead
from backend.seed.control_plans import plan_on_stage
from backend.seed.control_rooms import enter_own, follow
from backend.seed.control_stage import Stage, Story, filled, inn_of
from backend.seed.ombudsmen import add_ombudsmen
from backend.seed.statements import add_statements
from backend.seed.world import World

HERE = Path(__file__).parent
# Notices of the last day are unread.
READ = timedelta(days=1)
Told = Mapping[str, Any]


def add_control(session: Session, data: Path, world: World) -> Stage:
    """Make the control of the demo world; `data` is where papers are stored."""
    stage = Stage(session, data, world)
    told, events = _read("control.yaml"), _read("control_events.yaml")
    for entry in told["bodies"]:
        _body(stage, entry)
    for entry in told["objects"]:
        _object(stage, entry)
    plan_on_stage(stage, told["plans"])
    for entry in told["beside"]:
        put_on_stage(stage, entry)
    for entry in events["events"]:
        _event(stage, entry)
    add_ombudsmen(stage, add_appeals(stage))
    add_statements(stage)
    stage.later(world.now - READ, "reading", lambda at: _read_notices(stage, at))
    stage.play()
    return stage


def _read(name: str) -> Told:
    found: Told = yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def _body(stage: Stage, entry: Told) -> None:
    """Enter a body; its parent stands above it in the file."""
    parent = stage.bodies[entry["parent"]].id if "parent" in entry else ""
    said = {name: entry[name] for name in ("authority", "region", "name", "head", "collegial") if name in entry}
    typed = BodyInput(**said, level=BodyLevel(entry["level"]), parent_id=parent)
    body = save_body(stage.session, stage.actor("admin"), typed, stage.world.now)
    body.demo = True
    stage.bodies[entry["id"]] = body


def _object(stage: Stage, entry: Told) -> None:
    """Enter an object of a body; it is known by an ИНН, of a demo business or of somebody who is not here."""
    body = stage.bodies[entry["body"]]
    owner = entry["of"]
    name = stage.business(owner).name.split(",")[0] if isinstance(owner, str) else entry["name"]
    values = {
        "inn": inn_of(stage, owner),
        "business_name": name,
        "address": entry["address"],
        "region": body.region,
        "control_type": entry.get("type", "fire"),
        "kind": entry.get("kind", ""),
        **entry.get("with", {}),
    }
    facts = {f"fact_{code}": str(value) for code, value in entry.get("facts", {}).items()}
    typed = filled(object_asks(body), stage.times.read(values | facts), stage.world.now)
    row = save_object(stage.session, stage.actor("inspector"), body, typed, facts_typed(typed), stage.world.now)
    row.demo = True
    stage.objects[entry["id"]] = row


def _event(stage: Stage, entry: Told) -> None:
    """Put one event on the stage: led by its authority, or entered by its business."""
    times = stage.times.from_start(int(entry["start"]))
    story = Story(entry["id"], times, owner=entry.get("owner", ""), inspector=entry.get("inspector", "inspector"))
    stage.stories[story.id] = story
    if "own" in entry:
        stage.later(times.at(entry["at"]), story.id, lambda at: enter_own(stage, story, entry, at))
    else:
        lead(stage, story, {"body": "mchs_77", **entry})
    follow(stage, story, entry.get("then", ()))


def _read_notices(stage: Stage, at: datetime) -> None:
    """Let everybody have read what they were told: what came after that is then seen at once."""
    for person_id in stage.session.exec(select(Person.id)):
        mark_all_read(stage.session, person_id, at)
