"""Costs for programs: the calculators, and what a business's own list costs it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, delete, get, post, put
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.costs import service
from backend.costs.models import OwnWage
from backend.costs.queries import cost_of_list, own_numbers
from backend.costs.schemas import OwnNumbersInput, WageInput
from backend.errors import TooLarge
from backend.permissions import Permission
from backend.profiles.choices import left_out
from backend.profiles.matching import match_business
from backend.profiles.own import OwnApi, OwnBusiness
from backend.profiles.queries import load_profile
from backend.requirements.own import OwnRequirement, OwnRequirementApi
from backend.web.api_matching import body
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, computes, deletes, reads, writes
from calculators.calculator_documents import CATEGORIES, contributions_document, hours_document
from calculators.control_event_documents import control_event_document
from calculators.results import cost_document
from rules.text import Text

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
SCENARIO: dict[str, Any] = {
    "method": "ru-personal",
    "currency": "RUB",
    "segments": [{"id": "all", "entities": 100}],
    "items": [
        {
            "id": "report",
            "requirement_type": "information",
            "timing": "recurring",
            "frequency": "4",
            "labour": [{"hours": "2", "hourly_rate": "500"}],
        }
    ],
}
EVENT: dict[str, Any] = {
    "entity_size": "micro",
    "event": "ON_SITE",
    "requested_onsite_hours": "20",
    "participants": [{"role": "директор", "hourly_rate": "600"}],
    "preparation": [{"hours": "6", "hourly_rate": "500"}],
}
YEAR = {"type": "integer", "minimum": 2000, "maximum": 2100, "examples": [2026]}
AMOUNT = {"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$", "examples": ["100000"]}


class ContributionsOut(BaseModel):
    """Insurance contributions of one worker."""

    year: int
    category: str
    threshold: str | None
    months: list[str]
    annual: str = Field(examples=["360000.00"])
    verified: bool
    trace: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class HoursOut(BaseModel):
    """The norm of working hours of a year."""

    year: int
    annual_norm_hours: str = Field(examples=["1972.00"])
    calendar: dict[str, str]
    trace: list[dict[str, Any]]


class ListCostOut(BaseModel):
    """What the list costs: totals, how many requirements have whose figure, each requirement with its trace."""

    totals: dict[str, Any]
    counts: dict[str, int]
    wage: dict[str, Any]
    duties: list[dict[str, Any]]


class OwnNumbersOut(BaseModel):
    """Own numbers of a requirement; null leaves the estimate."""

    requirement: str
    hours_per_time: str | None
    rub_per_time: str | None
    times_per_year: str | None = Field(examples=["1/3"])
    one_off_hours: str | None
    one_off_rub: str | None
    who: str | None
    hourly_rate: str | None
    recorded_at: datetime | None


class OwnWageOut(BaseModel):
    """The wage hours are counted at; all null: the country's mean."""

    monthly: str | None
    hourly: str | None
    category: str | None
    recorded_at: datetime | None


# Items × segments × years that are counted here in about a second; the command line counts any number.
MOST_FLOWS = 50_000


def _refuse_vast(document: Any) -> None:
    """Refuse a scenario that would keep everybody else waiting."""
    if not isinstance(document, dict):
        return
    rows = [document.get(name) for name in ("items", "segments")]
    items, segments = (len(one) if isinstance(one, list) else 0 for one in rows)
    years = document.get("horizon_years")
    if items * segments * (years if type(years) is int and years > 0 else 10) > MOST_FLOWS:
        raise TooLarge(
            Text("Сценарий слишком велик для сайта.", "The scenario is too large for the site."),
            Text("Разделите его или посчитайте командой yasno cost.", "Split it, or count it with yasno cost."),
        )


class Calculators(Api):
    """Calculators that keep nothing."""

    path = BASE
    tags = ["cost"]

    @post("/cost", **computes("What a scenario costs", "cost-scenario", "cost-result", example=SCENARIO))
    def count_cost(self, document: Any) -> Response[bytes]:
        """Answer as `yasno cost` does. Everything with a unit is text; the answer shows how each figure was made."""
        _refuse_vast(document)
        return answer(cost_document(document))

    @post(
        "/contributions",
        **computes(
            "Insurance contributions of a worker",
            body(
                year=dict(YEAR),
                category={"type": "string", "enum": list(CATEGORIES)},
                monthly_wage=dict(AMOUNT),
                months={"type": "integer", "minimum": 1, "maximum": 12, "x-optional": True},
            ),
            ContributionsOut,
            example={"year": 2026, "category": "general", "monthly_wage": "100000"},
        ),
    )
    def count_contributions(self, document: Any) -> Response[bytes]:
        """Answer as `yasno contributions` does."""
        return answer(contributions_document(document))

    @post(
        "/hours",
        **computes(
            "Working hours of a year",
            body(year=dict(YEAR), week_hours={"type": "string", "examples": ["36"], "x-optional": True}),
            HoursOut,
            example={"year": 2026},
        ),
    )
    def count_hours(self, document: Any) -> Response[bytes]:
        """Answer as `yasno hours` does."""
        return answer(hours_document(document))

    @post(
        "/control-event-cost",
        **computes("What a control event takes", "control-event-cost", "control-event-cost-result", example=EVENT),
    )
    def count_control_event(self, document: Any) -> Response[bytes]:
        """Answer as `yasno control-event-cost` does: hours within the law's bound, rubles part by part."""
        return answer(control_event_document(document))


