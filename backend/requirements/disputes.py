"""Disputes of an attribution: a business says that a requirement does not concern it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.accounts.tokens import hash_of, new_token
from backend.audit.numbers import next_number
from backend.errors import Conflict, NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.procedures.runner import take_step
from backend.profiles.matching import BusinessMatch, PlaceMatch
from backend.profiles.records import stored
from backend.requirements.models import Dispute, DisputeMessage, EditorTask, Ground
from backend.requirements.routing import NAME, acts_as, answers
from rules.conditions import facts_of
from rules.requirements import Requirement
from rules.text import Text

OPEN = ("SUBMITTED", "TAKEN", "NEED_FACTS")
# The answer may come later than the run would end; the link has to live as long.
LINK_LASTS = timedelta(days=60)
NO_CONDITION = {"": "true"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What the person says: on which ground, in which words, whether the authority may see who they are."""

    ground: Ground
    text: str
    name_shown: bool = False


def submit(
    session: Session,
    actor: Actor,
    business: Business,
    match: BusinessMatch,
    entry: Requirement,
    claim: Claim,
    now: datetime,
) -> tuple[Dispute, str | None]:
    """Submit a dispute; for an anonymous run also return the token of its secret link, shown once.

    Raises:
        Conflict: the requirement does not apply, or a dispute about it runs already.
    """
    place = _place_of(match, entry)
    # Two taps at once are one dispute, on PostgreSQL too; SQLite has one writer anyway.
    session.exec(select(Business.id).where(Business.id == business.id).with_for_update()).one()
    if find_open(session, business.id, entry.id) is not None:
        raise Conflict(
            Text("Спор об этом требовании уже идёт.", "A dispute about this requirement runs already."),
            Text("Откройте его в «Моих спорах».", "Open it among your disputes."),
        )
    dispute = _draft(business, place, entry, claim, now)
    token = None
    if business.run_key_hash is not None:
        token = new_token()
        dispute.link_hash = hash_of(token)
        business.expires_at = max(business.expires_at or now, now + LINK_LASTS)
        session.add(business)
    session.add(dispute)
    session.flush()
    given = {"reason": claim.text, "facts": dispute.facts or NO_CONDITION}
    take_step(session, NAME, dispute, "submit", actor, "business", now, given=given, comment=claim.text)
    # The runner holds the audit's lock by now, so numbers are given one after another.
    dispute.number = next_number(session, Dispute.number)
    session.add(dispute)
    _write(session, dispute, "submit", claim.text, now, from_business=True)
    return dispute, token


def _place_of(match: BusinessMatch, entry: Requirement) -> PlaceMatch:
    judged = match.judged.get(entry.id)
    if judged is None or not judged.applies_at:
        raise Conflict(
            Text("Это требование и так не действует для вас.", "This requirement does not apply to you anyway."),
            Text("Спорить не о чем: откройте свой список.", "There is nothing to dispute: open your list."),
        )
    return judged.applies_at[0]


def _draft(business: Business, place: PlaceMatch, entry: Requirement, claim: Claim, now: datetime) -> Dispute:
    known = place.known.facts
    facts = {code: stored(known[code]) for code in facts_of(entry.applies_when) if code in known}
    return Dispute(
        business_id=business.id,
        requirement=entry.id,
        requirement_version=entry.version,
        authority=entry.authority or "",
        region=str(known.get("region") or ""),
        place_id=place.place.id,
        ground=claim.ground,
        facts=facts,
        name_shown=claim.name_shown and bool(business.name),
        created_at=now,
    )


def withdraw(session: Session, actor: Actor, dispute: Dispute, now: datetime) -> None:
    """Withdraw one's own dispute."""
    take_step(session, NAME, dispute, "withdraw", actor, "business", now)


def give_facts(session: Session, actor: Actor, dispute: Dispute, text: str, now: datetime) -> DisputeMessage:
    """Answer the question that was asked."""
    take_step(session, NAME, dispute, "give_facts", actor, "business", now, given={"facts": text}, comment=text)
    return _write(session, dispute, "give_facts", text, now, from_business=True)


def answer(
    session: Session, actor: Actor, dispute: Dispute, action: str, text: str, now: datetime, version: int | None = None
) -> None:
    """Take a step of the desk: take, ask_facts, accept, reject; words where the step needs them.

    Raises:
        NotFound: no such step, or not this actor's.
        Changed: somebody moved the dispute meanwhile.
    """
    if action not in DESK_NEEDS:
        raise NotFound
    given = {DESK_NEEDS[action]: text}
    acting_as = acts_as(session, dispute, actor)
    take_step(session, NAME, dispute, action, actor, acting_as, now, given=given, comment=text or None, version=version)
    if text:
        _write(session, dispute, action, text, now, from_business=False)


