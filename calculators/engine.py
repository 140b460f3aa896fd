"""The cost engine: items × segments → totals, one model for every method, exact until it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from calculators.annuity import equivalent_annual, present_value, purchase_per_year
from calculators.calendar import work_calendar
from calculators.rates import wage_from_hour, wage_from_month
from calculators.scenario import Item, Labour, Purchase, Scenario, Segment
from calculators.trace import Figure
from rules.text import Text

ZERO = Fraction(0)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Price:
    """One occurrence at one entity, exact: rubles, of them purchases; hours of work; the trace."""

    amount: Fraction
    hours: Fraction
    trace: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What one item costs one segment, or any sum of such: exact amounts, and the amount of each year."""

    one_off: Fraction
    annual: Fraction
    annual_hours: Fraction
    bau: Fraction
    one_off_bau: Fraction
    annualised: Fraction
    years: tuple[Fraction, ...]

    def __add__(self, other: Flow) -> Flow:
        sums = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[:-1]}
        return Flow(**sums, years=tuple(a + b for a, b in zip(self.years, other.years, strict=True)))


@dataclass(frozen=True, slots=True)
class Costs:
    """The result of a scenario, exact: the price of each item, and what items and segments cost; fees stand apart."""

    scenario: Scenario
    prices: Mapping[str, Price]
    items: Mapping[str, Flow]
    segments: Mapping[str, Flow]
    total: Flow
    fees: Flow


def empty_flow(horizon: int) -> Flow:
    """Return the flow of nothing."""
    return Flow(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, (ZERO,) * horizon)


def reckon(scenario: Scenario) -> Costs:
    """Return the costs of a scenario: P = time × tariff + purchases, times frequency, times entities.

    Fees are kept apart and enter no total. Full compliance is assumed.
    Source: standard cost model; for the switches of each method its preset.

    Raises:
        InputError: the year of contributions or of the hours norm is not known.
    """
    prices = {item.id: price_of(item, scenario) for item in scenario.items}
    nothing = empty_flow(scenario.horizon)
    items = {item.id: nothing for item in scenario.items if item.type != "fee"}
    segments = {segment.id: nothing for segment in scenario.segments}
    fees = nothing
    for item in scenario.items:
        for segment in scenario.segments:
            if segment.id in item.segments:
                flow = flow_of(item, segment, prices[item.id], scenario)
                if item.id in items:
                    items[item.id] += flow
                    segments[segment.id] += flow
                else:
                    fees += flow
    return Costs(scenario, prices, items, segments, sum(items.values(), nothing), fees)


def price_of(item: Item, scenario: Scenario) -> Price:
    """Return the price of one occurrence at one entity: Σ hours × staff × tariff + Σ purchases + Σ services."""
    amount, hours, trace = ZERO, ZERO, []
    for labour in item.labour:
        tariff = tariff_of(labour, scenario)
        amount += labour.hours * labour.staff * tariff.value
        hours += labour.hours * labour.staff
        trace.append(Figure(f"items.{item.id}.tariff", tariff.formula, tariff.inputs, tariff.source, tariff.value))
    bought = sum((purchase.cost for purchase in item.purchases), ZERO)
    services = sum(item.external, ZERO)
    work = amount
    amount += bought + services + item.delay
    inputs = {"labour": work, "purchases": bought, "external": services, "delay": item.delay}
    formula = "Σ hours × staff × tariff + Σ unit_cost × quantity + Σ price + delay"
    said = Text(**scenario.preset["source"])
    trace.append(Figure(f"items.{item.id}.price_per_occurrence", formula, inputs, said, amount))
    return Price(amount, hours, tuple(trace))


def tariff_of(labour: Labour, scenario: Scenario) -> Figure:
    """Return the cost of an hour; an `hourly_rate` is final, a wage gets contributions and overhead."""
    if labour.wage_kind == "hourly_rate":
        return wage_from_hour(labour.wage).trace[0]
    known = scenario.parameters
    norm = known.norm_hours or work_calendar().annual_norm_hours(known.year or 0)
    monthly = labour.wage * norm / MONTHS if labour.wage_kind == "hourly_wage" else labour.wage
    wage = wage_from_month(
        monthly,
        known.year or 0,
        known.category,
        norm_hours=norm,
        contribution_rate=known.contribution_rate,
        overhead=scenario.overhead,
    )
    return wage.trace[0]


