"""Keeping flags of duplicates and contradictions, for editors. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from backend.assessments.models import Flag, FlagKind
from backend.assessments.schemas import FlagInput
from backend.assessments.turns import take_turn
from backend.errors import Invalid, NotFound
from backend.law import current_law
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text


def keep_flag(
    session: Session, business_id: str, requirement: Requirement, data: FlagInput, now: datetime, *, join: bool
) -> Flag:
    """Keep a flag; a second one of the same business, pair and kind takes the place of the first.

    Raises:
        Invalid: the other requirement is this one, or is not in the registry.
    """
    other = current_law().edition.requirements.get(data.other)
    if other is None or other.id == requirement.id:
        message = Text("Второго требования нет в реестре.", "The other requirement is not in the registry.")
        remedy = Text("Выберите его из найденных.", "Choose it from those found.")
        raise Invalid([Fault("other", "other", message, remedy)])
    take_turn(session, business_id)
    row = session.exec(
        select(Flag).where(
            Flag.business_id == business_id,
            Flag.requirement == requirement.id,
            Flag.other == other.id,
            Flag.kind == data.kind,
        )
    ).first() or Flag(
        business_id=business_id,
        requirement=requirement.id,
        requirement_version=requirement.version,
        other=other.id,
        other_version=other.version,
        kind=data.kind,
        at=now,
    )
    row.requirement_version, row.other_version = requirement.version, other.version
    row.fragments, row.text, row.joins, row.at = sorted(set(data.fragments)), data.text, join, now
    session.add(row)
    session.flush()
    return row


# Whether a regulator was asked in public of what a flag of this kind says of a requirement; the room above adds to it.
ASKED: list[Callable[[Session, str, FlagKind], bool]] = []


def is_reported(session: Session, requirement: str, other: str, kind: FlagKind) -> bool:
    """Whether this was said in public already, of either of the two.

    A flag of another business tells nobody anything: whoever looks may be of the authority.
    """
    return any(asked(session, one, kind) for asked in ASKED for one in (requirement, other))


def own_flags(session: Session, business_id: str, requirement: str) -> list[Flag]:
    """Return the business's own flags of a requirement."""
    query = select(Flag).where(Flag.business_id == business_id, Flag.requirement == requirement)
    return list(session.exec(query.order_by(col(Flag.at), col(Flag.id))))


def take_back(session: Session, business_id: str, flag_id: str) -> Flag:
    """Take one's own flag back.

    Raises:
        NotFound: there is none of this id, or it is another's.
    """
    row = session.get(Flag, flag_id)
    if row is None or row.business_id != business_id:
        raise NotFound
    session.delete(row)
    session.flush()
    return row
