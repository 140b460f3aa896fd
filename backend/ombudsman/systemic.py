"""Systemic cards: own cases of one requirement or practice joined, previewed, sent to the regulator, answered (L)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.numbers import next_number
from backend.config import Settings
from backend.control.cases.naming import state_name
from backend.control.cases.view import term_of
from backend.errors import Conflict, Invalid, NotFound
from backend.feedback import service as feedback
from backend.feedback.models import Feedback
from backend.feedback.queries import sent_about
from backend.jobs.registry import offering
from backend.law import current_law
from backend.ombudsman.cells import counted
from backend.ombudsman.consents import day_of
from backend.ombudsman.models import OmbudsmanCase, SystemicCard, SystemicMember
from backend.ombudsman.offices import kind_of
from backend.ombudsman.queries import kept_of, seen_now
from backend.ombudsman.traits import known_of
from backend.permissions import Actor
from backend.procedures.queries import open_terms
from rules.faults import Fault
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.requirements import Requirement
from rules.text import Text

# So many are listed; so many stand in the public words, which have to fit.
MOST_ASKED, MOST_TOLD = 20, 8
COLLECTING = Text("собираем", "being collected")
SENT = Text("Карточка отправлена и больше не меняется.", "The card is sent and does not change any more.")


def cards_of(session: Session, actor: Actor) -> Sequence[SystemicCard]:
    """Return an ombudsman's cards, the last first."""
    query = select(SystemicCard).where(SystemicCard.ombudsman_id == (actor.person_id or ""))
    return session.exec(query.order_by(col(SystemicCard.number).desc())).all()


def find_card(session: Session, actor: Actor, card_id: str, *, write: bool = False) -> SystemicCard:
    """Return a card of an ombudsman.

    Raises:
        NotFound: no such card, or another's.
    """
    query = select(SystemicCard).where(SystemicCard.id == card_id)
    row = session.exec(query.with_for_update() if write else query).first()
    if row is None or row.ombudsman_id != actor.person_id or kind_of(session, actor) is None:
        raise NotFound
    return row