def flow_of(item: Item, segment: Segment, price: Price, scenario: Scenario) -> Flow:
    """Return what one item costs one segment.

    A frequency below one is counted pro rata each year. `annual` is that of the population of year 1; growth shows in
    the years. The share that would be done anyway (bau_share) stays in every total and is named in `bau`.
    """
    affected = segment.affected
    yearly = price.amount * item.frequency * affected if item.recurring else ZERO
    once = ZERO if item.recurring else price.amount * affected * max(1, len(item.years))
    years = tuple(_year(item, segment, price, year) for year in range(1, scenario.horizon + 1))
    spread = ZERO if item.recurring else annualised_price(item, price, scenario) * affected * max(1, len(item.years))
    return Flow(
        one_off=once,
        annual=yearly,
        annual_hours=price.hours * item.frequency * affected if item.recurring else ZERO,
        bau=yearly * item.bau_share,
        one_off_bau=once * item.bau_share,
        annualised=yearly + spread,
        years=years,
    )


def _year(item: Item, segment: Segment, price: Price, year: int) -> Fraction:
    """Return the cost of one year; from year 2 on, entrants of a growing segment pay the one-offs already due."""
    bearing = segment.affected * (1 + segment.growth) ** (year - 1)
    if item.recurring:
        if item.years:
            return price.amount * bearing if year in item.years else ZERO
        return price.amount * item.frequency * bearing if item.first <= year <= item.last else ZERO
    due = item.years or (item.first,)
    entrants = bearing - bearing / (1 + segment.growth)
    late = sum(1 for one in due if one < year)
    return price.amount * (bearing * due.count(year) + entrants * late)


def annualised_price(item: Item, price: Price, scenario: Scenario) -> Fraction:
    """Return what one occurrence of a one-off costs a year, spread as the item says.

    simple_average: over the horizon. straight_line: each purchase over its own life less its residual value, the rest
    over the horizon. annuity: the same with the discount rate, 0 where none is given. none: nothing is spread.
    """
    if item.annualise == "none":
        return ZERO
    if item.annualise == "simple_average":
        return price.amount / scenario.horizon
    rate = (scenario.discount_rate or ZERO) if item.annualise == "annuity" else ZERO
    rest = price.amount - sum((purchase.cost for purchase in item.purchases), ZERO)
    parts = [_purchase_a_year(purchase, rate, scenario.horizon) for purchase in item.purchases]
    return purchase_per_year(rest, ZERO, rate, scenario.horizon) + sum(parts, ZERO)


def _purchase_a_year(purchase: Purchase, rate: Fraction, horizon: int) -> Fraction:
    residual = purchase.residual * purchase.quantity
    return purchase_per_year(purchase.cost, residual, rate, purchase.life or horizon)


def totals_of(flow: Flow, affected: Fraction | None, scenario: Scenario) -> dict[str, Fraction | None]:
    """Return every total of a flow, exact, None where the method does not define it.

    `affected` is the number of entities, or None where a figure for one entity would mean nothing.
    """
    rate = scenario.discount_rate
    timing = scenario.discount_timing
    worth = None if rate is None else present_value(flow.years, rate, timing)
    over = sum(flow.years, ZERO)
    every: dict[str, Fraction | None] = {
        "per_entity_per_year": flow.annual / affected if affected else None,
        "one_off": flow.one_off,
        "annual": flow.annual,
        "annual_hours": flow.annual_hours,
        "annualised": flow.annualised,
        "bau": flow.bau,
        "burden": flow.annual - flow.bau,
        "average_annual": over / scenario.horizon,
        "total_over_horizon": over,
    }
    every["headline"] = every[scenario.preset["headline"]]
    defined = {name: value if name in scenario.preset["totals"] else None for name, value in every.items()}
    defined["present_value"] = worth
    even = None if worth is None or rate is None else equivalent_annual(worth, rate, scenario.horizon, timing)
    defined["equivalent_annual"] = even
    return defined
