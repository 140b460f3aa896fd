"""A dispute as pages show it: its course in words, its term, the facts it relies on, what can be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from backend.accounts.models import Business
from backend.law import current_law
from backend.permissions import Actor
from backend.procedures.queries import due_dates, history, marks, open_deadlines
from backend.procedures.runner import open_steps
from backend.procedures.timers import zone_of_row
from backend.profiles.records import restored
from backend.profiles.words import question_of, value_text
from backend.requirements.dispute_files import files_of, handed_over
from backend.requirements.dispute_words import OVERDUE, state_words, term_words, turn_words
from backend.requirements.disputes import OPEN, messages_of, title_of
from backend.requirements.models import Dispute, DisputeFile, DisputeMessage, Ground
from backend.requirements.routing import NAME, regulators_of
from backend.requirements.words import due_words
from rules.procedures import Step
from rules.text import Text

GROUNDS = {
    Ground.CONDITION: Text("Ответы верные, но наш случай не такой", "The answers are right, but our case is different"),
    Ground.EXEMPT: Text("Закон освобождает таких, как мы", "The law exempts businesses like ours"),
    Ground.ENDED: Text("Требование отменили или заменили", "The requirement was repealed or replaced"),
    Ground.OTHER: Text("Другое", "Something else"),
}
EDITOR = Text("Редактор реестра", "The registry's editor")
YOU = Text("Бизнес", "The business")
TIME = Text("Срок вышел", "The term ended")
CLIENTS = frozenset({"business", "representative"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a dispute: what happened, who did it, when, in which words, with which files."""

    name: Text
    who: Text
    at: datetime
    text: str | None
    from_business: bool
    files: tuple[DisputeFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A term that runs."""

    name: Text
    said: Text
    day: date


@dataclass(frozen=True)
class Shown:
    """A dispute with everything its page says."""

    dispute: Dispute
    title: Text
    state: Text
    open: bool
    overdue: bool
    ground: Text
    answers_it: Text
    facts: tuple[tuple[Text, Text], ...]
    turns: tuple[Turn, ...]
    terms: tuple[Due, ...]
    steps: Mapping[str, Step]

    @property
    def files(self) -> tuple[DisputeFile, ...]:
        """The files that whoever looks may open."""
        return tuple(file for turn in self.turns for file in turn.files)

    @property
    def reason(self) -> str:
        """What the business said when it submitted the dispute."""
        return next((turn.text for turn in self.turns if turn.text), "")

    @property
    def question(self) -> str | None:
        """The question the business has to answer now."""
        if self.dispute.state != "NEED_FACTS":
            return None
        return next((turn.text for turn in reversed(self.turns) if turn.text), None)


def show(session: Session, dispute: Dispute, actor: Actor, acting_as: str, today: date) -> Shown:
    """Return a dispute for its page; `steps` are those the actor can take, files those they may open."""
    mine = acting_as in CLIENTS
    files = files_of(session, dispute.id) if mine or handed_over(dispute) else ()
    steps = open_steps(session, NAME, dispute, actor, acting_as)
    return Shown(
        dispute,
        title_of(dispute),
        state_words(dispute.state, mine=mine),
        dispute.state in OPEN,
        "OVERDUE" in marks(session, NAME, [dispute.id]).get(dispute.id, frozenset()),
        GROUNDS[dispute.ground],
        desk_for(session, dispute.authority, dispute.region),
        _facts(dispute),
        _turns(session, dispute, files, mine),
        tuple(
            _due(term_words(row.key, mine=mine), row.due_at.astimezone(zone_of_row(row)).date(), today)
            for row in open_deadlines(session, NAME, dispute.id)
            if row.due_at is not None
        ),
        {step.action: step for step in steps},
    )


def desk_for(session: Session, authority: str, region: str) -> Text:
    """Return who answers: the authority where it has an account, else the editor."""
    named = current_law().edition.authorities.get(authority)
    return named.name if named and regulators_of(session, authority, region) else EDITOR


def _facts(dispute: Dispute) -> tuple[tuple[Text, Text], ...]:
    """The answers the condition reads, as they were when the dispute was submitted."""
    vocabulary = current_law().vocabulary
    found = [(vocabulary.facts[code], kept) for code, kept in dispute.facts.items() if code in vocabulary.facts]
    return tuple((question_of(fact), value_text(fact, restored(fact, kept), vocabulary)) for fact, kept in found)


def _turns(session: Session, dispute: Dispute, files: Sequence[DisputeFile], mine: bool) -> tuple[Turn, ...]:
    words: dict[str, list[DisputeMessage]] = {}
    for one in messages_of(session, dispute.id):
        words.setdefault(one.action, []).append(one)
    turns = []
    for row in history(session, NAME, dispute.id):
        said = words.get(row.action)
        message = said.pop(0) if said else None
        came = tuple(file for file in files if message is not None and file.message_id == message.id)
        name = turn_words(row.action, mine=mine) or state_words(row.to_state, mine=mine)
        name = OVERDUE if row.overlay else name
        own = row.acting_as in CLIENTS
        text = message.text if message else None
        turns.append(Turn(name, _who(dispute, row.acting_as), row.at, text, own, came))
    return tuple(turns)


def _who(dispute: Dispute, acting_as: str) -> Text:
    if acting_as in CLIENTS:
        return YOU
    if acting_as == "system":
        return TIME
    authority = current_law().edition.authorities.get(dispute.authority)
    return EDITOR if acting_as == "editor" or authority is None else authority.name


def _due(name: Text, day: date, today: date) -> Due:
    return Due(name, late_words(day, today), day)


def late_words(day: date, today: date) -> Text:
    """Return «до 12 мая, 5 рабочих дней», or that the day has passed."""
    said = due_words(day, today)
    if day < today:
        return Text(f"срок истёк {said.ru[3:]}", f"the term ended on {said.en[3:]}")
    return Text(said.ru[:1].lower() + said.ru[1:], said.en[:1].lower() + said.en[1:])


@dataclass(frozen=True, slots=True)
class Row:
    """A dispute in a list."""

    dispute: Dispute
    title: Text
    state: Text
    due: Text | None
    overdue: bool
    day: date


def rows(session: Session, disputes: list[Dispute], today: date, *, mine: bool) -> list[Row]:
    """Return disputes as lines of a list, nearest term first; `mine` for the business that reads its own."""
    ids = [dispute.id for dispute in disputes]
    due, raised = due_dates(session, NAME, ids), marks(session, NAME, ids)
    found = []
    for dispute in disputes:
        at = due.get(dispute.id)
        day = at.date() if at else date.max
        overdue = "OVERDUE" in raised.get(dispute.id, frozenset())
        said = late_words(day, today) if at else None
        found.append(Row(dispute, title_of(dispute), state_words(dispute.state, mine=mine), said, overdue, day))
    return sorted(found, key=lambda row: (not row.overdue, row.day, row.dispute.number or 0))


def business_name(session: Session, dispute: Dispute) -> tuple[str, str | None] | None:
    """Return the name and tax number, only if the business chose to show them."""
    business = session.get(Business, dispute.business_id) if dispute.name_shown else None
    return (business.name, business.inn) if business else None