class OwnCosts(OwnApi):
    """What the list costs the business."""

    path = f"{HOME}/costs"
    tags = ["cost"]

    @get(**reads(OWN, "What the list costs", ListCostOut, tagged=True))
    def show_own_costs(self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock) -> Response[bytes]:
        """Return totals and each requirement: estimates, own numbers where given, what is not assessed."""
        business = own.find()
        match = match_business(load_profile(session, business), clock.today())
        portfolio = cost_of_list(session, match, business.id, left_out(business, match.law.edition))
        return shown(request, portfolio.as_dict())


class Wage(OwnApi):
    """The wage hours are counted at."""

    path = f"{HOME}/costs/wage"
    tags = ["cost"]

    @get(**reads(OWN, "The business's own wage", OwnWageOut, tagged=True))
    def show_own_wage(self, request: AnyRequest, session: Session, own: OwnBusiness) -> Response[bytes]:
        """Return it; all null: hours are counted at the country's mean."""
        return shown(request, _wage(session, own.find().id))

    @put(**writes("Give one's own wage", WageInput, OwnWageOut, example={"monthly": "60000", "category": "msp"}))
    def keep_own_wage(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep a month's wage or an hour's price, one of the two."""
        business = own.take()
        data = read_body(WageInput, document)
        refuse_if_changed(request, _wage(session, business.id))
        service.record_wage(session, business.id, data, clock.now())
        return shown(request, _wage(session, business.id))

    @delete(**deletes("Return to the mean wage", tagged=True))
    def forget_own_wage(self, request: AnyRequest, session: Session, own: OwnBusiness) -> None:
        """Count hours at the country's mean again."""
        business = own.take()
        refuse_if_changed(request, _wage(session, business.id))
        service.forget_wage(session, business.id)


class Numbers(OwnRequirementApi):
    """Own numbers of one requirement, instead of the estimate."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/costs"
    tags = ["cost"]

    @get(**reads(OWN, "Own numbers of a requirement", OwnNumbersOut, tagged=True))
    def show_own_numbers(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return them; null leaves the estimate."""
        business, entry = own.find()
        return shown(request, _numbers(session, business.id, entry.id))

    @put(
        **writes(
            "Give own numbers",
            OwnNumbersInput,
            OwnNumbersOut,
            example={"hours_per_time": "1.5", "times_per_year": "4", "rub_per_time": "800"},
        )
    )
    def keep_own_numbers(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep exactly these; what is left out goes by the estimate."""
        business, entry = own.take()
        data = read_body(OwnNumbersInput, document)
        refuse_if_changed(request, _numbers(session, business.id, entry.id))
        service.record_numbers(session, business.id, entry.id, data, clock.now())
        return shown(request, _numbers(session, business.id, entry.id))

    @delete(**deletes("Return to the estimate", tagged=True))
    def forget_own_numbers(self, request: AnyRequest, session: Session, own: OwnRequirement) -> None:
        """Forget one's own numbers."""
        business, entry = own.take()
        refuse_if_changed(request, _numbers(session, business.id, entry.id))
        service.forget_numbers(session, business.id, entry.id)


def _wage(session: Session, business_id: str) -> dict[str, Any]:
    row = session.get(OwnWage, business_id)
    return {
        "monthly": _text(row and row.monthly),
        "hourly": _text(row and row.hourly),
        "category": row.category if row else None,
        "recorded_at": row.recorded_at if row else None,
    }


def _numbers(session: Session, business_id: str, requirement: str) -> dict[str, Any]:
    row = own_numbers(session, business_id).get(requirement)
    names = ("hours_per_time", "rub_per_time", "times_per_year", "one_off_hours", "one_off_rub", "who", "hourly_rate")
    figures = {name: _text(getattr(row, name, None)) for name in names}
    return {"requirement": requirement, **figures, "recorded_at": row.recorded_at if row else None}


def _text(value: Any) -> str | None:
    return None if value is None else format(value, "f") if not isinstance(value, str) else value


ROUTES = [Calculators, OwnCosts, Wage, Numbers]
