"""The personal list: what is in force for a business, what first and why, what is open, what is settled otherwise."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from threading import Lock

from sqlmodel import Session, col, select

from backend.law import Law
from backend.profiles.matching import BusinessMatch, Judged, PlaceMatch, match_business
from backend.profiles.queries import Profile
from backend.profiles.words import question_of
from backend.requirements.marks import done_on, own_terms_of, statuses_of
from backend.requirements.models import Attribution, Choice, Dispute
from backend.requirements.words import effort_text, own_day_text, when_text
from calculators.priority import SOON, Priority, priority
from calculators.recurring import Occurrence, OwnTerm, last_occurrence, next_occurrence
from rules.matching.interview import Question
from rules.reading_terms import day_off_rule
from rules.requirements import Requirement
from rules.text import Text

# Whoever was registered longer ago than this is taken to be open already.
MONTHLY, YEAR = 12, 365  # times a year, days
WORKING_AFTER = timedelta(days=90)
# An end within this time is said on the list.
ENDS_SOON = timedelta(days=400)
MOST_REMEMBERED = 64
OPEN_DISPUTE = ("SUBMITTED", "TAKEN", "NEED_FACTS")


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement of the list, ready to be shown. `done`: nothing to do now, so it never comes first.

    `due` is the day of the law; `own_due` the day the business chose where the law names none.
    """

    requirement: Requirement
    judged: Judged
    priority: Priority
    when: Text
    due: date | None
    effort: Text | None
    places: tuple[str, ...] = ()
    ended: bool = False
    ends: date | None = None
    status: str = "not_started"
    confirmed: bool = False
    dispute: Dispute | None = None
    done: bool = False
    own_due: date | None = None

    @property
    def day(self) -> date | None:
        """The day it is due, by law or by choice."""
        return self.due or self.own_due

    @property
    def again(self) -> bool:
        """Whether it was done, and is to be done again."""
        return self.status == "yes" and not self.done

    @property
    def id(self) -> str:
        """The requirement's id."""
        return self.requirement.id

    @property
    def conditional(self) -> bool:
        """Whether there is nothing to do until something happens: it never comes first."""
        mode = self.requirement.recurrence.mode if self.requirement.recurrence else None
        life = self.requirement.life
        return life in ("changing", "closing") or (mode == "on_event" and life not in ("planning", "opening"))


@dataclass(frozen=True, slots=True)
class Unclear:
    """A requirement that waits for an answer: which facts, and the question of the first of them."""

    requirement: Requirement
    facts: tuple[str, ...]
    question: Text
    place_id: str
    said_unknown: bool


@dataclass(frozen=True)
class Settled:
    """A requirement that does not concern the business by a decision of a dispute."""

    requirement: Requirement
    number: int | None


