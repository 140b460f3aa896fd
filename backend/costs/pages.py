"""What it costs: the total, what it is made of, own numbers instead of estimates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.clock import Clock
from backend.costs import service, words
from backend.costs.models import OwnWage
from backend.costs.queries import cost_of_list, duty_of, own_numbers, wage_of
from backend.costs.schemas import OwnNumbersInput, WageInput
from backend.costs.tables import cost_rows
from backend.errors import Invalid, NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles.choices import choices_of, left_out
from backend.profiles.matching import BusinessMatch, match_business
from backend.profiles.queries import find_business, load_profile
from backend.requirements.names import TOPICS
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import read
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from backend.web.tables import csv_answer
from calculators.portfolio import CostFlag, DutyCost, Portfolio, duty_cost
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
NUMBERS_KEPT = say_after("numbers_kept", Text("Ваши числа сохранены.", "Your numbers are saved."))
WAGE_KEPT = say_after("wage_kept", Text("Считаем по вашей зарплате.", "Your wage is used."))
BARS = 10


class CostsPage(Controller):
    """The cost of the list."""

    path = "/costs"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the total and its parts."""
        if actor.business_id is None:
            return see("/")
        return _costs_page(request, session, find_business(session, actor), clock)


class CostsTable(Controller):
    """The same for a spreadsheet."""

    path = "/costs.csv"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Hand out what each requirement of the list costs."""
        business = find_business(session, actor)
        match = match_business(load_profile(session, business), clock.today())
        portfolio = cost_of_list(session, match, business.id, left_out(business, match.law.edition))
        return csv_answer("yasno-costs", cost_rows(portfolio, match.law.edition.requirements, language_of(request)))


class WagePage(Controller):
    """The wage that hours are counted at."""

    path = "/costs/wage"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep the wage, or return to the country's mean."""
        business = find_business(session, actor, Scope.ANSWER)
        if form.get("forget"):
            service.forget_wage(session, business.id)
            return see("/costs")
        try:
            service.record_wage(session, business.id, read(WageInput, form.flat()), clock.now())
        except Invalid as refusal:
            return _costs_page(request, session, business, clock, form.flat(), refusal.faults)
        return see("/costs", WAGE_KEPT)


class OwnNumbersPage(Controller):
    """Own numbers of one requirement."""

    path = "/costs/{requirement_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement_id: str
    ) -> Response[Any]:
        """Show the estimate and the fields for own numbers."""
        business = find_business(session, actor)
        row = own_numbers(session, business.id).get(requirement_id)
        values = {name: "" if value is None else str(value) for name, value in row.model_dump().items()} if row else {}
        return _numbers_page(request, session, business, clock, requirement_id, values)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement_id: str
    ) -> Response[Any]:
        """Keep own numbers, or take them back."""
        business = find_business(session, actor, Scope.ANSWER)
        if requirement_id not in current_law().edition.requirements:
            raise NotFound
        if form.get("forget"):
            service.forget_numbers(session, business.id, requirement_id)
            return see("/costs")
        fields = {name: value for name, value in form.flat().items() if name != "forget"}
        try:
            service.record_numbers(session, business.id, requirement_id, read(OwnNumbersInput, fields), clock.now())
        except Invalid as refusal:
            return _numbers_page(request, session, business, clock, requirement_id, fields, refusal.faults)
        return see("/costs", NUMBERS_KEPT)


