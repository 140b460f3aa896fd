"""Keeping the plan, first days of recurring duties, and the devices that follow the calendar. Nothing commits."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Business, Membership, Person
from backend.accounts.tokens import hash_of, new_token
from backend.assessments.answers import find_answer, record_answer, undo_answer
from backend.assessments.models import AnswerValue, CalendarFeed, ChosenDate, PlanEntry
from backend.assessments.schemas import PlanInput
from backend.assessments.turns import take_turn
from backend.audit.service import record
from backend.errors import Conflict, NotFound
from backend.permissions import Actor, Scope
from rules.requirements import Requirement
from rules.text import Text

MOST_FEEDS = 20


def find_entry(session: Session, business_id: str, requirement: str) -> PlanEntry | None:
    """Return what is planned for a requirement."""
    return session.exec(
        select(PlanEntry).where(PlanEntry.business_id == business_id, PlanEntry.requirement == requirement)
    ).first()


def plan(session: Session, business_id: str, requirement: str, data: PlanInput, now: datetime) -> PlanEntry:
    """Keep who does it, by when, and a note."""
    take_turn(session, business_id)
    entry = find_entry(session, business_id, requirement) or PlanEntry(
        business_id=business_id, requirement=requirement, changed_at=now, sequence=-1
    )
    entry.who, entry.due_on, entry.note, entry.done_at = data.who, data.due_on, data.note, None
    return _changed(session, entry, now)


def finish(session: Session, business_id: str, requirement: Requirement, now: datetime) -> PlanEntry:
    """Mark a gap as closed: the answer of the self-assessment becomes «да»."""
    take_turn(session, business_id)
    entry = find_entry(session, business_id, requirement.id) or PlanEntry(
        business_id=business_id, requirement=requirement.id, changed_at=now, sequence=-1
    )
    entry.done_at = now
    record_answer(session, business_id, requirement, AnswerValue.YES, now)
    return _changed(session, entry, now)


def reopen(session: Session, business_id: str, requirement: str, now: datetime) -> bool:
    """Take a closing back with the answer it gave; return whether that was still the answer: one given since stands."""
    entry = find_entry(session, business_id, requirement)
    if entry is None or entry.done_at is None:
        return False
    given = find_answer(session, business_id, requirement)
    closing = AnswerValue.YES, entry.done_at
    still = given is not None and given.before is not None and (given.value, given.at) == closing
    entry.done_at = None
    _changed(session, entry, now)
    if still:
        undo_answer(session, business_id, requirement, now)
    return still


def _changed(session: Session, entry: PlanEntry, now: datetime) -> PlanEntry:
    entry.sequence, entry.changed_at = entry.sequence + 1, now
    session.add(entry)
    session.flush()
    return entry


def choose_first_date(session: Session, business_id: str, requirement: str, day: date, now: datetime) -> None:
    """Keep the first day of a recurring duty."""
    take_turn(session, business_id)
    row = find_first_date(session, business_id, requirement)
    if row is None:
        session.add(ChosenDate(business_id=business_id, requirement=requirement, first_on=day, changed_at=now))
    elif row.first_on != day:
        row.first_on, row.sequence, row.changed_at = day, row.sequence + 1, now
        session.add(row)
    session.flush()


def forget_first_date(session: Session, business_id: str, requirement: str) -> None:
    """Take the chosen day back."""
    row = find_first_date(session, business_id, requirement)
    if row is not None:
        session.delete(row)
        session.flush()


def find_first_date(session: Session, business_id: str, requirement: str) -> ChosenDate | None:
    """Return the chosen first day of a duty."""
    return session.exec(
        select(ChosenDate).where(ChosenDate.business_id == business_id, ChosenDate.requirement == requirement)
    ).first()


def open_feed(session: Session, actor: Actor, business_id: str, device: str, now: datetime) -> str:
    """Let a device of the actor follow the calendar; return its token, which is shown once and not kept.

    Raises:
        Conflict: a device of this name follows already, or there are as many as are kept.
    """
    feeds = feeds_of(session, actor.person_id or "", business_id)
    if any(feed.device == device for feed in feeds):
        raise Conflict(
            Text(f"Устройство «{device}» уже подписано.", f"“{device}” follows the calendar already."),
            Text("Отзовите его или назовите новое иначе.", "Revoke it, or name the new one differently."),
        )
    if len(feeds) >= MOST_FEEDS:
        raise Conflict(
            Text(
                f"Подписок уже {MOST_FEEDS}, больше нельзя.", f"{MOST_FEEDS} devices follow already; that is the most."
            ),
            Text("Отзовите лишнюю.", "Revoke one."),
        )
    token = new_token()
    feed = CalendarFeed(
        business_id=business_id,
        person_id=actor.person_id or "",
        device=device,
        token_hash=hash_of(token),
        created_at=now,
    )
    session.add(feed)
    session.flush()
    record(session, actor, "calendar_feed.opened", "calendar_feed", feed.id, None, now)
    return token


def feeds_of(session: Session, person_id: str, business_id: str) -> list[CalendarFeed]:
    """Return the person's devices that follow the business's calendar now."""
    return list(
        session.exec(
            select(CalendarFeed)
            .where(
                CalendarFeed.person_id == person_id,
                CalendarFeed.business_id == business_id,
                col(CalendarFeed.revoked_at).is_(None),
            )
            .order_by(col(CalendarFeed.created_at), col(CalendarFeed.id))
        )
    )


def revoke_feed(session: Session, actor: Actor, feed_id: str, now: datetime) -> None:
    """End a device's following at once.

    Raises:
        NotFound: there is no such device, or it is another person's.
    """
    feed = session.get(CalendarFeed, feed_id)
    if feed is None or feed.person_id != actor.person_id or feed.revoked_at is not None:
        raise NotFound
    feed.revoked_at = now
    session.add(feed)
    session.flush()
    record(session, actor, "calendar_feed.revoked", "calendar_feed", feed.id, None, now)


def followed(session: Session, token: str, now: datetime) -> tuple[Business, Person, frozenset[Scope]]:
    """Return whose calendar a token opens, for whom, and what they may do for that business.

    Raises:
        NotFound: unknown or revoked, or the person may not read that business any more.
    """
    feed = session.exec(select(CalendarFeed).where(CalendarFeed.token_hash == hash_of(token))).first()
    if feed is None or feed.revoked_at is not None:
        raise NotFound
    person, business = session.get_one(Person, feed.person_id), session.get_one(Business, feed.business_id)
    member = session.exec(
        select(Membership).where(Membership.person_id == person.id, Membership.business_id == business.id)
    ).first()
    ended = member is None or Scope.READ.value not in member.scopes or (member.ends_at and member.ends_at <= now)
    if member is None or ended or person.blocked_at is not None:
        raise NotFound
    return business, person, frozenset(Scope) & frozenset(member.scopes)
