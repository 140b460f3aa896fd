"""What rooms above know of a requirement of a business: they register here, the list reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlmodel import Session

from calculators.recurring import OwnTerm
from rules.requirements import Requirement

# Returns {requirement id: status}; statuses are those of `status(…)` in components/cards.html.
StatusOf = Callable[[Session, str], Mapping[str, str]]
# Returns {requirement id: the day it was last said or shown to be done}, on a day; what no longer holds is left out.
DoneOf = Callable[[Session, str, date], Mapping[str, date]]
# Returns {requirement id: the chosen day that counts now} of what recurs without a day in law, on a day.
OwnTermsOf = Callable[[Session, str, Iterable[Requirement], date], Mapping[str, OwnTerm]]

_STATUSES: list[StatusOf] = []
_DONE: list[DoneOf] = []
_OWN_TERMS: list[OwnTermsOf] = []


def register_status(source: StatusOf) -> StatusOf:
    """Let a room say how far each requirement of a business has got (self-assessment)."""
    if source not in _STATUSES:
        _STATUSES.append(source)
    return source


def statuses_of(session: Session, business_id: str) -> dict[str, str]:
    """Return the statuses of a business's requirements; those nobody has marked are left out."""
    found: dict[str, str] = {}
    for source in _STATUSES:
        found.update(source(session, business_id))
    return found


def register_done(source: DoneOf) -> DoneOf:
    """Let a room say since when what is done is done, so that it need not come first again."""
    if source not in _DONE:
        _DONE.append(source)
    return source


def done_on(session: Session, business_id: str, on: date) -> dict[str, date]:
    """Return the day each done requirement was last done; one whose papers have ended is left out."""
    found: dict[str, date] = {}
    for source in _DONE:
        found.update(source(session, business_id, on))
    return found


def register_own_terms(source: OwnTermsOf) -> OwnTermsOf:
    """Let a room say which days a business chose for what recurs without a day in law."""
    if source not in _OWN_TERMS:
        _OWN_TERMS.append(source)
    return source


def own_terms_of(
    session: Session, business_id: str, requirements: Iterable[Requirement], on: date
) -> dict[str, OwnTerm]:
    """Return the chosen day of each requirement that has one."""
    asked = list(requirements)
    found: dict[str, OwnTerm] = {}
    for source in _OWN_TERMS:
        found.update(source(session, business_id, asked, on))
    return found
