"""A random walk of a case on a database: whoever may takes what is offered, time passes, and what holds after each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from backend.clock import MOSCOW
from backend.control.cases.kinds import case_kinds
from backend.control.cases.stepping import CaseSeen, Offer, offers, take
from backend.errors import PlatformError
from backend.jobs.models import OutboxRow
from backend.notifications.models import Notice
from backend.procedures.jobs import watch
from backend.procedures.queries import history, open_terms
from backend.procedures.timers import TIMER
from rules.procedures import Procedure, procedures, waiting_for
from tests.backend.control.walks.beginnings import BEGINNINGS
from tests.backend.control.walks.filling import fill
from tests.backend.control.walks.people import NOBODY_S, World

START = datetime(2026, 11, 28, 12, 0, tzinfo=MOSCOW)
STEPS = 12
# Where a case is over an ombudsman opens their own words, or their queue.
OVER = re.compile(r"/desk/ombudsman/(kept/\w+|cases)$")
PARTS_OF_LINK = re.compile(r"[/#?]")


@dataclass
class Tally:
    """What the walks of a procedure did."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    states: set[str] = field(default_factory=set)
    told: int = 0
    timers: int = 0


@dataclass
class DatabaseWalk:
    """One case on its way."""

    world: World
    procedure: str
    random: Random
    own: bool
    tally: Tally
    now: datetime = START
    case: Any = None
    version: int = 0
    done: int = 0

    @property
    def table(self) -> Procedure:
        """Return the table of steps."""
        return procedures()[self.procedure]

    def begin(self) -> None:
        """Begin a case; some of its fields may be such that the house refuses them: then begin again."""
        why = None
        for _ in range(40):
            try:
                self.case = BEGINNINGS[self.procedure](self.world, self.random, self.now, self.own)
                self.world.session.commit()
                break
            except PlatformError as error:
                why = [(fault.field, fault.message.ru) for fault in error.faults]
                self.world.session.rollback()
        assert self.case is not None, f"{self.procedure}: no case can be begun: {why}"
        self.version, self.done = self.case.version, len(self.steps())
        self.hold()

    def steps(self) -> list[Any]:
        """Return what was done."""
        return list(history(self.world.session, self.procedure, self.case.id))

    def go(self) -> None:
        """Do one thing: somebody takes a step, or time passes."""
        if self.random.random() < 0.3:
            self.pass_time()
        else:
            self.act()
        self.hold()

    def act(self) -> None:
        """Let somebody who may take one of the steps offered to them; one that is refused changes nothing."""
        people = self.random.sample(list(self.world.people.values()), len(self.world.people))
        found = next(((seen, actor, made) for actor in people for seen, made in self.offered(actor)), None)
        if found is None:
            return self.pass_time()
        seen, actor, made = found
        offer = self.random.choice(made)
        values = fill(offer.asks, self.random, self.now)
        before = self.case.version
        try:
            take(self.world.session, seen, actor, offer.step.action, values, self.now, version=before)
            self.world.session.commit()
            self.tally.taken[offer.step.action] += 1
        except PlatformError:
            self.world.session.rollback()
            self.tally.refused[offer.step.action] += 1
            assert (self.case.version, len(self.steps())) == (self.version, self.done)

    def offered(self, actor: Any) -> list[tuple[CaseSeen, list[Offer]]]:
        """Return what somebody is offered, if anything; a stranger sees nothing at all."""
        kind, session = case_kinds()[self.procedure], self.world.session
        side = kind.side(session, actor, self.case, self.now.date())
        if side is None:
            return []
        assert actor.name not in NOBODY_S, (actor.name, side)
        seen = CaseSeen(kind, self.case, side)
        made = offers(session, seen, actor)
        return [(seen, made)] if made else []

    def pass_time(self) -> None:
        """Let hours, days or weeks pass; timers go off in their order."""
        hours = self.random.randrange(1, 24)
        self.now += timedelta(days=self.random.choice((0, 1, 3, 8, 25)), hours=hours)
        session = self.world.session
        due = select(OutboxRow).where(OutboxRow.kind == TIMER, col(OutboxRow.due_at) <= self.now)
        for row in session.exec(due.order_by(col(OutboxRow.due_at), col(OutboxRow.id))).all():
            watch(session, row.payload, self.now)
            session.delete(row)
            self.tally.timers += 1
        session.commit()

    def hold(self) -> None:
        """Say what holds of a case on a database at any moment."""
        self.state_is_the_runner_s()
        state = self.table.states[self.case.state]
        waiting = waiting_for(self.table, self.case.state)
        terms = open_terms(self.world.session, self.procedure, self.case.id)
        self.tally.states.add(self.case.state)
        if state.terminal:
            assert waiting is None
            late = {step.term_key for step in self.table.steps_from(self.case.state)}
            assert {row.key for row in terms} <= late, (self.case.state, [row.key for row in terms])
        else:
            assert waiting is not None
            assert waiting.whom
            assert waiting.articles
            assert terms or waiting.no_term or waiting.until, self.case.state
        self.told_who_may_see()

    def state_is_the_runner_s(self) -> None:
        """Only the runner wrote the state: each step moved the version by one, none is missing, each leads on."""
        rows = self.steps()
        assert self.case.state in self.table.states
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert self.case.version - self.version == len(rows) - self.done
        assert not rows or rows[-1].to_state == self.case.state
        for before, after in pairwise(rows):
            assert before.to_state == after.from_state
        known = {(step.action, one, step.to) for step in self.table.steps for one in step.froms}
        assert {(row.action, row.from_state, row.to_state) for row in rows} <= known
        self.version, self.done = self.case.version, len(rows)

    def told_who_may_see(self) -> None:
        """Whoever was told may open what they were told of."""
        session = self.world.session
        for notice in session.exec(select(Notice)).all():
            actor = self.world.by_id(notice.person_id)
            assert actor is not None
            self.tally.told += 1
            if OVER.match(notice.link):
                continue
            kind, case = self.case_of(notice)
            assert kind.side(session, actor, case, self.now.date()) is not None, (notice.kind, actor.name, case.state)
        session.execute(sa.delete(Notice))
        session.commit()

    def case_of(self, notice: Notice) -> tuple[Any, Any]:
        """Return the case of a notice: the walk's own where it speaks of one of that kind, else that of its page."""
        words = set(PARTS_OF_LINK.split(notice.link))
        mine = case_kinds()[self.procedure]
        # Of an appeal its authors are told by the page of what it is about.
        for kind in (mine, *case_kinds().values()):
            found = self._named(kind, words)
            if found is not None:
                return kind, found
        if notice.kind.partition(".")[0] == self.procedure:
            return mine, self.case
        raise AssertionError(f"{notice.kind}: no case at {notice.link}")

    def _named(self, kind: Any, words: set[str]) -> Any:
        """Return the case of a kind whose id stands in an address; visits of both kinds lie in one table."""
        found = [self.world.session.get(kind.model, word) for word in words if word]
        visit = kind.procedure == "mandatory_visit"
        return next((one for one in found if one is not None and getattr(one, "mandatory", visit) == visit), None)

    def end(self) -> None:
        """Leave nothing for the next walk."""
        self.world.session.rollback()
        self.world.session.execute(sa.delete(OutboxRow))
        self.world.session.execute(sa.delete(Notice))
        self.world.session.commit()
