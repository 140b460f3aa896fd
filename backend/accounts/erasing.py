"""Erasing a person, or a business, with everything that hangs on them. The journal re-applies it after a restore."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts import unfinished
from backend.accounts.models import Business, Membership, OneTimeLink, Person, RoleGrant
from backend.accounts.personal import own_businesses
from backend.accounts.queries import list_parts
from backend.audit.erasures import note_erasure
from backend.audit.service import forget_values, record
from backend.errors import Conflict, NotFound
from backend.notifications.service import forget_letters
from backend.permissions import Actor
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

NOT_SURE = Fault(
    "not_confirmed",
    "sure",
    Text("Вы не отметили, что понимаете последствия.", "You have not ticked that you understand."),
    Text("Отметьте или вернитесь.", "Tick it or go back."),
)


def not_confirmed(ticked: Collection[str], records: Sequence[unfinished.OwnRecord]) -> list[Fault]:
    """Return what whoever erases has not ticked; `records` are what goes on elsewhere and is recorded here."""
    carried_on = not records or "carry_on" in ticked
    return [*([] if carried_on else [unfinished.NOT_CARRIED_ON]), *([] if "sure" in ticked else [NOT_SURE])]


def erase_person(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Erase a person and the businesses they alone own.

    Raises:
        Conflict: the only admin: nobody could give roles any more; a case of theirs still runs; or one waits for them.
    """
    _keep_an_admin(session, person)
    businesses = own_businesses(session, person, now)
    unfinished.refuse_held(session, person.id)
    unfinished.refuse_running(session, businesses)
    _erase_businesses(session, actor, businesses, now)
    session.execute(sa.delete(OneTimeLink).where(col(OneTimeLink.email) == person.email))
    record(session, actor, "person.erase", "person", person.id, None, now)
    forget_values(session, person.id)
    forget_letters(session, person.email, now, about=person.id)
    session.delete(session.get_one(Person, person.id))
    session.flush()
    note_erasure(session, "person", person.id, now)


def erase_business(session: Session, actor: Actor, business_id: str, now: datetime) -> None:
    """Erase a business the actor alone owns, with every answer, mark and file.

    Raises:
        NotFound: not theirs alone.
        Conflict: a case of it still runs.
    """
    parts = list_parts(session, actor.person_id or "", now)
    if not any(part.business.id == business_id and part.sole_owner for part in parts):
        raise NotFound
    unfinished.refuse_running(session, [business_id])
    _erase_businesses(session, actor, [business_id], now)


def _erase_businesses(session: Session, actor: Actor, business_ids: Sequence[str], now: datetime) -> None:
    for business_id in business_ids:
        record(session, actor, "business.erase", "business", business_id, None, now)
        forget_values(session, business_id)
        session.execute(sa.delete(Membership).where(col(Membership.business_id) == business_id))
        session.delete(session.get_one(Business, business_id))
        session.flush()
        note_erasure(session, "business", business_id, now)


def _keep_an_admin(session: Session, person: Person) -> None:
    admins = session.exec(select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMIN)).all()
    if set(admins) == {person.id}:
        raise Conflict(
            Text("Вы единственный администратор.", "You are the only admin."),
            Text("Сначала дайте эту роль другому человеку.", "First give the role to somebody else."),
        )
