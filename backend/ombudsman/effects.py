"""What steps of a case do besides: consents begin and end, days are noted."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.ombudsman import consents
from backend.ombudsman.appeal_threads import note_members
from backend.ombudsman.models import ConsentEnd, OmbudsmanCase
from backend.permissions import Actor
from rules.procedures import procedures


def give_the_consent(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """The consent begins with this step."""
    row.received_on = row.received_on or consents.day_of(now)
    session.add(row)
    consents.give(session, row, actor, now)


def close_the_consent(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """The consent ends with this step, and with it all access, in every format."""
    closed = procedures()["ombudsman_case"].states[row.state].terminal
    if closed:
        row.closed_on = consents.day_of(now)
        session.add(row)
    by_time = ConsentEnd.EXPIRED if actor is None else ConsentEnd.TAKEN_BACK
    by_client = row.state in ("CONSENT_ENDED", "WITHDRAWN")
    consents.end(session, row, by_time if by_client else ConsentEnd.CASE_CLOSED, now)
    note_members(session, row, now)


def note_who_took_it_up(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """From now on the case is that ombudsman's."""
    row.ombudsman_id = actor.person_id if actor else None
    row.accepted_on = row.accepted_on or consents.day_of(now)
    session.add(row)


def note_the_presence(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """Since when the ombudsman takes part; an answer of the authority does not end it."""
    row.joined_on = consents.day_of(now)
    session.add(row)


def note_the_position(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """The day of the position."""
    row.position_on = consents.day_of(now)
    session.add(row)


EFFECTS = {
    "give_the_consent": give_the_consent,
    "close_the_consent": close_the_consent,
    "note_who_took_it_up": note_who_took_it_up,
    "note_the_presence": note_the_presence,
    "note_the_position": note_the_position,
}
