"""What a business has said of its requirements, for whoever shows or adds it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Answer, AnswerValue, ChosenDate, Evidence, Mark, PlanEntry
from backend.clock import MOSCOW
from backend.law import current_law
from backend.profiles.choices import left_out as left_out_of
from backend.profiles.matching import BusinessMatch
from backend.profiles.queries import list_places, load_profile
from backend.requirements.listing import Item, PersonalList, personal_list
from calculators.readiness import Readiness, readiness
from rules.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Answered:
    """A requirement as answered: for the whole business, or put together from its places."""

    requirement: str
    requirement_version: str
    value: AnswerValue | None
    note: str
    at: datetime
    recheck: bool  # the requirement has changed since: the answer is kept, but has to be given again
    rows: tuple[Answer, ...] = ()

    @property
    def status(self) -> str:
        """Return the status that lists show."""
        if self.value is None:
            return "not_started"
        return "recheck" if self.recheck else self.value.value

    def at_place(self, place_id: str) -> AnswerValue | None:
        """Return the answer that holds at a place: its own, else that of the whole business."""
        found = {row.place_id: row.value for row in self.rows}
        return found.get(place_id) or found.get("")


def answers_of(session: Session, business_id: str) -> dict[str, Answered]:
    """Return what is answered or noted, by requirement; answers of places that are gone are passed over."""
    places = {place.id for place in list_places(session, business_id)} | {""}
    rows = session.exec(select(Answer).where(Answer.business_id == business_id).order_by(col(Answer.place_id)))
    grouped: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.place_id in places:
            grouped[row.requirement].append(row)
    current = current_law().edition.requirements
    return {id_: _together(id_, _deciding(found, len(places) - 1), current.get(id_)) for id_, found in grouped.items()}


def _deciding(rows: list[Answer], places: int) -> list[Answer]:
    """Return the rows that count: where every place has its own answer, that of the whole business says nothing."""
    apart = [row for row in rows if row.place_id and row.value is not None]
    if places == 0 or len(apart) < places:
        return rows
    note = next((row.note for row in rows if not row.place_id), "")
    return [*apart[:-1], Answer(**(apart[-1].model_dump() | {"note": note}))] if note else apart


def _together(id_: str, rows: list[Answer], current: Requirement | None) -> Answered:
    given = [row for row in rows if row.value is not None]
    latest = max(rows, key=lambda row: row.at)
    return Answered(
        id_,
        latest.requirement_version,
        combined([row.value for row in given if row.value is not None]),
        next((row.note for row in rows if row.note), ""),
        latest.at,
        current is not None and any(row.requirement_version != current.version for row in given),
        tuple(rows),
    )


def combined(values: Collection[AnswerValue]) -> AnswerValue | None:
    """Return one answer for several places: all alike, else partly; what does not concern a place is passed over.

    >>> combined([AnswerValue.YES, AnswerValue.NO]).value
    'partly'
    """
    concerned = set(values) - {AnswerValue.NOT_APPLICABLE}
    if not concerned:
        return AnswerValue.NOT_APPLICABLE if values else None
    return concerned.pop() if len(concerned) == 1 else AnswerValue.PARTLY


def status_of(session: Session, business_id: str) -> dict[str, str]:
    """Return the status of each requirement that is answered: yes, partly, no, not_applicable or recheck."""
    return {id_: one.status for id_, one in answers_of(session, business_id).items() if one.value is not None}


def done_since(session: Session, business_id: str, on: date) -> dict[str, date]:
    """Return the day each «сделано» was last said or shown by a paper; not where every paper has ended by then."""
    return {id_: moment.date() for id_, moment in done_at(session, business_id, on).items()}


def done_at(session: Session, business_id: str, on: date) -> dict[str, datetime]:
    """Return the moment, in Moscow, of each."""
    papers = evidence_of(session, business_id)
    found = {}
    for id_, one in answers_of(session, business_id).items():
        present = [paper for paper in papers.get(id_, ()) if paper.superseded_by is None]
        if one.status != "yes" or (present and all(_has_ended(paper, on) for paper in present)):
            continue
        found[id_] = max(moment.astimezone(MOSCOW) for moment in (one.at, *(paper.at for paper in present)))
    return found


def _has_ended(paper: Evidence, on: date) -> bool:
    return paper.expires_on is not None and paper.expires_on < on


def readiness_of(
    match: BusinessMatch,
    answers: Mapping[str, Answered],
    left_out: Collection[str] = (),
    settled: Collection[str] = (),
) -> Readiness:
    """Return the counts over what applies and is part of the assessment.

    `settled` names requirements that do not concern the business by a decision. An answer that has to be given
    again counts as none.
    """
    applies = [id_ for id_, one in match.judged.items() if one.verdict == "applies"]
    return _counted(answers, (id_ for id_ in applies if id_ not in left_out and id_ not in settled))


def _counted(answers: Mapping[str, Answered], ids: Iterable[str]) -> Readiness:
    return readiness(_for_count(answers.get(id_)) for id_ in ids)


def _for_count(answer: Answered | None) -> str | None:
    if answer is None or answer.value is None or answer.recheck:
        return None
    return "not_concerned" if answer.value is AnswerValue.NOT_APPLICABLE else answer.value.value


@dataclass(frozen=True)
class Checklist:
    """What a business assesses itself on: its list in the order of importance, without what it left out."""

    business: Business
    personal: PersonalList
    items: tuple[Item, ...]
    answers: Mapping[str, Answered]

    @cached_property
    def readiness(self) -> Readiness:
        """Return the counts of the answers."""
        return _counted(self.answers, (item.id for item in self.items))

    @cached_property
    def gaps(self) -> tuple[Item, ...]:
        """Return what is answered «нет» or «частично», first things first."""
        return tuple(item for item in self.items if self._value(item) in (AnswerValue.NO, AnswerValue.PARTLY))

    @cached_property
    def open(self) -> tuple[Item, ...]:
        """Return what is not answered, or has to be answered again."""
        return tuple(item for item in self.items if _for_count(self.answers.get(item.id)) is None)

    @property
    def saved_at(self) -> datetime | None:
        """Return when the last answer was kept."""
        return max((one.at for one in self.answers.values()), default=None)

    @property
    def recheck(self) -> int:
        """Return how many answers have to be given again."""
        return sum(1 for item in self.items if self._must_recheck(item))

    def place_of(self, requirement: str) -> int | None:
        """Return where a requirement stands, from 0; None where it is not on the list."""
        return self._places.get(requirement)

    def following(self, requirement: str) -> Item | None:
        """Return the next open requirement after this one; from the end it begins anew."""
        here = self.place_of(requirement)
        waiting = [item for item in self.open if item.id != requirement]
        if here is None:
            return next(iter(waiting), None)
        after = [item for item in waiting if (self.place_of(item.id) or 0) > here]
        return next(iter(after or waiting), None)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {item.id: number for number, item in enumerate(self.items)}

    def _value(self, item: Item) -> AnswerValue | None:
        answer = self.answers.get(item.id)
        return answer.value if answer else None

    def _must_recheck(self, item: Item) -> bool:
        answer = self.answers.get(item.id)
        return answer is not None and answer.value is not None and answer.recheck


def checklist(session: Session, business: Business, on: date) -> Checklist:
    """Return what a business assesses itself on, on a day."""
    personal = personal_list(session, load_profile(session, business), on)
    without = left_out_of(business, personal.match.law.edition)
    items = tuple(item for item in personal.items if item.id not in without)
    return Checklist(business, personal, items, answers_of(session, business.id))


def marks_of(session: Session, business_id: str) -> dict[str, Mark]:
    """Return the marks for the present versions, by requirement."""
    current = current_law().edition.requirements
    rows = session.exec(select(Mark).where(Mark.business_id == business_id))
    return {
        row.requirement: row
        for row in rows
        if row.requirement in current and current[row.requirement].version == row.requirement_version
    }


def evidence_of(session: Session, business_id: str) -> dict[str, list[Evidence]]:
    """Return the papers by requirement, newest first; a superseded one says by which."""
    rows = session.exec(
        select(Evidence)
        .where(Evidence.business_id == business_id)
        .order_by(col(Evidence.at).desc(), col(Evidence.version).desc(), col(Evidence.id))
    )
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[row.requirement].append(row)
    return dict(found)


def plan_of(session: Session, business_id: str) -> dict[str, PlanEntry]:
    """Return what is planned, by requirement."""
    rows = session.exec(select(PlanEntry).where(PlanEntry.business_id == business_id))
    return {row.requirement: row for row in rows}


def chosen_dates(session: Session, business_id: str) -> dict[str, ChosenDate]:
    """Return the first days the business chose, by requirement."""
    rows = session.exec(select(ChosenDate).where(ChosenDate.business_id == business_id))
    return {row.requirement: row for row in rows}
