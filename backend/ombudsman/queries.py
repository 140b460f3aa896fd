"""Which cases somebody sees: the client's, those an ombudsman may see now, those an authority was asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.audit.numbers import next_number as number_after
from backend.authorities.queries import find_by_office
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.rights import NAME, authority_knows, is_seen
from backend.permissions import Actor
from backend.procedures.models import DeadlineRow
from rules.procedures.ombudsman_case import WITH_CONSENT


def find_as(session: Session, actor: Actor, case_id: str, side: Side, today: date, *, write: bool = False) -> CaseSeen:
    """Return a case as a side sees it.

    Raises:
        NotFound: no such case, or the actor does not look from that side, or not any more.
    """
    seen = find_case(session, actor, NAME, case_id, today, write=write)
    if seen.side is not side:
        raise NotFound
    return seen


def cases_of(session: Session, business_id: str) -> Sequence[OmbudsmanCase]:
    """Return the cases of a business, the newest first; a discarded draft is not shown."""
    mine = OmbudsmanCase.business_id == business_id, col(OmbudsmanCase.state) != "DISCARDED"
    query = select(OmbudsmanCase).where(*mine).order_by(col(OmbudsmanCase.platform_number).desc())
    return session.exec(query).all()


def seen_now(session: Session, actor: Actor, today: date) -> list[OmbudsmanCase]:
    """Return what an ombudsman may see now: of their office, not another's, while the consent lasts."""
    query = select(OmbudsmanCase).where(col(OmbudsmanCase.state).in_(WITH_CONSENT))
    rows = session.exec(query.order_by(col(OmbudsmanCase.platform_number)))
    return [row for row in rows if is_seen(session, actor, row, today)]


def kept_of(session: Session, actor: Actor, today: date) -> list[OmbudsmanCase]:
    """Return the cases an ombudsman took up and sees no more: of them only what they wrote is left."""
    query = select(OmbudsmanCase).where(OmbudsmanCase.ombudsman_id == (actor.person_id or ""))
    rows = session.exec(query.order_by(col(OmbudsmanCase.platform_number).desc()))
    return [row for row in rows if not is_seen(session, actor, row, today)]


def asked_of(session: Session, actor: Actor) -> list[OmbudsmanCase]:
    """Return the cases the body an actor works in was asked about, or told of."""
    body = find_by_office(session, actor.authority, actor.region)
    if body is None:
        return []
    query = select(OmbudsmanCase).where(OmbudsmanCase.body_id == body.id)
    rows = session.exec(query.order_by(col(OmbudsmanCase.platform_number).desc()))
    return [row for row in rows if authority_knows(session, row)]


def due_dates(session: Session, rows: Sequence[OmbudsmanCase]) -> Mapping[str, datetime]:
    """Return the nearest open term of each case."""
    query = select(DeadlineRow).where(
        DeadlineRow.procedure == NAME,
        col(DeadlineRow.subject_id).in_([row.id for row in rows]),
        col(DeadlineRow.closed_at).is_(None),
        col(DeadlineRow.due_at).is_not(None),
    )
    found: dict[str, datetime] = {}
    for term in session.exec(query):
        if term.due_at is not None:
            found[term.subject_id] = min(term.due_at, found.get(term.subject_id, term.due_at))
    return found


def next_number(session: Session) -> int:
    """Return the next number of a case on the platform."""
    return number_after(session, OmbudsmanCase.platform_number)
