"""Who writes to whom in an appeal: the business and the body that hears it, once it is filed and that body has a desk.

The room of ombudsman cases stands above this one and adds itself: `MORE` names further participants of an appeal,
`AS_WHOM` tells as which of them an actor writes, `LOOKED` keeps a note of what they opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session

from backend.accounts.models import Business
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.appeals.rights import PRIVATE, recipients, side_of
from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.cases.binding import left_by
from backend.control.models.room import Side
from backend.permissions import Actor
from backend.threads.hosts import Host, HostedCase, Participant, ThreadSide, register
from rules.roles import Role
from rules.text import Text

MORE: list[Callable[[Session, Appeal, datetime], Iterable[Participant]]] = []
AS_WHOM: list[Callable[[Session, Actor, Appeal, datetime], str | None]] = []
LOOKED: list[Callable[[Session, Actor, Appeal, datetime], None]] = []
BUSINESS = Role.BUSINESS.value
PAGES = {ThreadSide.AUTHORITY: "/desk/appeals/", ThreadSide.OMBUDSMAN: "/desk/ombudsman/appeals/"}


def _case_of(session: Session, case_id: str, now: datetime) -> HostedCase | None:
    row = session.get(Appeal, case_id)
    body = session.get(AuthorityBody, row.hearing_body_id) if row is not None and row.hearing_body_id else None
    if row is None or body is None or not row.shared or row.state in PRIVATE:
        return None
    more = [one for named in MORE for one in named(session, row, now)]
    return HostedCase(
        title=title_of(row),
        business_id=row.business_id,
        owner=BUSINESS,
        participants=(*_business(session, row, now), _hearing(session, row, body), *more),
    )


def _business(session: Session, row: Appeal, now: datetime) -> list[Participant]:
    business = session.get(Business, row.business_id) if row.business_id else None
    if business is None:
        return []
    told = {one for role in (Role.BUSINESS, Role.REPRESENTATIVE) for one in recipients(session, row, role)}
    people = tuple(sorted(told - set(left_by(session, row, now))))
    name = row.filer_name or business.name
    return [Participant(BUSINESS, ThreadSide.BUSINESS, Text(name, name), people, role=BUSINESS)]


def _hearing(session: Session, row: Appeal, body: AuthorityBody) -> Participant:
    return Participant(
        key=_key_of(row),
        side=ThreadSide.AUTHORITY,
        name=Text(f"{body.name}, рассматривает жалобу", f"{body.name}, hears the appeal"),
        people=tuple(recipients(session, row, Role.APPEAL_BODY)),
        role=Role.APPEAL_BODY.value,
        body_id=body.id,
        region=body.region,
    )


def _key_of(row: Appeal) -> str:
    return f"{Role.APPEAL_BODY.value}:{row.hearing_body_id}"


def _member_of(session: Session, actor: Actor, case_id: str, now: datetime) -> str | None:
    row = session.get(Appeal, case_id)
    if row is None:
        return None
    side = side_of(session, actor, row, now.astimezone(MOSCOW).date())
    if side is Side.BUSINESS:
        return BUSINESS
    if side is Side.AUTHORITY:
        return _key_of(row)
    return next((key for named in AS_WHOM if (key := named(session, actor, row, now))), None)


def _looked(session: Session, actor: Actor, case_id: str, now: datetime) -> None:
    row = session.get(Appeal, case_id)
    if row is not None:
        for keep in LOOKED:
            keep(session, actor, row, now)


HOST = register(
    Host(
        procedure=NAME,
        case_of=_case_of,
        member_of=_member_of,
        address=lambda case_id, side: f"{PAGES.get(side, '/appeals/')}{case_id}",
        looked=_looked,
    )
)
