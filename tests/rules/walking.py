"""Walks through a procedure by its pure rows: whoever may does what is open, days pass, time takes its own steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from calculators.calendar import work_calendar
from calculators.procedure_clocks import Counted, Standing, Standstill, count, with_cap
from rules.procedures import Clock, Procedure, Step
from rules.terms import DayKind, Term

MOSCOW = ZoneInfo("Europe/Moscow")
START = datetime(2026, 11, 28, 9, tzinfo=MOSCOW)
# Where only an act on a type of control sets a term.
TEN = Term(10, DayKind.WORKING_DAYS, "положение")


@dataclass
class RunningClock:
    """A clock of a walk, and when it stood."""

    anchor: str
    cap: int | None
    stood: list[Standstill] = field(default_factory=list)


@dataclass
class Walk:
    """A case on its way, without a database."""

    procedure: Procedure
    random: Random
    state: str = ""
    now: datetime = START
    marks: set[str] = field(default_factory=set)
    dates: dict[str, datetime] = field(default_factory=dict)
    entered: dict[str, datetime] = field(default_factory=dict)
    clocks: dict[str, RunningClock] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    path: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.procedure.initial
        self.entered[self.state] = self.now
        # What is known before the first step: a notice of start of business, the year of a plan.
        known = [step.anchor for step in self.procedure.steps_from(self.state) if step.anchor]
        before = timedelta(days=self.random.randrange(400))
        self.dates = {name: self.now - before for name in known if self.random.random() < 0.8}

    def holds(self, step: Step) -> bool:
        """Whether a row exists now; each condition is settled once in a walk."""
        if step.overlay in self.marks or step.unless in self.marks:
            return False
        if step.lowers and step.lowers not in self.marks:
            return False
        return step.only_if is None or self.conditions.setdefault(step.only_if, self.random.random() < 0.6)

    def counted(self, step: Step) -> Counted:
        """Count the term of a row as it is now."""
        term, key = step.statute_term or TEN, step.term_key or ""
        if key in self.procedure.clock_keys:
            clock = self.clocks.get(key)
            if clock is None:
                return Counted(Standing.DATE_MISSING)
            return self.of_clock(clock, term)
        since = self.dates.get(step.anchor) if step.anchor else self.entered.get(step.term_from or self.state)
        return count(since, term, work_calendar(), MOSCOW)

    def of_clock(self, clock: RunningClock, term: Term) -> Counted:
        """Count a clock."""
        return count(self.dates.get(clock.anchor), with_cap(term, clock.cap), work_calendar(), MOSCOW, clock.stood)

    def open_rows(self) -> list[Step]:
        """Return the rows somebody may take now."""
        return [step for step in self.procedure.steps_from(self.state) if self.may(step)]

    def may(self, step: Step) -> bool:
        """Whether somebody may take a row now."""
        if step.by_time or not self.holds(step):
            return False
        due = self.counted(step).due if step.in_term else None
        return due is None or due >= self.now

    def time_rows(self) -> list[Step]:
        """Return the rows that time takes now, those that move the case first."""
        rows = [step for step in self.procedure.steps_from(self.state) if step.by_time and self.holds(step)]
        over = [step for step in rows if (due := self.counted(step).due) is not None and due < self.now]
        return sorted(over, key=lambda step: step.overlay is not None)

    def take(self, step: Step) -> None:
        """Take a row; its dates are mostly known, sometimes not."""
        self.path.append((step.action, self.state, step.to))
        for name in self._dates_of(step):
            if self.random.random() < 0.8:
                self.dates[name] = self.now
        for clock in step.clocks:
            self._move(clock)
        if step.overlay:
            self.marks.add(step.overlay)
        if step.lowers:
            self.marks.discard(step.lowers)
        if step.to != self.state:
            self.state, self.entered[step.to] = step.to, self.now
        if "note_cause_asked" in step.effects:
            self.dates["cause_asked_on"] = self.now
        if self.procedure.states[self.state].terminal:
            self.clocks.clear()

    def _dates_of(self, step: Step) -> list[str]:
        onward = [one.anchor for one in self.procedure.steps_from(step.to)]
        return [name for name in dict.fromkeys([*(clock.anchor for clock in step.clocks), *onward]) if name]

    def _move(self, clock: Clock) -> None:
        running = self.clocks.get(clock.key)
        if running is None:
            if clock.does == "starts" and clock.anchor:
                self.clocks[clock.key] = RunningClock(clock.anchor, clock.cap)
        elif clock.does == "stops":
            del self.clocks[clock.key]
        elif clock.does == "pauses" and not (running.stood and running.stood[-1].until is None):
            running.stood.append(Standstill(self.now.date()))
        elif clock.does == "starts" and running.stood and running.stood[-1].until is None:
            running.stood[-1] = Standstill(running.stood[-1].since, self.now.date())

    def pass_time(self) -> None:
        """Let hours, days or weeks pass, within the years whose calendar is known."""
        days = self.random.choice([0, 0, 1, 3, 12, 45])
        later = self.now + timedelta(days=days, hours=self.random.randrange(24))
        self.now = min(later, datetime(2030, 1, 1, tzinfo=MOSCOW))
