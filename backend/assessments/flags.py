"""Keeping flags of duplicates and contradictions, for editors. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Flag, FlagKind
from backend.assessments.schemas import FlagInput
from backend.assessments.turns import take_turn
from backend.errors import Invalid, NotFound
from backend.law import current_law
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Pair:
    """What editors read of one pair: every text, and by how many businesses it was flagged."""

    kind: FlagKind
    requirement: Requirement
    other: Requirement
    flags: tuple[Flag, ...]

    @property
    def voices(self) -> int:
        """Return how many businesses say so."""
        return len({flag.business_id for flag in self.flags})


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


def is_reported(session: Session, business_id: str, requirement: str, other: str, kind: FlagKind) -> bool:
    """Whether another business has flagged this pair, whichever way round."""
    return (
        session.exec(
            select(Flag.id)
            .join(Business, col(Business.id) == col(Flag.business_id))
            .where(
                Flag.kind == kind,
                Flag.business_id != business_id,
                col(Business.run_key_hash).is_(None),
                col(Flag.handled_at).is_(None),
                col(Flag.requirement).in_((requirement, other)),
                col(Flag.other).in_((requirement, other)),
            )
            .limit(1)
        ).first()
        is not None
    )


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


def pairs(session: Session, *, handled: bool = False) -> list[Pair]:
    """Return what editors are to read, oldest first: flags of businesses with an account only."""
    requirements = current_law().edition.requirements
    rows = session.exec(
        select(Flag)
        .join(Business, col(Business.id) == col(Flag.business_id))
        .where(
            col(Business.run_key_hash).is_(None),
            col(Flag.handled_at).is_not(None) if handled else col(Flag.handled_at).is_(None),
        )
        .order_by(col(Flag.at), col(Flag.id))
    )
    grouped: dict[tuple[FlagKind, Collection[str]], list[Flag]] = {}
    for row in rows:
        if row.requirement in requirements and row.other in requirements:
            grouped.setdefault((row.kind, frozenset((row.requirement, row.other))), []).append(row)
    return [
        Pair(kind, requirements[found[0].requirement], requirements[found[0].other], tuple(found))
        for (kind, _), found in grouped.items()
    ]


def handle(session: Session, requirement: str, other: str, kind: FlagKind, now: datetime) -> None:
    """Mark every open flag of a pair as looked at.

    Raises:
        NotFound: there is none.
    """
    rows = session.exec(
        select(Flag).where(
            Flag.kind == kind,
            col(Flag.handled_at).is_(None),
            col(Flag.requirement).in_((requirement, other)),
            col(Flag.other).in_((requirement, other)),
        )
    ).all()
    if not rows:
        raise NotFound
    for row in rows:
        row.handled_at = now
        session.add(row)
    session.flush()
