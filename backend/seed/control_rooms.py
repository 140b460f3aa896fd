"""What happens in the rooms of the demo's events: one function for each kind of line a story may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from backend.clock import MOSCOW
from backend.control.cases.files import hand_over, keep, keep_proof
from backend.control.cases.opening import begin
from backend.control.cases.stepping import CaseSeen, find_case, take
from backend.control.entering import asks as own_asks
from backend.control.entering import enter_event
from backend.control.kinds.postponement import begin_by
from backend.control.models import Prescription, VideoSlot
from backend.control.own.checking import check, choose, keep_answers
from backend.control.own.costing import keep_fact, keep_scenario
from backend.control.own.rating import rate
from backend.control.prescriptions.draft import asks_of, new_points, save
from backend.control.prescriptions.prescribing import items_of
from backend.control.talking import answer_slot, give_consent, propose_slot, write
from backend.seed.control_stage import EVENT, Stage, Story, day_of, filled, paper
from rules.control.postponing import Route

Line = Mapping[str, Any]
ORDER = "order"


def enter_own(stage: Stage, story: Story, told: Line, at: datetime) -> None:
    """A business enters an event from its papers."""
    typed = filled(own_asks(), story.times.read(told["own"]), at)
    actor, business = stage.actor(story.owner), stage.business(story.owner)
    story.event_id = enter_event(stage.session, actor, business.id, typed, at).id


def follow(stage: Stage, story: Story, lines: list[Line]) -> None:
    """Put the lines of a story on the stage."""
    for line in lines:
        name = next(one for one in LINES if one in line)
        who = line.get("as", story.owner)
        who = story.owner if who == "owner" else who

        def do(at: datetime, line: Line = line, name: str = name, who: str = who) -> None:
            LINES[name](stage, story, who, story.times.read(line), at)

        stage.later(story.times.at(line["at"]), f"{story.id}: {name} {line[name]}", do)


def _open(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    """Open a case in the room with its first step."""
    actor = stage.actor(who)
    room = stage.room(story, actor, at)
    seen, action = begin(stage.session, room, actor, line["open"], at)
    if "route" in line:
        seen = CaseSeen(seen.kind, begin_by(stage.session, room.event, Route(line["route"]), at), room.side)
    stage.session.add(seen.case)
    stage.session.flush()
    file = line.get("file")
    proof = keep_proof(stage.session, stage.data, seen, action, [paper(file)], at) if file else None
    take(stage.session, seen, actor, action, line.get("with", {}), at, file=proof)
    story.cases[line.get("label", line["open"])] = (line["open"], seen.case.id)


def _take(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    """Take a step of the event, or of a case of it."""
    procedure, case_id = story.cases[line["case"]] if "case" in line else (EVENT, story.event_id)
    values = dict(line.get("with", {}))
    if "left" in line:
        points = items_of(stage.session, stage.session.get_one(Prescription, case_id))
        values["items_left"] = [points[number - 1].id for number in line["left"]]
    stage.take(who, procedure, case_id, line["take"], values, at, line.get("file", ""))


def _order(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    """Draft a prescription: a point for each violation that is left."""
    event = stage.event(story)
    points = new_points(stage.session, event)
    case = Prescription(event_id=event.id, business_id=event.business_id, created_at=at)
    values: dict[str, str] = {}
    for number, point in enumerate(points, start=1):
        said = {"text": point.text, "unit": point.unit, **line["order"][number - 1]}
        values |= {f"{name}_{number}": value for name, value in said.items()}
    save(stage.session, case, points, filled(asks_of(points), values, at), stage.actor(who), at)
    story.cases[ORDER] = ("prescription", case.id)


def _write(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    actor = stage.actor(who)
    write(stage.session, stage.room(story, actor, at), actor, line["write"], at)


def _slot(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    actor, starts = stage.actor(who), datetime.fromisoformat(line["starts"]).replace(tzinfo=MOSCOW)
    room = stage.room(story, actor, at)
    propose_slot(stage.session, room, actor, starts, 30, line["slot"], at)


def _accept(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    query = select(VideoSlot).where(VideoSlot.event_id == stage.event(story).id).order_by(col(VideoSlot.at).desc())
    actor = stage.actor(who)
    room = stage.room(story, actor, at)
    answer_slot(stage.session, room, actor, stage.session.exec(query).first().id, line["accept"], at)  # type: ignore[union-attr]


def _consent(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    actor, until = stage.actor(who), date.fromisoformat(line["until"])
    give_consent(stage.session, stage.room(story, actor, at), actor, line["consent"], until, day_of(at), at)


def _keep(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    """Keep a file; `hand` gives it to the other side with a receipt."""
    actor = stage.actor(who)
    seen = find_case(stage.session, actor, EVENT, story.event_id, day_of(at))
    rows = keep(stage.session, stage.data, seen, "own", [paper(line["keep"])], at, handed=False)
    if line.get("hand"):
        hand_over(stage.session, rows[0], actor.person_id or "", at)


def _check(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    """Answer «check the check» and put breaches into the basis of an appeal."""
    event = stage.event(story)
    keep_answers(stage.session, event, line["check"], check(stage.session, event, {}).asks, at)
    for code in line.get("choose", ()):
        choose(stage.session, event, code, at, taken=True)


def _costs(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    keep_scenario(stage.session, stage.event(story), line["costs"], at)


def _fact(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    keep_fact(stage.session, stage.event(story), line["fact"], at)


def _rate(stage: Stage, story: Story, who: str, line: Line, at: datetime) -> None:
    rate(stage.session, stage.event(story), line["rate"], at)


# A line is known by the first of these names it holds.
LINES: Mapping[str, Callable[[Stage, Story, str, Line, datetime], None]] = {
    "open": _open,
    "take": _take,
    "order": _order,
    "write": _write,
    "slot": _slot,
    "accept": _accept,
    "consent": _consent,
    "keep": _keep,
    "check": _check,
    "costs": _costs,
    "fact": _fact,
    "rate": _rate,
}
