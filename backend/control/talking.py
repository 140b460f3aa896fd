"""Words, video slots and consents in the room of an event. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from backend.audit.service import record
from backend.control.cases.binding import left_by, recipients
from backend.control.cases.naming import event_title
from backend.control.models import EventMessage, RoomConsent, VideoSlot
from backend.control.models.room import Side
from backend.control.queries import Seen
from backend.control.rooms.consents import nameable
from backend.errors import Conflict, Invalid, NotFound
from backend.notifications.service import notify
from backend.permissions import Actor
from backend.risk.models import Source
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

WRITERS = frozenset({Side.BUSINESS, Side.AUTHORITY})
OTHER = {
    Side.BUSINESS: (Role.INSPECTOR,),
    Side.AUTHORITY: (Role.BUSINESS, Role.REPRESENTATIVE),
}
WORDING = "ombudsman-2026-11"
LONGEST_CONSENT = timedelta(days=366)


def write(session: Session, seen: Seen, actor: Actor, text: str, now: datetime) -> EventMessage:
    """Send a message in the case: the other side reads it.

    Raises:
        NotFound: this side only looks on, or there is nobody on the other side.
    """
    _check_two_sides(seen)
    row = EventMessage(event_id=seen.event.id, side=seen.side, author=actor.person_id or "", text=text, at=now)
    session.add(row)
    session.flush()
    record(session, actor, "control.message", "control_event", seen.event.id, {"message": row.id}, now)
    _tell(session, seen, actor, "control.message", now)
    return row


def propose_slot(
    session: Session, seen: Seen, actor: Actor, starts_at: datetime, minutes: int, link: str, now: datetime
) -> VideoSlot:
    """Propose a time for a talk by video.

    Raises:
        NotFound: this side only looks on.
        Invalid: the time is over, or more than a year away.
    """
    _check_two_sides(seen)
    another = Text("Выберите другое.", "Choose another.")
    if starts_at <= now:
        raise Invalid([Fault("past", "starts_at", Text("Это время уже прошло.", "That time is over."), another)])
    if starts_at > now + LONGEST_CONSENT:
        message = Text("До этого времени больше года.", "That time is more than a year away.")
        raise Invalid([Fault("range", "starts_at", message, another)])
    row = VideoSlot(event_id=seen.event.id, side=seen.side, starts_at=starts_at, minutes=minutes, link=link, at=now)
    session.add(row)
    session.flush()
    _tell(session, seen, actor, "control.video", now)
    return row


def answer_slot(session: Session, seen: Seen, actor: Actor, slot_id: str, accept: bool, now: datetime) -> None:
    """Accept what the other side proposed, or call a slot off.

    Raises:
        NotFound: no such slot in this room.
        Conflict: one's own proposal is not accepted by oneself.
    """
    _check_two_sides(seen)
    row = session.get(VideoSlot, slot_id)
    if row is None or row.event_id != seen.event.id or row.cancelled_at is not None:
        raise NotFound
    if accept and row.side is seen.side:
        raise Conflict(
            Text("Это предложили вы: ждём ответа другой стороны.", "You proposed it: the other side answers."),
            Text("Подождите или отмените.", "Wait, or call it off."),
        )
    row.accepted_at, row.cancelled_at = (now, None) if accept else (row.accepted_at, now)
    session.add(row)
    session.flush()
    _tell(session, seen, actor, "control.video", now)


def give_consent(
    session: Session, seen: Seen, actor: Actor, parts: Sequence[str], until: date, today: date, now: datetime
) -> RoomConsent:
    """Let the ombudsman see named parts until a day.

    Raises:
        NotFound: only the business gives it.
        Invalid: no part, one that cannot be shown, or an end that is over or too far.
    """
    if seen.side is not Side.BUSINESS:
        raise NotFound
    faults = _consent_faults(parts, until, today)
    if faults:
        raise Invalid(faults)
    row = RoomConsent(
        event_id=seen.event.id,
        parts=sorted(set(parts)),
        until=until,
        wording=WORDING,
        given_by=actor.person_id or "",
        given_at=now,
    )
    session.add(row)
    session.flush()
    record(session, actor, "control.consent", "control_event", seen.event.id, {"consent": row.id}, now)
    return row


def withdraw_consent(session: Session, seen: Seen, actor: Actor, consent_id: str, now: datetime) -> None:
    """Take a consent back: the ombudsman sees nothing from this moment.

    Raises:
        NotFound: no such consent, or not this side's.
    """
    row = session.get(RoomConsent, consent_id)
    if seen.side is not Side.BUSINESS or row is None or row.event_id != seen.event.id:
        raise NotFound
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        session.add(row)
        record(session, actor, "control.consent_withdrawn", "control_event", seen.event.id, {"consent": row.id}, now)


def _consent_faults(parts: Sequence[str], until: date, today: date) -> list[Fault]:
    known = {part.value for part in nameable()}
    faults: list[Fault] = []
    if not parts:
        message = Text("Не выбрано, что показать.", "Nothing to show is chosen.")
        faults.append(Fault("missing", "parts", message, Text("Отметьте хотя бы одно.", "Tick at least one.")))
    if set(parts) - known:
        message = Text("Такой части в комнате нет.", "There is no such part.")
        faults.append(Fault("unknown", "parts", message, Text("Выберите из списка.", "Choose from the list.")))
    if not today <= until <= today + LONGEST_CONSENT:
        message = Text("Конец согласия: от сегодня до года вперёд.", "It ends between today and a year from now.")
        faults.append(Fault("range", "until", message, Text("Исправьте день.", "Correct the day.")))
    return faults


def _check_two_sides(seen: Seen) -> None:
    if seen.side not in WRITERS or seen.event.source is Source.BUSINESS:
        raise NotFound


def _tell(session: Session, seen: Seen, actor: Actor, kind: str, now: datetime) -> None:
    gone = {actor.person_id, *left_by(session, seen.event, now)}
    people = {one for role in OTHER[seen.side] for one in recipients(session, seen.event, role)} - gone
    params = {"about": event_title(seen.event), "number": seen.event.number}
    notify(session, sorted(filter(None, people)), kind, params, f"/control-events/{seen.event.id}", now)
