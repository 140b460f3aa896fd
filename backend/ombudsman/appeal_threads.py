"""The ombudsman in the correspondence of an appeal: called in by the client, for as long as the consent shows it.

Nobody is there by the consent alone: the body that hears the appeal sees who reads, so the client decides that too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from backend.appeals import thread_hosts
from backend.appeals.filing import NAME as APPEAL
from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.audit.service import record
from backend.control.models.room import Side
from backend.errors import Conflict
from backend.notifications.service import notify
from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent
from backend.ombudsman.notices import CALLED_IN
from backend.ombudsman.offices import KINDS
from backend.ombudsman.rights import NAME, ombudsmen_of, side_of
from backend.ombudsman.sharing import APPEAL_PARTS
from backend.ombudsman.views import APPEAL_THREAD, keep
from backend.permissions import Actor
from backend.threads.hosts import Participant, ThreadSide
from backend.threads.service import keep_members
from rules.procedures.ombudsman_case import ACTIVE
from rules.roles import Role
from rules.text import Text


def naming_consent(session: Session, row: OmbudsmanCase, now: datetime) -> OmbudsmanConsent | None:
    """Return the consent of a case taken up that lasts and names its appeal; None where there is none."""
    one = lasting(session, row.id, day_of(now)) if row.appeal_id and row.state in ACTIVE else None
    return one if one is not None and set(one.parts) & APPEAL_PARTS.keys() else None


def standing(session: Session, row: OmbudsmanCase, now: datetime) -> bool | None:
    """Whether the ombudsman of a case is in the thread of its appeal; None where it cannot be opened to them."""
    one = naming_consent(session, row, now)
    has_thread = one is not None and thread_hosts.HOST.case_of(session, row.appeal_id or "", now) is not None
    return one.in_thread_at is not None if one is not None and has_thread else None


def call_in(session: Session, row: OmbudsmanCase, actor: Actor, now: datetime) -> None:
    """Let the ombudsman read and write in the thread of the appeal from now on; nothing of before is shown by it.

    Raises:
        Conflict: no consent that names the appeal, nobody took the case up, or the appeal has no thread.
    """
    one = _to_change(session, row, now)
    if one.in_thread_at is None:
        _set(session, row, one, now, actor, now)
        told = {"about": title_of(session.get_one(Appeal, row.appeal_id)), "number": row.platform_number}
        notify(session, ombudsmen_of(session, row), CALLED_IN, told, f"/threads/{APPEAL}/{row.appeal_id}", now)


def let_go(session: Session, row: OmbudsmanCase, actor: Actor, now: datetime) -> None:
    """Take the ombudsman out of the thread again; whoever is called in once more sees nothing of before.

    Raises:
        Conflict: as in `call_in`.
    """
    one = _to_change(session, row, now)
    if one.in_thread_at is not None:
        _set(session, row, one, None, actor, now)


def note_members(session: Session, row: OmbudsmanCase, now: datetime) -> None:
    """Note in the thread of the appeal who has come by the consent, or is out with it."""
    if row.appeal_id:
        keep_members(session, APPEAL, row.appeal_id, now)


def _to_change(session: Session, row: OmbudsmanCase, now: datetime) -> OmbudsmanConsent:
    one = naming_consent(session, row, now)
    if one is None or standing(session, row, now) is None:
        raise Conflict(
            Text(
                "Переписку по жалобе уполномоченному пока не открыть.",
                "The thread of the appeal cannot be opened to the ombudsman.",
            ),
            Text(
                "Нужны: жалоба, поданная в орган на платформе, дело в работе и согласие, где названа жалоба.",
                "It takes an appeal filed with a body here, a case taken up, and a consent that names the appeal.",
            ),
        )
    return one


def _set(
    session: Session, row: OmbudsmanCase, one: OmbudsmanConsent, since: datetime | None, actor: Actor, now: datetime
) -> None:
    one.in_thread_at = since
    row.version += 1
    session.add_all([one, row])
    session.flush()
    note_members(session, row, now)
    told = {"consent": one.id, "in_thread": since is not None}
    record(session, actor, "ombudsman.appeal_thread", NAME, row.id, told, now)


def called_in(session: Session, appeal: Appeal, now: datetime) -> Iterator[tuple[OmbudsmanCase, OmbudsmanConsent]]:
    """Yield the cases whose ombudsmen take part in the thread of an appeal now, with the consents that let them in."""
    query = select(OmbudsmanCase).where(OmbudsmanCase.appeal_id == appeal.id, col(OmbudsmanCase.state).in_(ACTIVE))
    for row in session.exec(query.order_by(col(OmbudsmanCase.platform_number))):
        one = naming_consent(session, row, now)
        if one is not None and one.in_thread_at is not None:
            yield row, one


def participants(session: Session, appeal: Appeal, now: datetime) -> Iterable[Participant]:
    """Return the ombudsmen of an appeal's thread, each under the key of the consent that let them in."""
    return [
        Participant(
            key=_key(one),
            side=ThreadSide.OMBUDSMAN,
            name=KINDS[row.kind],
            people=tuple(ombudsmen_of(session, row)),
            role=Role.OMBUDSMAN.value,
            region=row.region,
            person_id=row.ombudsman_id or "",
        )
        for row, one in called_in(session, appeal, now)
    ]


def as_whom(session: Session, actor: Actor, appeal: Appeal, now: datetime) -> str | None:
    """Return the key under which an actor takes part, None for everybody else."""
    mine = _mine(session, actor, appeal, now)
    return _key(mine[1]) if mine is not None else None


def looked(session: Session, actor: Actor, appeal: Appeal, now: datetime) -> None:
    """Keep a note of a look; the client reads it in the case."""
    mine = _mine(session, actor, appeal, now)
    if mine is not None:
        keep(session, actor, mine[0].id, APPEAL_THREAD, now)


def _mine(
    session: Session, actor: Actor, appeal: Appeal, now: datetime
) -> tuple[OmbudsmanCase, OmbudsmanConsent] | None:
    found = called_in(session, appeal, now)
    return next((one for one in found if side_of(session, actor, one[0], day_of(now)) is Side.OMBUDSMAN), None)


def _key(one: OmbudsmanConsent) -> str:
    return f"{Role.OMBUDSMAN.value}:{one.id}"


thread_hosts.MORE.append(participants)
thread_hosts.AS_WHOM.append(as_whom)
thread_hosts.LOOKED.append(looked)
