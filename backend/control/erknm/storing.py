"""Keeping one event of the register: made once by number and ИНН, then followed; an own copy gives way to it.

An event that its authority keeps here is not overwritten: the register only confirms it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.cases.faults import digits
from backend.control.erknm.events import ErknmEvent
from backend.control.erknm.words import Words, fields_of, is_prevention, read_words, step_of
from backend.control.linking import business_with, secret_before_start
from backend.control.merging import merge_known
from backend.control.models import ControlEvent, ErknmRecord
from backend.control.queries import next_number
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from rules.control import control_types
from rules.procedures import procedures

NAME = "control_event"
# Steps after which the law lets a business know; before the start of a secret one it does not (67(5), 68(5), 70).
TOLD = frozenset({"import_ended", "import_closed", "import_excluded", "import_cancelled", "import_impossible"})
SCHEDULED = "import_scheduled"


class Kept(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"  # the authority keeps this event here
    OLDER = "older"  # a later slice has been read
    PREVENTION = "prevention"


def store_event(session: Session, said: ErknmEvent, now: datetime, words: Words | None = None) -> Kept:
    """Keep one event; the caller commits it together with the checkpoint."""
    words = words or read_words()
    if is_prevention(said, words):
        return Kept.PREVENTION
    record = _record_of(session, said)
    if record is not None and _is_older(said, record):
        return Kept.OLDER
    event, kept = _event_of(session, said, record, now)
    if kept is not Kept.CONFIRMED:
        _follow(session, event, said, words, now)
    _remember(session, event, said, record, now)
    merge_known(session, event, now)
    return kept


def _record_of(session: Session, said: ErknmEvent) -> ErknmRecord | None:
    query = select(ErknmRecord).where(ErknmRecord.number == said.number, ErknmRecord.inn == said.inn)
    return session.exec(query).first()


def _is_older(said: ErknmEvent, record: ErknmRecord) -> bool:
    return said.snapshot_on is not None and record.snapshot_on is not None and said.snapshot_on < record.snapshot_on


def _event_of(
    session: Session, said: ErknmEvent, record: ErknmRecord | None, now: datetime
) -> tuple[ControlEvent, Kept]:
    if record is not None:
        event = session.get_one(ControlEvent, record.event_id)
        return event, Kept.CHANGED if event.source is Source.IMPORT else Kept.CONFIRMED
    query = select(ControlEvent).where(ControlEvent.inn == said.inn, ControlEvent.source == Source.AUTHORITY)
    numbered = session.exec(query.where(col(ControlEvent.registry_number).is_not(None)))
    own = next((row for row in numbered if digits(row.registry_number) == digits(said.number)), None)
    if own is not None:
        return own, Kept.CONFIRMED
    event = ControlEvent(
        number=next_number(session),
        source=Source.IMPORT,
        inn=said.inn,
        registry_number=said.number[:40],
        control_type="",
        kind="",
        created_at=now,
    )
    return event, Kept.NEW


def _follow(session: Session, event: ControlEvent, said: ErknmEvent, words: Words, now: datetime) -> None:
    """Write what the register says, and take the step to where it has the event; what it does not say stays."""
    for name, value in fields_of(said, words).items():
        setattr(event, name, value)
    _find_body(session, event)
    session.add(event)
    session.flush()
    action = step_of(said, words)
    by = f"erknm:{said.number}"
    if action and not _is_open(event, action) and _is_open(event, SCHEDULED) and action in TOLD:
        # Nobody is told on the way: the business is not known yet.
        take_step(session, NAME, event, SCHEDULED, None, SYSTEM, now, by=by)
    if action and _is_open(event, action):
        # The business is told of what is to come; what is over it finds in its list.
        if action == SCHEDULED and (said.starts_on or date.max) >= now.astimezone(MOSCOW).date():
            _link(session, event, action)
        take_step(session, NAME, event, action, None, SYSTEM, now, by=by)
    _link(session, event, action)


def _is_open(event: ControlEvent, action: str) -> bool:
    """Whether the register's step leads on from where the event stands; it never leads back."""
    return any(step.action == action for step in procedures()[NAME].steps_from(event.state))


def _link(session: Session, event: ControlEvent, action: str | None) -> None:
    if event.business_id is None and (
        action in TOLD or (action == SCHEDULED and not secret_before_start(event) and not event.urgent)
    ):
        event.business_id = business_with(session, event.inn)
        session.add(event)
        session.flush()


def _find_body(session: Session, event: ControlEvent) -> None:
    """Find whose event it is: a body of exactly this name, else the authority of its type alone."""
    if event.body_id is None and event.authority_name:
        body = session.exec(select(AuthorityBody).where(AuthorityBody.name == event.authority_name)).first()
        if body is not None:
            event.body_id, event.authority, event.region = body.id, body.authority, body.region
    known = control_types().get(event.control_type)
    if not event.authority and known is not None and len(known.authorities) == 1:
        event.authority = known.authorities[0]


def _remember(
    session: Session, event: ControlEvent, said: ErknmEvent, record: ErknmRecord | None, now: datetime
) -> None:
    row = record or ErknmRecord(event_id=event.id, number=said.number, inn=said.inn, register_version="", at=now)
    row.register_version, row.snapshot_on, row.at = said.version[:80], said.snapshot_on, now
    row.said = _plain(asdict(said))
    session.add(row)
    session.flush()


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one not in (None, (), [])}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
