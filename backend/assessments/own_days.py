"""Days a business chose for what recurs without a day in law, and which of them counts now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from backend.assessments.queries import chosen_dates, done_at
from backend.clock import MOSCOW
from backend.costs.models import OwnNumber
from backend.costs.queries import own_numbers
from calculators.recurring import OwnTerm, own_term
from rules.requirements import Recurrence, Requirement


def own_terms(session: Session, business_id: str, requirements: Iterable[Requirement], on: date) -> dict[str, OwnTerm]:
    """Return the chosen day that counts now of each duty that has one."""
    chosen = chosen_dates(session, business_id)
    asked = [one for one in requirements if one.id in chosen]
    if not asked:
        return {}
    done, numbers, found = done_at(session, business_id, on), own_numbers(session, business_id), {}
    for one in asked:
        if not needs_first_date(one) or one.recurrence is None:
            continue
        row, until = chosen[one.id], one.in_force.until
        times = times_of(one.recurrence, numbers.get(one.id))
        chosen_at = row.changed_at.astimezone(MOSCOW)
        term = own_term(one.recurrence, row.first_on, chosen_at, done.get(one.id), on, times)
        if term is not None and (until is None or term.day <= until):
            found[one.id] = term
    return found


def needs_first_date(requirement: Requirement) -> bool:
    """Whether a duty recurs on days the law does not name: then the business chooses the first one."""
    recurrence = requirement.recurrence
    return recurrence is not None and recurrence.mode == "recurring" and not recurrence.due


def times_of(recurrence: Recurrence, own: OwnNumber | None) -> Fraction | None:
    """Return how many times a year: the business's own number, else that of the text."""
    if own is not None and own.times_per_year is not None:
        return Fraction(own.times_per_year)
    return recurrence.times_per_year
