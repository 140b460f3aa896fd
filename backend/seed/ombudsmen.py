"""Cases of ombudsmen in the demo world: received, joined, a position with an appeal, a consent that ended.

They are told in `ombudsmen.yaml` and done by the services people use, in the order of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import select

from backend.accounts.models import RoleGrant
from backend.ombudsman.attaching import attach
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanKind, OmbudsmanOffice
from backend.ombudsman.opening import Shown, open_draft, write_draft
from backend.ombudsman.rights import NAME
from backend.seed.appeals import Complaint
from backend.seed.control_stage import Stage, day_of
from backend.seed.control_times import Times
from backend.threads.queries import find_place
from backend.threads.readers import digest_of, readers_of
from backend.threads.service import Draft, enter, send

TOLD = Path(__file__).with_name("ombudsmen.yaml")
Line = Mapping[str, Any]


@dataclass
class Request:
    """One request of the demo to an ombudsman: whose it is and, once it is opened, its id."""

    name: str
    owner: str
    times: Times
    id: str = ""


def add_ombudsmen(stage: Stage, appeals: Mapping[str, Complaint]) -> None:
    """Put the offices, the requests and the letters on the stage; `appeals` by the names of their file."""
    told: Line = yaml.load(TOLD.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for name, kind in told["offices"].items():
        grant = select(RoleGrant).where(RoleGrant.person_id == stage.world.people[name].id)
        stage.session.add(OmbudsmanOffice(grant_id=stage.session.exec(grant).one().id, kind=OmbudsmanKind(kind)))
    for entry in told["cases"]:
        _case(stage, appeals, entry)
    for line in told["letters"]:
        _letter(stage, appeals, line)


def _case(stage: Stage, appeals: Mapping[str, Complaint], entry: Line) -> None:
    story = stage.stories.get(entry.get("story", ""))
    times = story.times if story else stage.times
    one = Request(entry["id"], entry["owner"], times)

    def begin(at: datetime) -> None:
        about = ("event_id", story.event_id) if story else ("appeal_id", appeals[entry["appeal"]].id)
        actor, kind = stage.actor(one.owner), OmbudsmanKind(entry["kind"])
        row = open_draft(stage.session, actor, stage.business(one.owner), kind, *about, at)
        said = times.read(entry["show"])
        shown = Shown(**{**said, "until": date.fromisoformat(said["until"])})
        write_draft(stage.session, row, shown, day_of(at))
        one.id = row.id

    stage.later(times.at(entry["at"]), f"request {one.name}", begin)
    for line in entry["then"]:

        def do(at: datetime, line: Line = line) -> None:
            if "attach" in line:
                attach(stage.session, stage.session.get_one(OmbudsmanCase, one.id), appeals[line["attach"]].id, at)
            else:
                values = times.read(line.get("with", {}))
                stage.take(line.get("as", one.owner), NAME, one.id, line["take"], values, at)

        stage.later(times.at(line["at"]), f"request {one.name}: {line}", do)


def _letter(stage: Stage, appeals: Mapping[str, Complaint], line: Line) -> None:
    """Write into the thread of an appeal, to exactly those who read it then."""

    def do(at: datetime) -> None:
        actor, case_id = stage.actor(line["as"]), appeals[line["appeal"]].id
        place = enter(stage.session, actor, "appeal", case_id, at)
        readers = digest_of(readers_of(find_place(stage.session, actor, "appeal", case_id, at).case))
        send(stage.session, stage.data, actor, place, Draft(line["write"], readers), at)

    stage.later(stage.times.at(line["at"]), f"letter about {line['appeal']}", do)
