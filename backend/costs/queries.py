"""The cost of a business's list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sqlmodel import Session, select

from backend.costs.models import OwnNumber, OwnWage
from backend.law import current_law
from backend.profiles.matching import BusinessMatch
from calculators.portfolio import NO_NUMBERS, Duty, OwnNumbers, Portfolio, portfolio_cost
from calculators.rates import Wage, known_years, mean_wage, wage_from_hour, wage_from_month


def wage_of(session: Session, business_id: str, on: date) -> Wage:
    """Return what an hour costs this business: its own wage, else the dated mean of the country."""
    own = session.get(OwnWage, business_id)
    if own is None:
        return mean_wage(on.year)
    if own.hourly is not None:
        return wage_from_hour(Fraction(own.hourly))
    year = max(known for known in known_years() if known <= on.year)
    return wage_from_month(Fraction(own.monthly or 0), year, own.category)


def own_numbers(session: Session, business_id: str) -> dict[str, OwnNumber]:
    """Return the business's own numbers by requirement."""
    rows = session.exec(select(OwnNumber).where(OwnNumber.business_id == business_id)).all()
    return {row.requirement: row for row in rows}


def cost_of_list(session: Session, match: BusinessMatch, business_id: str, left_out: Iterable[str] = ()) -> Portfolio:
    """Return the cost of everything that applies; `left_out` names requirements the settings leave out."""
    own, without = own_numbers(session, business_id), set(left_out)
    duties = [
        duty_of(id_, max(1, len(judged.applies_at)), own.get(id_))
        for id_, judged in match.judged.items()
        if judged.verdict == "applies" and id_ not in without
    ]
    return portfolio_cost(duties, wage_of(session, business_id, match.on))


def duty_of(requirement: str, places: int, own: OwnNumber | None) -> Duty:
    """Return a requirement as the calculator takes it; only what belongs to premises is done at each place."""
    entry = current_law().edition.requirements[requirement]
    return Duty(requirement, entry.effort, entry.recurrence, own_of(own), places if _of_place(requirement) else 1)


def own_of(row: OwnNumber | None) -> OwnNumbers:
    """Return own numbers as the calculator takes them."""
    if row is None:
        return NO_NUMBERS
    return OwnNumbers(
        hours_per_time=row.hours_per_time,
        rub_per_time=row.rub_per_time,
        times_per_year=Fraction(row.times_per_year) if row.times_per_year is not None else None,
        one_off_hours=row.one_off_hours,
        one_off_rub=row.one_off_rub,
        wage=wage_from_hour(Fraction(row.hourly_rate)) if row.hourly_rate is not None else None,
        who=row.who,
    )


def _of_place(requirement: str) -> bool:
    """Whether the condition names a fact of a place: then the duty arises at each place again."""
    law = current_law()
    clauses = law.ruleset.clauses.get(requirement, [])
    named = {literal.fact for clause in clauses for literal in clause}
    return any(law.vocabulary.facts[fact].of_place for fact in named if fact in law.vocabulary.facts)
