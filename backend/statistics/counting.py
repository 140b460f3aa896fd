"""Who counts: proven businesses of the register extract, each with its segment; and which of them are one owner's.

Whoever does not count sees and uses everything; their answers do not enter releases, and the page says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business, MemberKind, Membership
from backend.law import current_law
from backend.profiles.models import RegisterEntry
from backend.statistics.models import DeclaredFounder
from calculators.release.groups import owner_groups
from calculators.release.shapes import Segment
from rules.segments import segment_of

AT_ONCE = 5_000


class Silent(StrEnum):
    """Why the answers of a business do not enter releases."""

    ANONYMOUS = "anonymous"  # a run without an account
    MADE_UP = "made_up"  # a business of the demo
    NOT_PROVEN = "not_proven"
    NOT_REGISTERED = "not_registered"  # its ИНН does not stand in the extract
    NO_SEGMENT = "no_segment"  # the extract does not tell its trade


@dataclass(frozen=True, slots=True)
class Counting:
    """A business that counts."""

    business_id: str
    inn: str
    segment: Segment


def counting_businesses(session: Session) -> Iterator[Counting]:
    """Yield the businesses whose answers may enter a release, some thousands in memory at a time."""
    query = (
        select(Business.id, Business.inn, RegisterEntry.facts)
        .join(RegisterEntry, col(RegisterEntry.inn) == col(Business.inn))
        .where(
            col(Business.proven_by).is_not(None), col(Business.run_key_hash).is_(None), col(Business.demo).is_(False)
        )
        .order_by(col(Business.id))
    )
    sections = _sections()
    for business_id, inn, facts in session.exec(query.execution_options(yield_per=AT_ONCE)):
        segment = segment_in(facts, sections)
        if segment is not None and inn is not None:
            yield Counting(business_id, inn, segment)


def why_silent(session: Session, business: Business) -> Silent | None:
    """Return why the answers of a business do not enter releases, None if they do."""
    if business.run_key_hash is not None:
        return Silent.ANONYMOUS
    if business.demo:
        return Silent.MADE_UP
    if business.inn is None or business.proven_by is None:
        return Silent.NOT_PROVEN
    entry = session.get(RegisterEntry, business.inn)
    if entry is None:
        return Silent.NOT_REGISTERED
    return None if segment_in(entry.facts, _sections()) else Silent.NO_SEGMENT


def segment_in(facts: Mapping[str, Any], sections: Mapping[str, str]) -> Segment | None:
    """Return the segment that the extract's facts tell: what a business says of itself moves it nowhere."""
    okved, employees = facts.get("okved") or [None], facts.get("employees")
    return segment_of(
        facts.get("legal_form"),
        facts.get("sme_category"),
        int(employees) if employees is not None else None,
        okved[0],
        sections,
    )


def segment_of_business(session: Session, business: Business) -> Segment | None:
    """Return the segment that a business of the extract stands in."""
    entry = session.get(RegisterEntry, business.inn) if business.inn else None
    return segment_in(entry.facts, _sections()) if entry else None


def groups(session: Session, counting: Mapping[str, Counting]) -> dict[str, int]:
    """Return the owner group of each business: same ИНН, same owner, same registered or declared founder."""
    return owner_groups(counting, _ties(session, counting))


def _ties(session: Session, counting: Mapping[str, Counting]) -> Iterator[tuple[str, str]]:
    """Yield who belongs together. Prefixes keep businesses, people and numbers apart."""
    by_inn: dict[str, list[str]] = {}
    for one in counting.values():
        by_inn.setdefault(one.inn, []).append(one.business_id)
        yield one.business_id, f"inn:{one.inn}"
    owners = select(Membership.business_id, Membership.person_id).where(col(Membership.kind) == MemberKind.OWNER)
    for business_id, person_id in session.exec(owners.execution_options(yield_per=AT_ONCE)):
        if business_id in counting:
            yield business_id, f"person:{person_id}"
    registered = select(RegisterEntry.inn, RegisterEntry.founders)
    for inn, founders in session.exec(registered.execution_options(yield_per=AT_ONCE)):
        if founders and inn in by_inn:
            yield from ((f"inn:{inn}", f"inn:{founder}") for founder in founders)
    declared = select(DeclaredFounder.business_id, DeclaredFounder.inn)
    for business_id, founder in session.exec(declared.execution_options(yield_per=AT_ONCE)):
        if business_id in counting:
            yield business_id, f"inn:{founder}"


def _sections() -> dict[str, str]:
    return {code: one.section for code, one in current_law().vocabulary.okved.items()}
