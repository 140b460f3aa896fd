"""What is due and when: days of the law, days the business chose, its plan, papers that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from backend.assessments.models import ChosenDate, Evidence, PlanEntry
from backend.assessments.own_days import times_of
from backend.assessments.queries import Checklist, chosen_dates, evidence_of, plan_of
from backend.costs.models import OwnNumber
from backend.costs.queries import own_numbers
from backend.requirements.words import is_day_off, moved_text
from backend.web.ics import CalendarEntry, uid_of
from calculators.recurring import Occurrence, occurrences
from rules.reading_terms import day_off_rule
from rules.requirements import Requirement
from rules.text import Text

DAY_OFF = Text("выходной", "a day off")


class Kind(StrEnum):
    """Whose day it is."""

    LAW = "law"
    OWN = "own"
    PLAN = "plan"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day. `uid` stays when the day moves; `sequence` says how often it has; `note` says why."""

    day: date
    kind: Kind
    title: Text
    requirement: str
    uid: str
    sequence: int = 0
    note: Text | None = None

    def for_calendars(self) -> CalendarEntry:
        """Return it as other programs' calendars take it."""
        return CalendarEntry(self.uid, self.title, self.day, sequence=self.sequence, note=self.note)


def agenda(session: Session, found: Checklist, first: date, last: date, kinds: Iterable[Kind] = Kind) -> list[Entry]:
    """Return everything due from `first` to `last`, both counted, in order of days."""
    wanted, business = set(kinds), found.business.id
    entries: list[Entry] = []
    if wanted & {Kind.LAW, Kind.OWN}:
        chosen, numbers = chosen_dates(session, business), own_numbers(session, business)
        for item in found.items:
            own = chosen.get(item.id)
            entries += _recurring(business, item.requirement, own, numbers.get(item.id), first, last)
    if Kind.PLAN in wanted:
        entries += _planned(found, plan_of(session, business), first, last)
    if Kind.PAPER in wanted:
        entries += _ending(found, evidence_of(session, business), first, last)
    return sorted((one for one in entries if one.kind in wanted), key=lambda one: (one.day, one.title.ru, one.uid))


def _recurring(
    business: str,
    requirement: Requirement,
    chosen: ChosenDate | None,
    own: OwnNumber | None,
    first: date,
    last: date,
) -> Iterator[Entry]:
    recurrence, until = requirement.recurrence, requirement.in_force.until
    if recurrence is None or recurrence.mode != "recurring":
        return
    end = min(last, until) if until else last
    if recurrence.due:
        rule = day_off_rule(requirement.act, requirement.provision)
        for one in occurrences(recurrence, first, last, rule=rule):
            if until is None or one.named <= until:
                uid = uid_of(business, requirement.id, one.named)
                yield Entry(one.day, Kind.LAW, requirement.title, requirement.id, uid, note=_note(one))
    elif chosen is not None and chosen.first_on <= end:
        times = times_of(recurrence, own)
        # Counted from the first day on, so that each keeps its number, and its uid, when the first day moves.
        for number, one in enumerate(occurrences(recurrence, chosen.first_on, end, chosen.first_on, times)):
            if one.day >= first:
                uid = uid_of(business, requirement.id, number)
                yield Entry(one.day, Kind.OWN, requirement.title, requirement.id, uid, chosen.sequence)


def _note(one: Occurrence) -> Text | None:
    """Return why the day is later than the text says, or that it is a day off whose fate the act decides."""
    return moved_text(one) or (DAY_OFF if is_day_off(one.day) else None)


def _planned(found: Checklist, plan: Mapping[str, PlanEntry], first: date, last: date) -> Iterator[Entry]:
    for item in found.gaps:
        entry = plan.get(item.id)
        if entry is not None and entry.due_on is not None and first <= entry.due_on <= last:
            uid = uid_of(found.business.id, entry.id, "plan")
            yield Entry(entry.due_on, Kind.PLAN, item.requirement.title, item.id, uid, entry.sequence)


def _ending(found: Checklist, papers: Mapping[str, list[Evidence]], first: date, last: date) -> Iterator[Entry]:
    for item in found.items:
        for paper in papers.get(item.id, ()):
            ends = paper.expires_on
            if ends is not None and paper.superseded_by is None and first <= ends <= last:
                title = Text(
                    f"Кончается документ: {item.requirement.title.ru}", f"A paper ends: {item.requirement.title.en}"
                )
                yield Entry(ends, Kind.PAPER, title, item.id, uid_of(found.business.id, paper.id, "paper"))
