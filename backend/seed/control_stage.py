"""The stage of the demo's control stories: who acts, what there is by name, and everything in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business, RoleGrant
from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, read_asked
from backend.control.cases.files import keep_proof
from backend.control.cases.stepping import CaseSeen, find_case, take
from backend.control.models import ControlEvent
from backend.control.queries import Seen, find_event
from backend.errors import PlatformError
from backend.jobs.models import OutboxRow
from backend.papers.files import Checked, check_file
from backend.permissions import Actor
from backend.procedures.jobs import watch
from backend.procedures.timers import TIMER
from backend.risk.models import ControlObject
from backend.seed.control_times import Times
from backend.seed.inn import invented_inn
from backend.seed.world import World, owner_of

EVENT = "control_event"
Do = Callable[[datetime], None]


@dataclass
class Story:
    """One event with what belongs to it: its cases by the name the file gives them."""

    id: str
    times: Times
    event_id: str = ""
    owner: str = ""
    inspector: str = "inspector"
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Stage:
    """What has been made so far, and what is still to be done at its time."""

    session: Session
    data: Path
    world: World
    bodies: dict[str, AuthorityBody] = field(default_factory=dict)
    objects: dict[str, ControlObject] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    acts: list[tuple[datetime, int, str, Do]] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    put: int = 0

    @property
    def times(self) -> Times:
        """Return the times counted from today."""
        return Times(self.world.now)

    def later(self, at: datetime, what: str, do: Do) -> None:
        """Put something on the stage at its time; `what` names it where it fails."""
        self.put += 1
        heapq.heappush(self.acts, (at, self.put, what, do))

    def play(self) -> None:
        """Do everything in the order of time, as it was written where times are the same."""
        while self.acts:
            at, _, what, do = heapq.heappop(self.acts)
            self._let_time_pass(at)
            try:
                do(at)
            except PlatformError as refusal:
                faults = [fault.message.ru for fault in getattr(refusal, "faults", ())]
                raise ValueError(f"the demo cannot do this: {what}: {refusal!r} {faults}") from refusal
        self._let_time_pass(self.world.now)

    def _let_time_pass(self, until: datetime) -> None:
        """Let the timers of terms do their part, as the worker would have done at their moments."""
        due = OutboxRow.kind == TIMER, col(OutboxRow.done_at).is_(None), col(OutboxRow.due_at) <= until
        query = select(OutboxRow).where(*due).order_by(col(OutboxRow.due_at), col(OutboxRow.id)).limit(1)
        while (row := self.session.exec(query).first()) is not None:
            row.done_at = row.due_at
            self.session.add(row)
            watch(self.session, row.payload, row.due_at)

    def actor(self, name: str) -> Actor:
        """Return a person of the demo as an actor: by their name in the file, or the owner of a business."""
        if name not in self.actors:
            self.actors[name] = self._staff(name) if name in self.world.people else self._owner(name)
        return self.actors[name]

    def _owner(self, name: str) -> Actor:
        return owner_of(self.session, self.world.businesses[name])

    def _staff(self, name: str) -> Actor:
        person = self.world.people[name]
        grants = self.session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
        offices = {(grant.authority, grant.region) for grant in grants}
        authority, region = next(iter(offices))
        roles = frozenset(grant.role for grant in grants)
        return Actor(person.id, person.name, roles, authority=authority or None, region=region)

    def business(self, name: str) -> Business:
        """Return a business of the demo."""
        return self.world.businesses[name]

    def event(self, story: Story) -> ControlEvent:
        """Return the event of a story; an own copy that gave way leads to the official one."""
        event = self.session.get_one(ControlEvent, story.event_id)
        return self.session.get_one(ControlEvent, event.merged_into) if event.merged_into else event

    def room(self, story: Story, actor: Actor, at: datetime) -> Seen:
        """Return the event of a story as somebody sees it."""
        return find_event(self.session, actor, story.event_id, day_of(at))

    def take(
        self,
        who: str,
        procedure: str,
        case_id: str,
        action: str,
        values: Mapping[str, Any],
        at: datetime,
        file: str = "",
    ) -> CaseSeen:
        """Take a step of a case as the page would, with a paper where one is named."""
        actor = self.actor(who)
        seen = find_case(self.session, actor, procedure, case_id, day_of(at))
        proof = keep_proof(self.session, self.data, seen, action, [paper(file)], at) if file else None
        take(self.session, seen, actor, action, values, at, file=proof)
        return seen


def day_of(at: datetime) -> date:
    """Return the day of a moment in Moscow."""
    return at.astimezone(MOSCOW).date()


def inn_of(stage: Stage, written: str | int) -> str:
    """Return the ИНН of a demo business by its name, or an invented one of somebody who is not on the platform."""
    if isinstance(written, int):
        return invented_inn(written, person=False)
    return stage.business(written).inn or ""


def filled(asks: tuple[Ask, ...], values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return what a form with these fields would give at a time; the times of the demo are Moscow's."""
    return read_asked(asks, values, MOSCOW, at)


def paper(name: str) -> Checked:
    """Return a paper of the demo: one page that says it is an example."""
    return check_file(name, ONE_PAGE)


ONE_PAGE = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 62>>stream\nBT /F1 18 Tf 60 500 Td (An example paper of the demo) Tj ET\nendstream\nendobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
)
