"""What the law changes in a list: what has come and gone with an edition, and what is coming by its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from backend.profiles.matching import BusinessMatch
from backend.requirements.models import ListSnapshot
from rules.matching.whatif import changes_between
from rules.requirements import Requirement

# How long a change is news, and how far ahead the law is read.
NEWS = timedelta(days=90)
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Change:
    """What changes on a day: ids that come, go, and are written anew."""

    on: date
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.came or self.went or self.changed)


def last_change(session: Session, business_id: str, now: datetime) -> Change | None:
    """Return the last change of a list by the law, while it is news."""
    return next(iter(past_changes(session, business_id, now - NEWS)), None)


def past_changes(session: Session, business_id: str, since: datetime) -> list[Change]:
    """Return the changes of a list since a moment, newest first."""
    rows = session.exec(
        select(ListSnapshot)
        .where(ListSnapshot.business_id == business_id, col(ListSnapshot.created_at) >= since)
        .order_by(col(ListSnapshot.created_at).desc())
    )
    found = [Change(row.on, tuple(row.came), tuple(row.went), tuple(row.changed)) for row in rows]
    return [one for one in found if not one.empty]


def ending_soon(match: BusinessMatch, ahead: timedelta = AHEAD) -> list[Requirement]:
    """Return the requirements of a list that end soon, and of which no successor is known."""
    entries = match.law.edition.requirements
    mine = [entries[id_] for id_, one in match.judged.items() if one.verdict == "applies"]
    return [one for one in mine if not one.replaced_by and _within(one.in_force.until, match.on, ahead)]


def _within(day: date | None, on: date, ahead: timedelta) -> bool:
    return day is not None and on <= day <= on + ahead


def upcoming(match: BusinessMatch, ahead: timedelta = AHEAD) -> list[Change]:
    """Return what the dates of the law bring and take, day by day, over all places."""
    requirements = match.law.edition.requirements
    came: dict[date, set[str]] = {}
    went: dict[date, set[str]] = {}
    changed: dict[date, set[str]] = {}
    for place in match.places:
        found = changes_between(match.law.ruleset, requirements, place.known.facts, match.on, match.on + ahead)
        for id_, day in found.came:
            came.setdefault(day, set()).add(id_)
        for id_, day, _ in found.changed:
            changed.setdefault(day, set()).add(id_)
        for id_, day in found.ended:
            # An entry without a successor stays on the list, marked: it has not gone.
            if requirements[id_].replaced_by:
                went.setdefault(day + timedelta(days=1), set()).add(id_)
    days = sorted({*came, *went, *changed})
    return [Change(day, *(tuple(sorted(part.get(day, ()))) for part in (came, went, changed))) for day in days]
