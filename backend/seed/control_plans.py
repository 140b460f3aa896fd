"""The plans of the demo: one approved, with the events it made, and the draft of the next year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from backend.clock import MOSCOW
from backend.control.kinds.event_plan import WITHOUT
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.plans.forming import open_plan, place_entry
from backend.control.plans.queries import entries_of
from backend.control.plans.remarks import answer, remark_on
from backend.errors import Invalid
from backend.seed.control_leading import lead
from backend.seed.control_rooms import follow
from backend.seed.control_stage import Stage, Story
from backend.seed.control_times import Times, working_day
from calculators.calendar import work_calendar

Told = Mapping[str, Any]
PLAN = "event_plan"
# How far from today the event of the approved plan begins.
AHEAD = 5
# An event whose days ended so many working days ago has been brought to its end.
OVER = -8


def plan_on_stage(stage: Stage, told: Told) -> None:
    """Put both plans on the stage: that of the year in which the nearest planned event falls, and the one after it."""
    year = working_day(stage.times.today, AHEAD).year
    approved = _Plan(stage, told["approved"], year)
    approved.put_on_stage()
    if year + 1 in work_calendar("77").years:
        _Plan(stage, told["forming"], year + 1).put_on_stage()


class _Plan:
    """One plan: opened, filled by hand, sent, remarked upon, approved, as the file says."""

    def __init__(self, stage: Stage, told: Told, year: int) -> None:
        self.stage, self.told, self.year = stage, told, year
        self.plan_id = ""

    def put_on_stage(self) -> None:
        """Put every step on the stage at its day of the year before the plan's."""
        self._later("opened", "08-20", self._open)
        if "places" in self.told:
            self._later("placed", "09-04", self._place)
        if self.told.get("approved"):
            self._approve_on_stage()

    def _approve_on_stage(self) -> None:
        year = self.year - 1
        sent, decided = f"{year}-09-18", f"{year}-12-02"
        self._later("sent", "09-18", lambda at: self._take("head", "send", at, sent_on=sent, **self._without_place()))
        self._later("looked at", "10-20", self._remark)
        self._later("remarks", "10-21", lambda at: self._take("prosecutor", "remark", at, remarks=self.told["remarks"]))
        self._later("answered", "11-06", self._answer)
        self._later("approved", "12-02", lambda at: self._take("head", "approve", at, approved_on=decided))
        self._later("events", "12-03", self._events)

    def _later(self, what: str, day: str, do: Any) -> None:
        written = datetime.combine(date.fromisoformat(f"{self.year - 1}-{day}"), time(10), MOSCOW)
        self.stage.later(min(written, self.stage.world.now), f"plan {self.year}: {what}", do)

    @property
    def plan(self) -> EventPlan:
        """Return the plan."""
        return self.stage.session.get_one(EventPlan, self.plan_id)

    def _take(self, who: str, action: str, at: datetime, **values: str) -> None:
        self.stage.take(who, PLAN, self.plan_id, action, values, at)

    def _without_place(self) -> dict[str, str]:
        """What the file gives no place leaves the draft, if there is any."""
        left = any(row.start is None for row in entries_of(self.stage.session, self.plan, "PROPOSED"))
        return {WITHOUT: "yes"} if left else {}

    def _open(self, at: datetime) -> None:
        body = self.stage.bodies[self.told["body"]]
        typed = {"control_type": "fire", "year": str(self.year), "kind": "ON_SITE", "days": 5}
        plan = open_plan(self.stage.session, self.stage.actor("inspector"), body, typed, at)
        plan.demo = True
        self.plan_id = plan.id

    def _entries(self) -> dict[str, EventPlanEntry]:
        """Return the entries by the names their objects have in the file."""
        found = {row.object_id: row for row in entries_of(self.stage.session, self.plan)}
        return {name: found[row.id] for name, row in self.stage.objects.items() if row.id in found}

    def _place(self, at: datetime) -> None:
        """Place the entries: at the days of the file, or near today where one is needed there."""
        entries, actor = self._entries(), self.stage.actor("inspector")
        for name, place in self.told["places"].items():
            if name not in entries:
                continue
            days = [self._day(place["day"], by) for by in range(10)]
            self._place_one(actor, entries[name], place["who"], days, at)

    def _place_one(self, actor: Any, entry: EventPlanEntry, who: str, days: list[date], at: datetime) -> None:
        """Take the first day on which nothing stands in the way."""
        person = self.stage.world.people[who].id
        for day in days:
            try:
                typed = {"inspector_id": person, "start": day, "days": 5}
                place_entry(self.stage.session, actor, self.plan, entry, typed, at)
            except Invalid:
                continue
            return

    def _day(self, written: str | int, later: int) -> date:
        today = self.stage.times.today
        if isinstance(written, int):
            return working_day(today, written + later)
        return working_day(working_day(date.fromisoformat(f"{self.year}-{written}"), 0), later + 1)

    def _remark(self, at: datetime) -> None:
        entry, actor = self._entries()[self.told["remarked"]], self.stage.actor("prosecutor")
        remark_on(self.stage.session, actor, self.plan, entry, self.told["remark"], at)

    def _answer(self, at: datetime) -> None:
        session, actor = self.stage.session, self.stage.actor("head")
        answer(session, actor, self.plan, self._entries()[self.told["remarked"]], self.told["answer"], at)
        answer(session, actor, self.plan, None, self.told["answer_general"], at)

    def _events(self, at: datetime) -> None:
        """Lead the events of the entries that the file names."""
        entries = self._entries()
        over = working_day(self.stage.times.today, OVER)
        for name, told in self.told["events"].items():
            entry = entries.get(name)
            if entry is None or entry.start is None or entry.event_id is None:
                continue
            if told.get("near") or (entry.end and entry.end < over):
                self._lead(entry.start, entry.event_id, told)

    def _lead(self, start: date, event_id: str, told: Told) -> None:
        inspector = told.get("inspector", "inspector")
        story = Story(told["id"], Times(self.stage.world.now, start), event_id, inspector=inspector)
        self.stage.stories[story.id] = story
        lead(self.stage, story, told)
        follow(self.stage, story, told.get("then", ()))