def open_card(session: Session, actor: Actor, title: str, requirement: str | None, now: datetime) -> SystemicCard:
    """Return a new card of a requirement, or of a practice without one.

    Raises:
        NotFound: not an ombudsman.
        Invalid: there is no such requirement.
    """
    kind = kind_of(session, actor)
    if kind is None or actor.person_id is None:
        raise NotFound
    entry = requirement_of(requirement)
    number = next_number(session, SystemicCard.number)
    row = SystemicCard(
        number=number,
        ombudsman_id=actor.person_id,
        kind=kind,
        region=actor.region or "",
        requirement=entry.id if entry else None,
        title=title,
        authority=(entry.authority or "") if entry else "",
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def requirement_of(code: str | None) -> Requirement | None:
    """Return a requirement of the registry, None for no code.

    Raises:
        Invalid: there is no such requirement.
    """
    if not code:
        return None
    entry = current_law().edition.requirements.get(code)
    if entry is None:
        message = Text("Такого требования в справочнике нет.", "There is no such requirement.")
        raise Invalid([Fault("unknown", "requirement", message, Text("Проверьте код.", "Check the code."))])
    return entry


def write_card(session: Session, row: SystemicCard, title: str, statement: str, authority: str) -> None:
    """Write the words of a card.

    Raises:
        Conflict: it is sent.
    """
    refuse_sent(row)
    row.title, row.statement, row.authority = title, statement, authority
    session.add(row)
    session.flush()


def refuse_sent(row: SystemicCard) -> None:
    """See that a card is not sent yet.

    Raises:
        Conflict: it is.
    """
    if row.feedback_id is not None or row.sent_on is not None:
        raise Conflict(SENT, Text("Заведите новую.", "Begin a new one."))


def own_cases(session: Session, actor: Actor, now: datetime) -> list[OmbudsmanCase]:
    """Return the cases an ombudsman took up, seen now or kept."""
    today = day_of(now)
    mine = [row for row in seen_now(session, actor, today) if row.ombudsman_id == actor.person_id]
    return [*mine, *kept_of(session, actor, today)]


def suggested_for(
    session: Session, row: SystemicCard, cases: Sequence[OmbudsmanCase], now: datetime
) -> tuple[list[str], list[str]]:
    """Return the cases of a card's requirement, and which of them only what the client shows leads to."""
    if row.requirement is None:
        return [], []
    known = [known_of(session, one, one.state in WITH_CONSENT, now) for one in cases]
    found = [one for one in known if row.requirement in one.values("requirement")]
    return [one.row.id for one in found], [one.row.id for one in found if row.requirement not in one.own["requirement"]]


def join(session: Session, actor: Actor, row: SystemicCard, case_ids: Sequence[str], now: datetime) -> None:
    """Say which own cases a card joins.

    Raises:
        NotFound: one of them is not their own.
        Conflict: it is sent.
    """
    refuse_sent(row)
    mine = {one.id for one in own_cases(session, actor, now)}
    if set(case_ids) - mine:
        raise NotFound
    joined = {one.case_id: one for one in members_of(session, row)}
    for case_id, one in joined.items():
        if case_id not in case_ids:
            session.delete(one)
    session.add_all(SystemicMember(card_id=row.id, case_id=one) for one in set(case_ids) - set(joined))
    session.flush()


def members_of(session: Session, row: SystemicCard) -> Sequence[SystemicMember]:
    """Return which cases a card joins."""
    return session.exec(select(SystemicMember).where(SystemicMember.card_id == row.id)).all()


def counted_words(count: int) -> Text | None:
    """Return the number of cases as it may be told.

    >>> counted_words(3).ru, counted_words(12).ru, counted_words(0)
    ('есть обращения', 'около 10 обращений', None)
    """
    if count == 0:
        return None
    told = counted(count)
    if told is None:
        return Text("есть обращения", "there are cases")
    return Text(f"около {told} обращений", f"about {told} cases")


def public_words(session: Session, row: SystemicCard) -> str:
    """Return what the regulator and everybody will read."""
    if row.sent_on is not None:
        sent = session.get(Feedback, row.feedback_id) if row.feedback_id else None
        return sent.statement if sent else row.statement
    words = counted_words(len(members_of(session, row)))
    told = f"Обращения к уполномоченному: {words.ru}." if words else ""
    asked = ", ".join(f"№ {item.number}" for item in reversed(asked_in_public(session, row)[:MOST_TOLD]))
    said = f"О том же требовании публично спрашивали: {asked}." if asked else ""
    return "\n\n".join(part for part in (row.statement, told, said) if part)


def asked_in_public(session: Session, row: SystemicCard) -> list[Feedback]:
    """Return what regulators were asked in public about a card's requirement, the newest first, at most twenty.

    Only what was sent: what waits for the editor or for Monday nobody joins.
    """
    if row.requirement is None:
        return []
    return [item for item in sent_about(session, row.requirement) if item.id != row.feedback_id][:MOST_ASKED]


def asked_lines(session: Session, row: SystemicCard) -> list[dict[str, Any]]:
    """Return those questions as lines: number, words, where each stands, its public page."""
    return [
        {
            "number": item.number,
            "statement": item.statement,
            "state": state_name("feedback", item.state),
            "href": f"/statements/{item.number}",
        }
        for item in asked_in_public(session, row)
    ]


def send(session: Session, actor: Actor, row: SystemicCard, now: datetime) -> Feedback:
    """Send a card to the regulator: it is answered in public, with a clock.

    Raises:
        Conflict: it is sent already.
        Invalid: words are missing, or name somebody.
    """
    refuse_sent(row)
    fill = Text("Заполните и сохраните.", "Fill it in and save.")
    lacking = [("title", row.title), ("statement", row.statement), ("authority", row.authority)]
    faults = [
        Fault("missing", name, Text("Поле не заполнено.", "The field is empty."), fill)
        for name, value in lacking
        if not value
    ]
    if faults:
        raise Invalid(faults)
    words, count = public_words(session, row), counted_words(len(members_of(session, row)))
    entry = requirement_of(row.requirement)
    item = feedback.open_systemic(session, row.authority, row.region, row.title, words, entry, actor, now)
    row.feedback_id, row.sent_on, row.counted = item.id, day_of(now), count.ru if count else ""
    session.add(row)
    session.flush()
    return item


def figures_of(settings: Settings, row: SystemicCard) -> list[Any]:
    """Return the released figures of a card's requirement: name, what is said, release; rooms above offer them."""
    if row.requirement is None:
        return []
    return [one for room in offering("released_figures") for one in room.released_figures(settings, row.requirement)]


def answer_of(session: Session, row: SystemicCard, now: datetime) -> dict[str, Any] | None:
    """Return where the regulator's answer stands, with its clock; None while the card is not sent."""
    item = session.get(Feedback, row.feedback_id) if row.feedback_id else None
    if item is None:
        return None
    return {
        "state": state_name("feedback", item.state),
        "answer": item.answer,
        "answered_on": item.answered_on,
        "action": item.action,
        "action_due_on": item.action_due_on,
        "done": item.done,
        "terms": [term_of(term, now) for term in open_terms(session, "feedback", item.id)],
        "href": f"/statements/{item.number}" if item.number is not None else None,
    }