def _costs_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    clock: Clock,
    values: Mapping[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    match = match_business(load_profile(session, business), clock.today())
    portfolio = cost_of_list(session, match, business.id, left_out(business, match.law.edition))
    wage = session.get(OwnWage, business.id)
    kept = {"monthly": wage.monthly or "", "hourly": wage.hourly or "", "category": wage.category} if wage else {}
    language = language_of(request)
    return page(
        request,
        "costs/costs.html",
        status_code=422 if faults else 200,
        portfolio=portfolio,
        rows=_rows(portfolio, match, language),
        topics=_topics(portfolio, match, language),
        dearest=_dearest(portfolio, match, language),
        flags=CostFlag,
        own_wage=wage is not None,
        hour=words.rounded(portfolio.wage.hour_cost, 2),
        yearly=words.band_text(portfolio.yearly_rub),
        yearly_hours=words.hours_text(portfolio.yearly_hours),
        one_off=words.band_text(portfolio.one_off_rub),
        one_off_hours=words.hours_text(portfolio.one_off_hours),
        everything=choices_of(business).everything,
        values=values if values is not None else kept,
        faults=faults,
    )


def _rows(portfolio: Portfolio, match: BusinessMatch, language: str) -> dict[str, list[dict[str, Any]]]:
    """One row a requirement, the dearest first: yearly, once, with each case, not assessed."""
    requirements = match.law.edition.requirements
    groups: dict[str, list[dict[str, Any]]] = {"yearly": [], "once": [], "per_case": [], "not_assessed": []}
    for cost in sorted(portfolio.duties, key=_dearness):
        row = {
            "id": cost.requirement,
            "title": requirements[cost.requirement].title.in_(language),
            "text": words.cost_text(cost).in_(language),
            "hours": _said(words.hours_text(cost.yearly_hours), language),
            "flag": cost.flag,
            "flag_text": words.flag_text(cost).in_(language),
        }
        groups[_group(cost)].append(row)
    return groups


def _group(cost: DutyCost) -> str:
    if cost.flag is CostFlag.NOT_ASSESSED:
        return "not_assessed"
    if cost.yearly_rub is not None:
        return "yearly"
    return "once" if cost.one_off_rub is not None and cost.one_off_counts else "per_case"


def _said(text: Text | None, language: str) -> str | None:
    return text.in_(language) if text else None


def _dearness(cost: DutyCost) -> tuple[bool, Fraction, str]:
    amount = cost.yearly_rub or cost.one_off_rub or cost.per_case_rub
    return cost.flag is CostFlag.NOT_ASSESSED, -(amount.likely if amount else Fraction(0)), cost.requirement


def _dearest(portfolio: Portfolio, match: BusinessMatch, language: str) -> list[dict[str, Any]]:
    """The dearest duties of a year, as bars with their range."""
    known = [cost for cost in portfolio.duties if cost.yearly_rub is not None and cost.yearly_rub.likely > 0]
    known.sort(key=_dearness)
    requirements = match.law.edition.requirements
    bars = []
    for cost in known[:BARS]:
        band = cost.yearly_rub
        if band is not None:
            bars.append(
                {
                    "label": requirements[cost.requirement].title.in_(language),
                    "value": words.rounded(band.likely),
                    "low": words.rounded(band.low),
                    "high": words.rounded(band.high),
                    "text": _said(words.band_text(band, own=cost.flag is CostFlag.OWN), language),
                }
            )
    return bars


def _topics(portfolio: Portfolio, match: BusinessMatch, language: str) -> list[dict[str, Any]]:
    """Hours of a year by topic."""
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for cost in portfolio.duties:
        if cost.yearly_hours:
            hours[match.law.edition.requirements[cost.requirement].domain] += cost.yearly_hours
    return [
        {
            "label": TOPICS.get(domain, Text(domain, domain)).in_(language),
            "value": words.rounded(total, 1),
            "text": _said(words.hours_text(total), language),
        }
        for domain, total in sorted(hours.items(), key=lambda item: -item[1])
    ]


def _numbers_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    clock: Clock,
    requirement_id: str,
    values: Mapping[str, str],
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    entry = current_law().edition.requirements.get(requirement_id)
    if entry is None:
        raise NotFound
    row = own_numbers(session, business.id).get(requirement_id)
    wage = wage_of(session, business.id, clock.today())
    return page(
        request,
        "costs/numbers.html",
        status_code=422 if faults else 200,
        entry=entry,
        estimate=duty_cost(duty_of(requirement_id, 1, None), wage),
        own=duty_cost(duty_of(requirement_id, 1, row), wage) if row else None,
        say=words.cost_text,
        hours=words.hours_text,
        wage=wage,
        values=values,
        faults=faults,
    )


ROUTES: list[Any] = [CostsPage, CostsTable, WagePage, OwnNumbersPage]
MENU: list[Any] = [MenuItem("/costs", "Расходы", lambda actor: actor.business_id is not None)]
