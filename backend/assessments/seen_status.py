"""What is seen of each requirement without asking anybody: signs the house holds already, each with its source and day.

For the business alone. Nothing here is read by those who assess it, and a sign is never an answer of the business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.models import AnswerValue, ChosenDate, Evidence, PlanEntry, Reading
from backend.assessments.own_days import times_of
from backend.assessments.queries import Checklist, checklist, chosen_dates, evidence_of, plan_of
from backend.assessments.readings import readings_of
from backend.clock import MOSCOW
from backend.costs.models import OwnNumber
from backend.costs.queries import own_numbers
from backend.profiles.models import RegisterEntry
from backend.requirements.listing import Item, is_working
from calculators.recurring import occurrences
from calculators.seen import Judgement, SeenStatus, Sign, SignKind, duty_speaks, judge, paper_speaks, reading_speaks
from rules.conditions import FactValue, value_as_json
from rules.reading_terms import day_off_rule

# How far back days of a duty are looked for.
BACK = timedelta(days=3 * 366)
# Requirements that a register extract speaks of, with the facts to compare.
BY_REGISTER: Mapping[str, tuple[str, ...]] = {"tax.egrul_changes": ("legal_form", "region", "okved")}


@dataclass(frozen=True, slots=True)
class Seen:
    """One requirement of the list: what it looks like, and what the business answered itself."""

    item: Item
    judgement: Judgement
    answer: AnswerValue | None

    @property
    def differs(self) -> bool:
        """Return whether what is seen and what was answered say different things."""
        kept, against = self.judgement.status is SeenStatus.KEPT, self.judgement.status is SeenStatus.NOT_KEPT
        return (kept and self.answer is AnswerValue.NO) or (against and self.answer is AnswerValue.YES)


@dataclass(frozen=True, slots=True)
class Held:
    """What the house holds of a business."""

    papers: Mapping[str, list[Evidence]]
    readings: Mapping[str, list[Reading]]
    plan: Mapping[str, PlanEntry]
    chosen: Mapping[str, ChosenDate]
    numbers: Mapping[str, OwnNumber]
    register: RegisterEntry | None
    working: bool


def seen_of(session: Session, business: Business, on: date) -> list[Seen]:
    """Return every requirement of the list with what is seen of it on a day, in the order of the list."""
    found = checklist(session, business, on)
    held = _held(session, found)
    rows = []
    for item in found.items:
        answer = found.answers.get(item.id)
        rows.append(Seen(item, judge(_signs(found, held, item, on), on), answer.value if answer else None))
    return rows


def _held(session: Session, found: Checklist) -> Held:
    business = found.business
    return Held(
        evidence_of(session, business.id),
        readings_of(session, business.id),
        plan_of(session, business.id),
        chosen_dates(session, business.id),
        own_numbers(session, business.id),
        session.get(RegisterEntry, business.inn) if business.inn else None,
        is_working(found.personal.match),
    )


def _signs(found: Checklist, held: Held, item: Item, on: date) -> Iterator[Sign]:
    papers = held.papers.get(item.id, [])
    yield from _papers(papers, on)
    before, last = _days(held, item, on)
    yield from _duty(held, item, papers, before, last)
    yield from _notice(held, item, papers, on)
    yield from _register(found, held, item)
    yield from _readings(held.readings.get(item.id, []), on, before, last)


def _papers(papers: Sequence[Evidence], on: date) -> Iterator[Sign]:
    """One valid paper is enough: an ended one beside it only is there."""
    present = [paper for paper in papers if paper.superseded_by is None]
    said = {paper.id: paper_speaks(paper.expires_on, on) for paper in present}
    valid = True in said.values()
    for paper in present:
        speaks = None if valid and said[paper.id] is False else said[paper.id]
        ends = paper.expires_on
        yield Sign(SignKind.PAPER, speaks, ends if ends and ends < on else _day(paper), paper.id, paper.name)


def _days(held: Held, item: Item, on: date) -> tuple[date | None, date | None]:
    """Return the last two days of a recurring duty that have passed: the one before, and the last."""
    recurrence, chosen = item.requirement.recurrence, held.chosen.get(item.id)
    if recurrence is None or recurrence.mode != "recurring":
        return None, None
    yesterday = on - timedelta(days=1)
    if recurrence.due:
        rule = day_off_rule(item.requirement.act, item.requirement.provision)
        found = occurrences(recurrence, on - BACK, yesterday, rule=rule)
    elif chosen is not None and chosen.first_on <= yesterday:
        times = times_of(recurrence, held.numbers.get(item.id))
        found = occurrences(recurrence, chosen.first_on, yesterday, chosen.first_on, times)
    else:
        return None, None
    days = [one.day for one in found]
    return (days[-2] if len(days) > 1 else None), (days[-1] if days else None)


def _duty(held: Held, item: Item, papers: Sequence[Evidence], before: date | None, last: date | None) -> Iterator[Sign]:
    if last is None:
        return
    plan = held.plan.get(item.id)
    recorded = [_day(paper) for paper in papers]
    recorded += [_day(row) for row in held.readings.get(item.id, []) if row.kind == "done" and row.value == "yes"]
    recorded += [plan.done_at.astimezone(MOSCOW).date()] if plan and plan.done_at else []
    speaks = duty_speaks(last, before, recorded, chosen=item.id in held.chosen)
    yield Sign(SignKind.DATE, speaks, max([last, *recorded]) if speaks else last, "duty")


def _notice(held: Held, item: Item, papers: Sequence[Evidence], on: date) -> Iterator[Sign]:
    """A notice before opening: its mark of receipt is here, or is missing where other papers are kept here."""
    requirement = item.requirement
    if "notification" not in requirement.assessment or requirement.life != "opening":
        return
    present = [paper for paper in papers if paper.superseded_by is None]
    if present:
        yield Sign(SignKind.NOTICE, True, _day(present[0]), "notice", present[0].name)
    elif held.working and held.papers:
        yield Sign(SignKind.NOTICE, False, on, "notice")


def _register(found: Checklist, held: Held, item: Item) -> Iterator[Sign]:
    """What the business answered against what the register says of it."""
    entry = held.register
    if entry is None or item.id not in BY_REGISTER:
        return
    known = found.personal.match.places[0].known.facts
    both = [code for code in BY_REGISTER[item.id] if code in entry.facts and known.get(code) is not None]
    if both:
        same = all(_same(code, known[code], entry.facts[code]) for code in both)
        yield Sign(SignKind.REGISTER, same, entry.extract_of, "register", entry.name)


def _same(code: str, answered: FactValue, registered: Any) -> bool:
    """Whether the register knows what was answered; of activities it may know more."""
    said = value_as_json(answered)
    if code == "okved":
        return set(said) <= set(registered)
    return bool(said == registered)


def _readings(rows: Sequence[Reading], on: date, before: date | None, last: date | None) -> Iterator[Sign]:
    since = before + timedelta(days=1) if before else None
    # The oldest first: of readings of one day the later counts.
    for row in reversed(rows):
        day = _day(row)
        # What was done on time is told by the days of the duty.
        value = None if row.kind == "measure" or (row.kind == "done" and last) else row.value == "yes"
        speaks = None if value is None else reading_speaks(value, day, on, since)
        yield Sign(SignKind.READING, speaks, day, row.kind, row.value if row.kind == "measure" else row.source)


def _day(row: Evidence | Reading) -> date:
    return row.at.astimezone(MOSCOW).date()