@dataclass(frozen=True)
class PersonalList:
    """The list of one business on one day."""

    profile: Profile
    match: BusinessMatch
    items: tuple[Item, ...]
    unclear: tuple[Unclear, ...]
    settled: tuple[Settled, ...]
    question: Question | None
    question_place: str

    @property
    def counts(self) -> dict[str, int]:
        """How many apply, are open, and do not concern the business (decisions of disputes counted)."""
        found = self.match.counts
        return {
            "applies": len(self.items),
            "unknown": len(self.unclear),
            "does_not_apply": found["does_not_apply"] + len(self.settled),
        }

    @property
    def several_places(self) -> bool:
        """Whether places are worth naming."""
        return len(self.match.places) > 1

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by requirement id."""
        return {item.id: item for item in self.items}


@dataclass(frozen=True)
class _Worked:
    """What follows from law, day and answers alone, and can be remembered."""

    match: BusinessMatch
    items: tuple[Item, ...]
    unclear: tuple[Unclear, ...]
    question: Question | None
    question_place: str


def personal_list(session: Session, profile: Profile, on: date) -> PersonalList:
    """Return the list of a business on a day, first things first, with its own marks and decisions."""
    worked = _worked_out(profile, on)
    business_id = profile.business.id
    statuses = statuses_of(session, business_id)
    words = attributions_of(session, business_id)
    disputes = open_disputes(session, business_id)
    done = done_on(session, business_id, on) if "yes" in statuses.values() else {}
    own = own_terms_of(session, business_id, (item.requirement for item in worked.items), on)
    items: list[Item] = []
    settled: list[Settled] = []
    for item in _by_own_days(worked, own):
        word, decision = words.get(item.id, (None, None))
        same = word is not None and word.version == item.requirement.version
        if same and word is not None and word.choice is Choice.NOT_CONCERNED:
            settled.append(Settled(item.requirement, decision))
            continue
        confirmed = bool(same and word is not None and word.choice is Choice.CONFIRMED)
        status = statuses.get(item.id, "not_started")
        kept = status == "yes" and _still_done(item, done.get(item.id), on, own.get(item.id))
        items.append(replace(item, status=status, confirmed=confirmed, dispute=disputes.get(item.id), done=kept))
    return PersonalList(
        profile,
        worked.match,
        tuple(items),
        worked.unclear,
        tuple(settled),
        worked.question,
        worked.question_place,
    )


def _by_own_days(worked: _Worked, own: Mapping[str, OwnTerm]) -> Sequence[Item]:
    """Return the items in order; a day the business chose counts as one of the law does, and is said to be its own."""
    if not own:
        return worked.items
    items = [_on_own_day(item, worked.match, own[item.id].day) if item.id in own else item for item in worked.items]
    return sorted(items, key=lambda item: item.priority.key)


def _on_own_day(item: Item, match: BusinessMatch, day: date) -> Item:
    place = priority(item.requirement, match.on, legal_form_of(match), day, is_working(match))
    return replace(item, own_due=day, when=own_day_text(day, match.on), priority=place)


def _still_done(item: Item, day: date | None, on: date, own: OwnTerm | None) -> bool:
    """Whether what was done on a day is done still: when the next term is near, what was done for the last is not."""
    if day is None:
        return False
    if own is not None:
        return own.done
    if item.due is None:
        return on < _lasts_until(item, day)
    if item.due > on + SOON:
        return True
    recurrence, rule = item.requirement.recurrence, day_off_rule(item.requirement.act, item.requirement.provision)
    last = last_occurrence(recurrence, item.due, rule=rule) if recurrence else None
    return last is None or last.day < day


def _lasts_until(item: Item, day: date) -> date:
    """Return when a duty without a day in law is to be done again; what comes monthly or oftener is simply kept up."""
    times = item.requirement.recurrence.times_per_year if item.requirement.recurrence else None
    if times is None or not 0 < times < MONTHLY:
        return date.max
    return day + timedelta(days=int(YEAR / times))


def attributions_of(session: Session, business_id: str) -> dict[str, tuple[Attribution, int | None]]:
    """Return what is settled for each requirement of a business, with the number of the decision if there is one."""
    rows = session.exec(
        select(Attribution, Dispute.number)
        .join(Dispute, col(Attribution.dispute_id) == col(Dispute.id), isouter=True)
        .where(Attribution.business_id == business_id)
    )
    return {word.requirement: (word, number) for word, number in rows}


def open_disputes(session: Session, business_id: str) -> dict[str, Dispute]:
    """Return the running dispute of each requirement that has one."""
    rows = session.exec(select(Dispute).where(Dispute.business_id == business_id, col(Dispute.state).in_(OPEN_DISPUTE)))
    return {row.requirement: row for row in rows}


def is_working(match: BusinessMatch) -> bool:
    """Whether the business is open already, so that nothing is «before opening» for it."""
    registered = match.places[0].known.facts.get("registered_on")
    return isinstance(registered, date) and registered + WORKING_AFTER < match.on


def legal_form_of(match: BusinessMatch) -> str | None:
    """Return the legal form, if it is known."""
    form = match.places[0].known.facts.get("legal_form")
    return form if isinstance(form, str) else None


class _Memory:
    """The last lists worked out, by law, day and answers; the same answers need no second thought."""

    def __init__(self) -> None:
        self.kept: OrderedDict[object, _Worked] = OrderedDict()
        self.lock = Lock()

    def find(self, key: object) -> _Worked | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def keep(self, key: object, worked: _Worked) -> None:
        with self.lock:
            self.kept[key] = worked
            while len(self.kept) > MOST_REMEMBERED:
                self.kept.popitem(last=False)


_MEMORY = _Memory()


def _worked_out(profile: Profile, on: date) -> _Worked:
    match = match_business(profile, on)
    key = _key(match)
    found = _MEMORY.find(key)
    if found is None:
        found = _work_out(match)
        _MEMORY.keep(key, found)
    return found


def _key(match: BusinessMatch) -> object:
    places = tuple(
        (one.place.id, one.place.name, tuple(sorted(one.known.facts.items())), one.known.dont_know)
        for one in match.places
    )
    return match.law.edition.sha256, match.on, places


def _work_out(match: BusinessMatch) -> _Worked:
    law, requirements = match.law, match.law.edition.requirements
    items = [item_of(match, requirements[id_], one) for id_, one in match.judged.items() if one.verdict == "applies"]
    items.sort(key=lambda item: item.priority.key)
    unclear = [_unclear(law, requirements[id_], one) for id_, one in match.judged.items() if one.verdict == "unknown"]
    place, question = _question(match)
    return _Worked(match, tuple(items), tuple(unclear), question, place.place.id)


def item_of(match: BusinessMatch, requirement: Requirement, judged: Judged) -> Item:
    """Return a requirement as an item of a business's list, without its marks."""
    working, today = is_working(match), match.on
    occurrence = _next_day(requirement, today)
    due = occurrence.day if occurrence else None
    until = requirement.in_force.until
    return Item(
        requirement,
        judged,
        priority(requirement, today, legal_form_of(match), due, working),
        when_text(requirement, occurrence, today, working=working),
        due,
        effort_text(requirement.effort),
        _places(match, judged),
        ended=until is not None and until < today,
        ends=until if until is not None and today <= until <= today + ENDS_SOON else None,
    )


def _next_day(requirement: Requirement, today: date) -> Occurrence | None:
    if requirement.recurrence is None:
        return None
    rule = day_off_rule(requirement.act, requirement.provision)
    return next_occurrence(requirement.recurrence, today, rule=rule)


def _places(match: BusinessMatch, judged: Judged) -> tuple[str, ...]:
    """Where a duty holds at every place, naming them tells nothing."""
    if len(judged.applies_at) == len(match.places):
        return ()
    return tuple(one.place.name for one in judged.applies_at if one.place.name)


def _unclear(law: Law, requirement: Requirement, judged: Judged) -> Unclear:
    """The first fact that is not a «не знаю» is what to ask; when all are, the person may change their mind."""
    place = judged.open_at[0]
    missing = place.match.missing(requirement.id)
    fresh = [code for code in missing if code not in place.known.dont_know]
    first = (fresh or list(missing))[0] if missing else ""
    fact = law.vocabulary.facts.get(first)
    question = question_of(fact) if fact else Text("", "")
    return Unclear(requirement, missing, question, place.place.id, not fresh)


def _question(match: BusinessMatch) -> tuple[PlaceMatch, Question | None]:
    """Return the next question of the first place that has one."""
    for place in match.places:
        question = match.law.interview.next_question(place.profile.given, match.on)
        if question is not None:
            return place, question
    return match.places[0], None