# What a step of the desk asks for; "" needs no words but may have some.
DESK_NEEDS: Mapping[str, str] = {"take": "", "ask_facts": "question", "accept": "", "reject": "reason"}


def _write(
    session: Session, dispute: Dispute, action: str, text: str, now: datetime, *, from_business: bool
) -> DisputeMessage:
    row = DisputeMessage(dispute_id=dispute.id, action=action, from_business=from_business, text=text, at=now)
    session.add(row)
    session.flush()
    return row


def find_open(session: Session, business_id: str, requirement: str) -> Dispute | None:
    """Return the running dispute of a business about a requirement."""
    return session.exec(
        select(Dispute).where(
            Dispute.business_id == business_id,
            Dispute.requirement == requirement,
            col(Dispute.state).in_(OPEN),
        )
    ).first()


def find_own(session: Session, actor: Actor, dispute_id: str) -> Dispute:
    """Return a dispute of one of the actor's businesses.

    Raises:
        NotFound: no such dispute, or another's.
    """
    found = session.get(Dispute, dispute_id)
    if found is None or not actor.may_for(found.business_id, Scope.READ):
        raise NotFound
    return found


def find_by_link(session: Session, token: str) -> tuple[Dispute, Actor]:
    """Return the dispute of a secret link and the actor its bearer is: the anonymous run, for this dispute.

    Raises:
        NotFound: no such link.
    """
    found = session.exec(select(Dispute).where(Dispute.link_hash == hash_of(token))).first()
    if found is None:
        raise NotFound
    scopes = {found.business_id: frozenset({Scope.READ, Scope.DISPUTE})}
    return found, Actor(scopes=scopes, business_id=found.business_id, anonymous_run=True)


def find_on_desk(session: Session, actor: Actor, dispute_id: str) -> Dispute:
    """Return a dispute that the actor answers, or has answered.

    Raises:
        NotFound: no such dispute, or another desk's.
    """
    found = session.get(Dispute, dispute_id)
    if found is None or found.state == "DRAFT" or not answers(session, found, actor):
        raise NotFound
    return found


def list_own(session: Session, business_id: str) -> Sequence[Dispute]:
    """Return the disputes of a business, newest first."""
    query = select(Dispute).where(Dispute.business_id == business_id).order_by(col(Dispute.created_at).desc())
    return session.exec(query).all()


def list_desk(session: Session, actor: Actor, *, open_only: bool, limit: int = 200) -> list[Dispute]:
    """Return the disputes on the actor's desk, newest first: of their authority and region, or those nobody covers."""
    state = col(Dispute.state).in_(OPEN) if open_only else col(Dispute.state).not_in((*OPEN, "DRAFT"))
    query = select(Dispute).where(state).order_by(col(Dispute.created_at).desc())
    if not actor.may(Permission.REGISTRY_EDIT):
        query = query.where(Dispute.authority == (actor.authority or ""))
    found: list[Dispute] = []
    for dispute in session.exec(query):
        if answers(session, dispute, actor):
            found.append(dispute)
        if len(found) == limit:
            break
    return found


def messages_of(session: Session, dispute_id: str) -> Sequence[DisputeMessage]:
    """Return what was written in a dispute, in order."""
    query = select(DisputeMessage).where(DisputeMessage.dispute_id == dispute_id)
    return session.exec(query.order_by(col(DisputeMessage.at), col(DisputeMessage.id))).all()


def list_tasks(session: Session) -> Sequence[EditorTask]:
    """Return the editor's open tasks, oldest first."""
    query = select(EditorTask).where(col(EditorTask.done_at).is_(None)).order_by(col(EditorTask.created_at))
    return session.exec(query).all()


def finish_task(session: Session, actor: Actor, task_id: str, now: datetime) -> EditorTask:
    """Mark a task as done.

    Raises:
        NotFound: there is no such task.
    """
    task = session.get(EditorTask, task_id)
    if task is None:
        raise NotFound
    if task.done_at is None:
        task.done_at, task.done_by = now, actor.person_id
        session.add(task)
        session.flush()
    return task


def title_of(dispute: Dispute) -> Text:
    """Return the title of the disputed requirement; of one that is gone, its id."""
    entry = current_law().edition.requirements.get(dispute.requirement)
    return entry.title if entry else Text(dispute.requirement, dispute.requirement)


def about(session: Session, dispute: Dispute) -> dict[str, Any]:
    """Return what notices say of a dispute."""
    return {"about": title_of(dispute), "number": dispute.number}
