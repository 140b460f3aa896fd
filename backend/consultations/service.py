"""Asking and answering about requirements. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Person, RoleGrant
from backend.audit.numbers import next_number
from backend.audit.service import record
from backend.consultations.about_events import names_event
from backend.consultations.models import Channel, Consultation
from backend.errors import Conflict, Invalid, NotFound
from backend.jobs.registry import offering
from backend.notifications.service import notify
from backend.permissions import Actor, Scope
from backend.profiles.queries import load_profile, take_business
from rules.control import ControlType, control_types
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of which control, how to answer, in which words, about which entry."""

    control_type: str
    channel: Channel
    text: str
    contact: str = ""
    requirement: str | None = None


def ask(session: Session, actor: Actor, business_id: str, question: Question, now: datetime) -> Consultation:
    """Ask a control body about requirements.

    Raises:
        NotFound: not the actor's business.
        Invalid: no such control; a written answer that the act of the type does not promise; a question about an event.
    """
    business = take_business(session, actor, business_id, Scope.CONTROL)
    known = _checked(question, own_numbers(session, business.id))
    region = load_profile(session, business).main.known.get("region")
    row = Consultation(
        number=next_number(session, Consultation.number),
        business_id=business.id,
        asked_by=actor.person_id or "",
        control_type=known.code,
        authority=known.authorities[0] if known.authorities else "",
        region=str(region.value) if region and region.value else "",
        requirement=question.requirement,
        channel=question.channel,
        question=question.text,
        contact=question.contact,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    record(session, actor, "consultation.ask", "consultation", row.id, {"control_type": row.control_type}, now)
    notify(session, consultants(session, row), "consultation.asked", {"number": row.number}, _desk(row), now)
    return row


def own_numbers(session: Session, business_id: str) -> list[str]:
    """Return the numbers of a business's own control events, as the rooms above know them."""
    return [one for room in offering("own_numbers") for one in room.own_numbers(session, business_id)]


def _checked(question: Question, numbers: Sequence[str]) -> ControlType:
    faults: list[Fault] = []
    known = control_types().get(question.control_type)
    if known is None:
        message = Text("Такого вида контроля нет.", "There is no such type of control.")
        raise Invalid([Fault("unknown", "control_type", message, Text("Выберите из списка.", "Choose from the list."))])
    if question.channel is Channel.WRITTEN and known.flag("consultation.written") is not True:
        message = Text("Письменный ответ положение не обещает (50(5)).", "The act promises no written answer (50(5)).")
        remedy = Text("Выберите телефон, видео или приём.", "Choose phone, video or reception.")
        faults.append(Fault("no_written_answer", "channel", message, remedy))
    if names_event(question.text, numbers):
        message = Text(
            "Здесь не спрашивают о самой проверке (50(6)).", "This is not for questions about an event (50(6))."
        )
        remedy = Text("Напишите в её комнате, в «Сообщениях по делу».", "Write in its room, under “Messages”.")
        faults.append(Fault("about_an_event", "text", message, remedy))
    if faults:
        raise Invalid(faults)
    return known


def answer(session: Session, actor: Actor, row: Consultation, text: str, now: datetime) -> Consultation:
    """Answer: in writing where the type has it, else note that the answer was given by word of mouth.

    Raises:
        Conflict: it was answered or withdrawn already.
    """
    if row.answered_at is not None or row.withdrawn_at is not None:
        raise Conflict(
            Text("На этот вопрос уже ответили, или его отозвали.", "It was answered already, or withdrawn."),
            Text("Откройте список вопросов.", "Open the list of questions."),
        )
    row.answer = text if row.channel is Channel.WRITTEN else ""
    row.answered_at, row.answered_by = now, actor.person_id
    session.add(row)
    record(session, actor, "consultation.answer", "consultation", row.id, None, now)
    notify(session, [row.asked_by], "consultation.answered", {"number": row.number}, f"/consultations/{row.id}", now)
    return row


def withdraw(session: Session, actor: Actor, row: Consultation, now: datetime) -> None:
    """Take a question back that nobody answered yet."""
    if row.answered_at is None and row.withdrawn_at is None:
        row.withdrawn_at = now
        session.add(row)
        record(session, actor, "consultation.withdraw", "consultation", row.id, None, now)


def find_own(session: Session, actor: Actor, consultation_id: str) -> Consultation:
    """Return a question of the actor's business.

    Raises:
        NotFound: no such question, or not theirs.
    """
    row = session.get(Consultation, consultation_id)
    if row is None or not actor.may_for(row.business_id, Scope.CONTROL):
        raise NotFound
    return row


def list_own(session: Session, business_id: str) -> Sequence[Consultation]:
    """Return the questions of a business, the last first."""
    query = select(Consultation).where(Consultation.business_id == business_id)
    return session.exec(query.order_by(col(Consultation.number).desc())).all()


def find_on_desk(session: Session, actor: Actor, consultation_id: str, *, write: bool = False) -> Consultation:
    """Return a question that is on the actor's desk; `write` locks its row: of two who answer one is told.

    Raises:
        NotFound: no such question, or on another desk.
    """
    row = session.get(Consultation, consultation_id, with_for_update=write or None)
    if row is None or row.withdrawn_at is not None or actor.person_id not in consultants(session, row):
        raise NotFound
    return row


def list_desk(session: Session, actor: Actor) -> Sequence[Consultation]:
    """Return the questions on the actor's desk: unanswered ones first, the oldest first; none for who also inspects."""
    if actor.person_id in _assessing(session):
        return []
    query = select(Consultation).where(
        Consultation.authority == (actor.authority or ""), col(Consultation.withdrawn_at).is_(None)
    )
    if actor.region:
        query = query.where(Consultation.region == actor.region)
    ordered = query.order_by(col(Consultation.answered_at).is_not(None), col(Consultation.asked_at))
    return session.exec(ordered).all()


def consultants(session: Session, row: Consultation) -> list[str]:
    """Return who answers: people of the authority who consult; inspectors never (50(7))."""
    query = (
        select(RoleGrant.person_id)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            RoleGrant.role == Role.REGULATOR,
            RoleGrant.authority == row.authority,
            col(RoleGrant.region).in_(("", row.region)),
            col(Person.blocked_at).is_(None),
        )
    )
    return sorted(set(session.exec(query).all()) - _assessing(session))


def _assessing(session: Session) -> set[str]:
    """Return who assesses in any post: a key of another of their posts opens no question to them (50(7))."""
    assess = col(RoleGrant.role).in_((Role.INSPECTOR, Role.AUTHORITY_HEAD))
    return set(session.exec(select(RoleGrant.person_id).where(assess)).all())


def _desk(row: Consultation) -> str:
    return f"/desk/consultations/{row.id}"
