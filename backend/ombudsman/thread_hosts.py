"""Who writes to whom in a case of the ombudsman: the client and, while the consent lasts, the ombudsman.

The key of the ombudsman names the consent: who comes back by a new one is a newcomer and sees nothing of before
unless the client shows it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.accounts.models import Business
from backend.control.cases.binding import left_by
from backend.control.models.room import Side
from backend.ombudsman import appeal_threads as appeal_threads
from backend.ombudsman.about import title_of
from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import KINDS
from backend.ombudsman.rights import NAME, ombudsmen_of, recipients, side_of
from backend.ombudsman.views import THREAD, keep
from backend.permissions import Actor
from backend.threads.hosts import Host, HostedCase, Participant, ThreadSide, register
from rules.procedures.ombudsman_case import ACTIVE
from rules.roles import Role
from rules.text import Text

BUSINESS = Role.BUSINESS.value


def _case_of(session: Session, case_id: str, now: datetime) -> HostedCase | None:
    row = session.get(OmbudsmanCase, case_id)
    business = session.get(Business, row.business_id) if row is not None and row.business_id else None
    consent = lasting(session, case_id, day_of(now)) if row is not None and row.state in ACTIVE else None
    if row is None or business is None or consent is None:
        return None
    told = {one for role in (Role.BUSINESS, Role.REPRESENTATIVE) for one in recipients(session, row, role)}
    people = tuple(sorted(told - set(left_by(session, row, now))))
    client = Participant(BUSINESS, ThreadSide.BUSINESS, Text(business.name, business.name), people, role=BUSINESS)
    ombudsman = Participant(
        key=f"{Role.OMBUDSMAN.value}:{consent.id}",
        side=ThreadSide.OMBUDSMAN,
        name=KINDS[row.kind],
        people=tuple(ombudsmen_of(session, row)),
        role=Role.OMBUDSMAN.value,
        region=row.region,
        person_id=row.ombudsman_id or "",
    )
    return HostedCase(title_of(row), row.business_id, BUSINESS, (client, ombudsman))


def _member_of(session: Session, actor: Actor, case_id: str, now: datetime) -> str | None:
    row = session.get(OmbudsmanCase, case_id)
    if row is None:
        return None
    side = side_of(session, actor, row, day_of(now))
    if side is Side.BUSINESS:
        return BUSINESS
    consent = lasting(session, case_id, day_of(now)) if side is Side.OMBUDSMAN else None
    return f"{Role.OMBUDSMAN.value}:{consent.id}" if consent is not None else None


def _address(case_id: str, side: ThreadSide) -> str:
    return f"/desk/ombudsman/cases/{case_id}" if side is ThreadSide.OMBUDSMAN else f"/ombudsman/{case_id}"


def _looked(session: Session, actor: Actor, case_id: str, now: datetime) -> None:
    keep(session, actor, case_id, THREAD, now)


HOST = register(Host(procedure=NAME, case_of=_case_of, member_of=_member_of, address=_address, looked=_looked))
