"""What an answer on costs looks like: every figure rounded once, parts that add up, the trace, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from calculators.engine import Costs, reckon, totals_of
from calculators.money import CONTEXT, allocate_to, exact_text, kopecks, money_text, share_text
from calculators.rates import contribution_year, contributions, known_years, mean_wage, tariff_name
from calculators.scenario import Item, Scenario, Segment, read_scenario
from rules.text import Text

TOTALS = (
    "per_entity_per_year",
    "one_off",
    "annual",
    "annual_hours",
    "annualised",
    "bau",
    "burden",
    "average_annual",
    "total_over_horizon",
    "present_value",
    "equivalent_annual",
    "headline",
)
# These add up over items and over segments; burden is annual less bau and follows them.
ADDITIVE = tuple(name for name in TOTALS if name not in ("per_entity_per_year", "burden"))
FORMULAS = {
    "per_entity_per_year": "annual ÷ entities affected",
    "one_off": "Σ price_per_occurrence × entities × (1 − already_compliant_share)",
    "annual": "Σ price_per_occurrence × frequency × entities × (1 − already_compliant_share)",
    "annual_hours": "Σ hours × staff × frequency × entities × (1 − already_compliant_share)",
    "annualised": "annual + one-offs spread over their years",
    "bau": "Σ annual × bau_share",
    "burden": "annual − bau",
    "average_annual": "total_over_horizon ÷ horizon_years",
    "total_over_horizon": "Σ cost of the year, years 1 … horizon_years",
    "present_value": "Σ cost of the year × discount factor",
    "equivalent_annual": "present_value × capital recovery factor",
}
Exact = Mapping[str, Fraction | None]
HOURS_A_DAY = 24
DAYS_A_YEAR = 365


def cost_document(document: object, other: object = None) -> dict[str, Any]:
    """Return the answer of `yasno cost` to a scenario; with `other`, its totals less those of the first as `delta`.

    Raises:
        InputError: the scenario, or the other one, has faults; all of them.
    """
    costs = reckon(read_scenario(document))
    answer = as_document(costs)
    if other is None:
        return answer
    reformed = reckon(read_scenario(other))
    return answer | {"delta": delta(total_of(costs), total_of(reformed))}


def delta(current: Exact, reformed: Exact) -> dict[str, str | None]:
    """Return reformed minus current for every total; None where either is not defined."""
    differences = {}
    for name in TOTALS:
        before, after = current[name], reformed[name]
        differences[name] = None if before is None or after is None else money_text(after - before)
    return differences


def total_of(costs: Costs) -> dict[str, Fraction | None]:
    """Return the totals of the whole population, exact."""
    return totals_of(costs.total, _affected(costs), costs.scenario)


def as_document(costs: Costs) -> dict[str, Any]:
    """Return the answer: totals, segments, items, fees, trace and warnings, money as text with two decimals."""
    scenario = costs.scenario
    exact = total_of(costs)
    shown = _shown(exact)
    summed = [item for item in scenario.items if item.type != "fee"]
    item_parts = {item.id: _item_totals(costs, item) for item in summed}
    segment_parts = [_segment_totals(costs, segment) for segment in scenario.segments]
    by_item = dict(zip(item_parts, _parts(list(item_parts.values()), shown), strict=True))
    return {
        "method": scenario.method,
        "vintage": vintage(scenario),
        "currency": scenario.currency,
        "totals": _texts(shown),
        "segments": [
            {"id": segment.id, "entities": segment.entities, "affected": share_text(segment.affected), "totals": part}
            for segment, part in zip(scenario.segments, _parts(segment_parts, shown), strict=True)
        ],
        "items": [_item_row(costs, item, by_item.get(item.id)) for item in scenario.items],
        "fees": money_text(costs.fees.annual),
        "fees_one_off": money_text(costs.fees.one_off),
        "one_off_bau": money_text(costs.total.one_off_bau),
        "distribution": None,
        "trace": _trace(costs, exact, item_parts),
        "warnings": [{"code": code, "message": message.as_dict()} for code, message in _warnings(costs)],
    }


def vintage(scenario: Scenario) -> str:
    """Return of when the method and its parameters are."""
    named: str = scenario.preset["vintage"]
    year = scenario.parameters.year
    return f"{named}; contributions {year}" if year else named


def _item_row(costs: Costs, item: Item, totals: dict[str, str | None] | None) -> dict[str, Any]:
    """Return the row of an item; a fee is shown by its price alone, as it enters no total."""
    return {
        "id": item.id,
        "requirement_id": item.requirement or None,
        "requirement_type": item.type,
        "price_per_occurrence": money_text(costs.prices[item.id].amount),
        "totals": totals or dict.fromkeys(TOTALS),
    }


def _item_totals(costs: Costs, item: Item) -> Exact:
    named = [segment for segment in costs.scenario.segments if segment.id in item.segments]
    affected = sum((segment.affected for segment in named), Fraction(0))
    return totals_of(costs.items[item.id], affected, costs.scenario)


def _segment_totals(costs: Costs, segment: Segment) -> Exact:
    return totals_of(costs.segments[segment.id], segment.affected, costs.scenario)


def _affected(costs: Costs) -> Fraction | None:
    """Return the entities affected, None when the segments differ in items."""
    segments = costs.scenario.segments
    if any(set(item.segments) != {segment.id for segment in segments} for item in costs.scenario.items):
        return None
    return sum((segment.affected for segment in segments), Fraction(0))


def _shown(exact: Exact) -> dict[str, Decimal | None]:
    """Return the totals rounded once; bau and burden add up to the annual total that is shown."""
    shown = {name: None if (value := exact[name]) is None else kopecks(value) for name in TOTALS}
    annual, bau = shown["annual"], shown["bau"]
    if annual is not None and bau is not None:
        shown["burden"] = CONTEXT.subtract(annual, bau)
    return shown


def _parts(parts: Sequence[Exact], whole: Mapping[str, Decimal | None]) -> list[dict[str, str | None]]:
    """Return the totals of the parts, rounded so that they add up to those of the whole."""
    shown: list[dict[str, Decimal | None]] = [_shown(part) for part in parts]
    for name in ADDITIVE:
        target = whole[name]
        values = [value for part in parts if (value := part[name]) is not None]
        if target is not None and len(values) == len(parts):
            for row, amount in zip(shown, allocate_to(values, target), strict=True):
                row[name] = amount
    for row in shown:
        annual, bau = row["annual"], row["bau"]
        if annual is not None and bau is not None:
            row["burden"] = CONTEXT.subtract(annual, bau)
    return [_texts(row) for row in shown]


def _texts(shown: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {name: None if amount is None else f"{amount:f}" for name, amount in shown.items()}


def _trace(costs: Costs, exact: Exact, items: Mapping[str, Exact]) -> list[dict[str, Any]]:
    rows = [figure.as_dict() for price in costs.prices.values() for figure in price.trace]
    source = dict(costs.scenario.preset["source"])
    for name, formula in FORMULAS.items():
        value = exact[name]
        if value is not None:
            rows.append(
                {
                    "figure": f"totals.{name}",
                    "formula": formula,
                    "inputs": _inputs(name, exact, items),
                    "value": exact_text(value),
                    "source": source,
                }
            )
    return rows


def _inputs(name: str, exact: Exact, items: Mapping[str, Exact]) -> dict[str, str]:
    """Return what a total was made of: other totals, or the same total of each item."""
    if name in ("burden", "per_entity_per_year", "average_annual", "equivalent_annual"):
        used = {
            "burden": ("annual", "bau"),
            "per_entity_per_year": ("annual",),
            "average_annual": ("total_over_horizon",),
            "equivalent_annual": ("present_value",),
        }[name]
        return {one: exact_text(value) for one in used if (value := exact[one]) is not None}
    return {f"items.{item}": exact_text(value) for item, part in items.items() if (value := part[name]) is not None}


def _warnings(costs: Costs) -> list[tuple[str, Text]]:
    """Return what a person should look at twice; nothing here changes a figure."""
    found: list[tuple[str, Text]] = []
    for item in costs.scenario.items:
        found += _item_warnings(item)
    found += _category_warnings(costs.scenario)
    return found + _wage_warnings(costs)


def _item_warnings(item: Item) -> list[tuple[str, Text]]:
    found = []
    if any(labour.hours > HOURS_A_DAY for labour in item.labour):
        found.append(
            (
                "hours_over_day",
                Text(
                    f"«{item.id}»: больше 24 часов за один раз. Проверьте, не минуты ли это.",
                    f"“{item.id}”: more than 24 hours at once. Check whether these are minutes.",
                ),
            )
        )
    if item.recurring and item.frequency > DAYS_A_YEAR:
        found.append(
            (
                "more_than_daily",
                Text(
                    f"«{item.id}»: чаще 365 раз в год. Проверьте частоту.",
                    f"“{item.id}”: more than 365 times a year. Check the frequency.",
                ),
            )
        )
    return found


def _category_warnings(scenario: Scenario) -> list[tuple[str, Text]]:
    known = scenario.parameters
    wages = any(labour.wage_kind != "hourly_rate" for item in scenario.items for labour in item.labour)
    if known.year is None or known.contribution_rate is not None or not wages:
        return []
    found = []
    if contributions([], known.year, known.category).listed_only and known.category == "msp":
        found.append(("msp_listed_activities_only", listed_only_message(known.year)))
    if not contribution_year(known.year)["tariffs"][known.category]["verified"]:
        tariff = tariff_name(known.category)
        found.append(
            (
                "parameter_not_verified",
                Text(
                    f"Взносы {known.year} года, {tariff.ru}: сверьте с законом.",
                    f"Check the contributions of {known.year}, {tariff.en}, in the law.",
                ),
            )
        )
    return found


def listed_only_message(year: int) -> Text:
    """Return the sentence that the SME tariff of a year is for listed activities alone."""
    return Text(
        f"С {year} года тариф МСП действует только для перечисленных видов деятельности с доходом от них 70 % и больше."
        " Остальным: msp_other.",
        f"From {year} the SME tariff is for listed activities with 70 % of income from them or more."
        " Others: msp_other.",
    )


def _wage_warnings(costs: Costs) -> list[tuple[str, Text]]:
    if costs.scenario.currency != "RUB":
        return []
    years = known_years()
    mean = mean_wage(min(max(costs.scenario.parameters.year or years[-1], years[0]), years[-1])).hour_cost
    found = []
    for name, price in costs.prices.items():
        rates = [figure.value for figure in price.trace if figure.figure.endswith(".tariff")]
        if any(rate < mean / 5 or rate > mean * 5 for rate in rates):
            found.append(
                (
                    "rate_far_from_mean",
                    Text(
                        f"«{name}»: час стоит в пять раз меньше или больше среднего ({kopecks(mean)} ₽). Проверьте.",
                        f"“{name}”: an hour costs five times less or more than the mean (₽{kopecks(mean)}). Check it.",
                    ),
                )
            )
    return found
