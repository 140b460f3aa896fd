"""Appeals in the demo world: from a draft with a gross breach to a decision that takes an event down.

They are told in `appeals.yaml` and done by the services people use, in the order of time, among the acts of control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import select

from backend.appeals.again import open_again
from backend.appeals.choosing import add
from backend.appeals.grounds import add_from_catalogue, add_own
from backend.appeals.models import Appeal
from backend.appeals.opening import open_draft
from backend.appeals.queries import find_appeal
from backend.appeals.sections import PARTS, write_part
from backend.risk.models import ControlObject, Source
from backend.seed.control_stage import Stage, day_of, paper
from backend.seed.control_times import Times
from calculators.appeal import Subject

TOLD = Path(__file__).with_name("appeals.yaml")
NAME = "appeal"
Line = Mapping[str, Any]


@dataclass
class Complaint:
    """One appeal of the demo: whose it is and, once it is opened, its id."""

    name: str
    owner: str
    times: Times
    id: str = ""


def add_appeals(stage: Stage) -> dict[str, Complaint]:
    """Put the appeals on the stage; what they are about is on it already. Returns them by the names of the file."""
    told: Line = yaml.load(TOLD.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    made: dict[str, Complaint] = {}
    for entry in told["appeals"]:
        story = stage.stories.get(entry.get("story", ""))
        times = story.times if story else stage.times
        one = Complaint(entry["id"], entry["owner"], times)
        made[one.name] = one
        _put(stage, one, {**entry, "parts": told["parts"]}, made)
    return made


def _put(stage: Stage, one: Complaint, entry: Line, made: Mapping[str, Complaint]) -> None:
    def begin(at: datetime) -> None:
        row = _again(stage, made[entry["again"]], at) if "again" in entry else _open(stage, one, entry, at)
        one.id = row.id
        _fill(stage, one, row, entry, at)

    stage.later(one.times.at(entry["at"]), f"appeal {one.name}", begin)
    for line in entry.get("then", ()):

        def do(at: datetime, line: Line = line) -> None:
            _follow(stage, one, line, at)

        stage.later(one.times.at(line["at"]), f"appeal {one.name}: {line}", do)


def _open(stage: Stage, one: Complaint, entry: Line, at: datetime) -> Appeal:
    """Open a draft about an event of a story, a case in its room, or an object of risk."""
    field, id_ = _about(stage, one, entry)
    actor, business = stage.actor(one.owner), stage.business(one.owner)
    return open_draft(stage.session, actor, business, Subject(entry["subject"]), field, id_, at)


def _about(stage: Stage, one: Complaint, entry: Line) -> tuple[str, str]:
    if "object" in entry:
        mine = ControlObject.business_id == stage.business(one.owner).id, ControlObject.source == Source.AUTHORITY
        query = select(ControlObject).where(*mine, ControlObject.control_type == entry["object"])
        return "object_id", stage.session.exec(query).one().id
    story = stage.stories[entry["story"]]
    if "case" in entry:
        return "prescription_id", story.cases[entry["case"]][1]
    return "event_id", stage.event(story).id


def _again(stage: Stage, first: Complaint, at: datetime) -> Appeal:
    row = stage.session.get_one(Appeal, first.id)
    return open_again(stage.session, stage.actor(first.owner), row, at)


def _fill(stage: Stage, one: Complaint, row: Appeal, entry: Line, at: datetime) -> None:
    """Write the parts that the file names as a form would: what is known already stays."""
    for code in entry.get("fill", PARTS):
        part = PARTS[code]
        known = {ask.name: _typed(getattr(row, ask.name)) for ask in part.asks(stage.session, row)}
        said = {**entry["parts"].get(code, {}), **entry.get("write", {}).get(code, {})}
        if "body" in said:
            said["body_id"] = stage.bodies[said.pop("body")].id
        write_part(stage.session, row, part, {**known, **one.times.read(said)}, at)
    for ground in entry.get("grounds", ()):
        if "code" in ground:
            add_from_catalogue(stage.session, row, ground["code"])
        else:
            add_own(stage.session, row, **ground)
    for name in entry.get("files", ()):
        seen = find_appeal(stage.session, stage.actor(one.owner), row.id, day_of(at))
        add(stage.session, stage.data, seen, [paper(name)], "evidence", at)


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(value)
    return getattr(value, "value", value) if value is not None else ""


def _follow(stage: Stage, one: Complaint, line: Line, at: datetime) -> None:
    """Take a step of an appeal; of a decision every ground is answered alike."""
    values = one.times.read(dict(line.get("with", {})))
    if "answers" in line:
        for n, (answer, holds) in enumerate(line["answers"], start=1):
            values |= {f"answer_{n}": answer, f"accepted_{n}": holds}
    stage.take(line.get("as", one.owner), NAME, one.id, line["take"], values, at, line.get("file", ""))
