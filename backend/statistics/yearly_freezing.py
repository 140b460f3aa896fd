"""The freeze of a year: own costs, flags, marks and facts of control events, merged by owner groups, without names.

No finding of a check, no breach and no fine is read here, nor a region or a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import SystemRandom

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Flag
from backend.clock import MOSCOW
from backend.control.models import ControlEvent, DocumentRequest, EventRating
from backend.costs.models import OwnNumber
from backend.costs.queries import duty_of, wage_of
from backend.db.engine import open_session
from backend.profiles.matching import match_business
from backend.profiles.queries import load_profile
from backend.requirements.models import EditionRow
from backend.statistics.burns import is_burned
from backend.statistics.calendar import bounds
from backend.statistics.counting import counting_businesses, groups
from backend.statistics.freezing import AT_ONCE, UNITS, frame_of, is_frozen, mark_frozen, note_presence
from backend.statistics.handover import Frame, alone, path_of
from backend.statistics.store import Store
from backend.statistics.yearly import write_year
from calculators.money import kopecks
from calculators.portfolio import CostFlag, duty_cost
from calculators.release.shapes import Window
from calculators.release.yearly import COST, DAYS, MARKS, NOTICE, Event, Said, bin_of, cost_bin

Given = tuple[str, Said]
Held = tuple[str, Event]


@dataclass(frozen=True, slots=True)
class Year:
    """What a year's answers are looked up by: its moments, the owner group of each that counts, what is public of it.

    `versions` are those of the frame, the last of the year: a cost bears no version of its own.
    """

    first: datetime
    after: datetime
    window: Window
    groups: Mapping[str, int]
    frame: Frame
    versions: Mapping[str, str]


def freeze(engine: Engine, store: Store, folder: Path, window: Window, now: datetime) -> bool:
    """Freeze a year into the hand-over file once; return whether it was done now."""
    with alone(folder):
        if is_frozen(store, window.code) or is_burned(store, window.code):
            return False
        with open_session(engine) as session:
            year = year_of(session, window)
            said = [*costs_of(session, year), *flags_of(session, year)]
            events = list(events_of(session, year))
        note_presence(engine, {one for one, _ in (*said, *events)}, window.code, now)
        sha256 = write_year(path_of(folder, window.code), *without_names(said, events), year.frame)
        mark_frozen(store, window.code, sha256, now)
    return True


def year_of(session: Session, window: Window) -> Year:
    """Return whose answers of a window count, and in which owner group."""
    counting = {one.business_id: one for one in counting_businesses(session)}
    frame = frame_of(session, window)
    return Year(*bounds(window), window, groups(session, counting), frame, versions_of(session, frame, window))


def versions_of(session: Session, frame: Frame, window: Window) -> dict[str, str]:
    """Return the last version of each requirement that the frame of a window has, whatever was loaded after it."""
    shown = {(item.requirement, item.version) for item in frame.items}
    loaded = select(EditionRow).where(col(EditionRow.loaded_at) < bounds(window)[1]).order_by(col(EditionRow.loaded_at))
    found: dict[str, str] = {}
    for edition in session.exec(loaded):
        found |= {name: version for name, version in edition.contents.items() if (name, version) in shown}
    return found


def costs_of(session: Session, year: Year) -> Iterator[Given]:
    """Yield the rubles a year that businesses count themselves, in bins: where their own numbers stand in the sum.

    The figure is the one that the business sees: its own hours and outlay, at its wage, at all its places.
    """
    query = select(OwnNumber).where(col(OwnNumber.recorded_at) >= year.first, col(OwnNumber.recorded_at) < year.after)
    given: dict[str, list[OwnNumber]] = {}
    for row in session.exec(query.order_by(col(OwnNumber.id)).execution_options(yield_per=AT_ONCE)):
        if row.business_id in year.groups:
            given.setdefault(row.business_id, []).append(row)
    for business_id, rows in given.items():
        business = session.get_one(Business, business_id)
        yield from ((business_id, one) for one in _costs(session, business, rows, year))
        session.expunge(business)


def _costs(session: Session, business: Business, rows: Sequence[OwnNumber], year: Year) -> Iterator[Said]:
    profile = load_profile(session, business)
    if not profile.places:
        return
    match = match_business(profile, year.window.last)
    wage = wage_of(session, business.id, year.window.last)
    for row in rows:
        judged, version = match.judged.get(row.requirement), year.versions.get(row.requirement)
        if judged is None or version is None or judged.verdict != "applies":
            continue
        cost = duty_cost(duty_of(row.requirement, max(1, len(judged.applies_at)), row), wage)
        if cost.flag is CostFlag.OWN and cost.yearly_rub is not None:
            found = cost_bin(kopecks(cost.yearly_rub.likely))
            yield Said(year.groups[business.id], COST, row.requirement, version, found)


def flags_of(session: Session, year: Year) -> Iterator[Given]:
    """Yield flags of duplicates and contradictions: of the requirement at which they were given."""
    query = select(Flag).where(col(Flag.at) >= year.first, col(Flag.at) < year.after)
    for row in session.exec(query.order_by(col(Flag.id)).execution_options(yield_per=AT_ONCE)):
        if row.business_id in year.groups:
            unit = year.groups[row.business_id]
            yield row.business_id, Said(unit, f"flag_{row.kind.value}", row.requirement, row.requirement_version, 0)


def events_of(session: Session, year: Year) -> Iterator[Held]:
    """Yield control events that ended or were marked in the window, once each: a merged copy is not another one."""
    query = (
        select(ControlEvent, EventRating)
        .outerjoin(EventRating, col(EventRating.event_id) == col(ControlEvent.id))
        .where(col(ControlEvent.merged_into).is_(None), col(ControlEvent.business_id).is_not(None))
        .order_by(col(ControlEvent.id))
    )
    for event, rating in session.exec(query.execution_options(yield_per=AT_ONCE)):
        group = year.groups.get(event.business_id or "")
        if group is None:
            continue
        bins = dict(_facts(session, event)) if _within(event.ended_at, year) else {}
        bins |= dict(_marks(rating)) if rating is not None and _within(rating.at, year) else {}
        if bins:
            yield event.business_id or "", Event(group, event.number, bins)


def _within(moment: datetime | None, year: Year) -> bool:
    return moment is not None and year.first <= moment < year.after


def _marks(rating: EventRating) -> Iterator[tuple[str, int]]:
    for measure in MARKS:
        score: int | None = getattr(rating, measure.removeprefix("event_"))
        if score is not None:
            yield measure, score - 1


def _facts(session: Session, event: ControlEvent) -> Iterator[tuple[str, int]]:
    """Yield what happened, so far as papers tell: how long it took, how early it was told, what was asked again."""
    if event.working_days is not None and event.working_days > 0:
        yield "event_days", bin_of(event.working_days, DAYS)
    start = event.started_at or event.start_at
    if event.noticed_at is not None and start is not None:
        told = start.astimezone(MOSCOW).date() - event.noticed_at.astimezone(MOSCOW).date()
        yield "event_notice", bin_of(max(0, told.days), NOTICE)
    asked = session.exec(select(DocumentRequest.already_held).where(DocumentRequest.event_id == event.id)).all()
    if asked:
        yield "event_again", int(any(asked))


def without_names(said: Iterable[Given], events: Iterable[Held]) -> tuple[list[Said], list[Event]]:
    """Return answers and events under numbers and in an order of chance; one owner group is one number in both."""
    lot = SystemRandom()
    units: dict[int, int] = {}
    answers = [replace(one, unit=units.setdefault(one.unit, lot.randrange(1, UNITS))) for _, one in said]
    held = [
        Event(units.setdefault(one.unit, lot.randrange(1, UNITS)), lot.randrange(1, UNITS), one.bins)
        for _, one in events
    ]
    lot.shuffle(answers)
    lot.shuffle(held)
    return answers, held
