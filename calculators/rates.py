"""What an hour of work costs: wage, contributions by year and category of payer, and the hours norm of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators.calendar import work_calendar
from calculators.reading import read_parameters
from calculators.trace import Figure
from rules.faults import Fault, InputError
from rules.text import Text

ZERO = Fraction(0)
MONTHS = 12
NO_BREAK = "\u00a0"
TARIFFS = {
    "general": Text("общий тариф", "the general tariff"),
    "msp": Text("льготный тариф малого бизнеса", "the reduced tariff of small businesses"),
    "msp_manufacturing": Text("льготный тариф малых производств", "the reduced tariff of small manufacturers"),
    "msp_priority": Text(
        "льготный тариф малого бизнеса приоритетных отраслей",
        "the reduced tariff of small businesses of priority trades",
    ),
    "msp_other": Text(
        "тариф малого бизнеса вне приоритетных отраслей", "the tariff of small businesses outside priority trades"
    ),
    "it": Text("льготный тариф IT-компаний", "the reduced tariff of IT companies"),
}


@dataclass(frozen=True, slots=True)
class Contributions:
    """Contributions of one worker: of each month, exact rubles; `threshold` is None where the category has none."""

    year: int
    category: str
    threshold: Fraction | None
    months: tuple[Fraction, ...]
    source: str
    verified: bool
    listed_only: bool = False

    @property
    def annual(self) -> Fraction:
        """Return the sum of the months."""
        return sum(self.months, ZERO)


@dataclass(frozen=True, slots=True)
class Wage:
    """What an hour costs the business, exact rubles, with the sentence that names where it comes from."""

    hour_cost: Fraction
    source: Text
    own: bool = False
    monthly: Fraction | None = None
    year: int | None = None
    category: str | None = None
    trace: tuple[Figure, ...] = ()


def contributions(wages: Sequence[Fraction], year: int, category: str) -> Contributions:
    """Return the contributions of a worker paid `wages` rubles month by month from January, exact.

    The cap counts payments since the start of the year; within a month the part up to the threshold comes first.
    Source: Tax Code art. 421, 425, 427, as the parameter file of the year names them.

    Raises:
        InputError: the year or the category is not known.

    >>> contributions([Fraction(100000)] * 12, 2026, "general").annual
    Fraction(360000, 1)
    """
    parameters = contribution_year(year)
    tariff = _tariff(parameters, year, category)
    threshold = monthly_threshold(year) if "within_threshold" in tariff else None
    cap = Fraction(parameters["cap"]["value"])
    months, paid = [], ZERO
    for wage in wages:
        months.append(_month(wage, paid, cap, tariff, threshold))
        paid += wage
    verified = bool(tariff["verified"] and parameters["cap"]["verified"] and parameters["minimum_wage"]["verified"])
    return Contributions(
        year, category, threshold, tuple(months), tariff["source"], verified, tariff.get("listed_only", False)
    )


def monthly_threshold(year: int) -> Fraction:
    """Return up to which monthly wage, in rubles, an SME pays the full share.

    >>> monthly_threshold(2026)
    Fraction(81279, 2)
    """
    parameters = contribution_year(year)
    return Fraction(parameters["minimum_wage"]["value"]) * Fraction(parameters["threshold_of_minimum"]["value"])


def contribution_year(year: int) -> Mapping[str, Any]:
    """Return the parameters of a year.

    Raises:
        InputError: the year is not known.
    """
    years = read_parameters("ru", "contributions")
    if year not in years:
        raise InputError([_unknown("year_unknown", "year", str(year), map(str, years))])
    found: Mapping[str, Any] = years[year]
    return found


def known_years() -> tuple[int, ...]:
    """Return the years whose contributions are known, earliest first."""
    return tuple(sorted(read_parameters("ru", "contributions")))


def wage_from_month(
    monthly: Fraction,
    year: int,
    category: str,
    *,
    norm_hours: Fraction | None = None,
    contribution_rate: Fraction | None = None,
    overhead: Fraction = ZERO,
    source: Text | None = None,
) -> Wage:
    """Return the cost of an hour of someone paid `monthly` rubles: (12 wages + contributions) / hours norm.

    `contribution_rate` replaces the contributions of the year by a flat share; `overhead` is a share on top.
    Source: costs of labour in the standard cost model; Tax Code as in `contributions`.

    Raises:
        InputError: the year, its calendar or the category is not known.

    >>> wage_from_month(Fraction(87952), 2026, "general").hour_cost
    Fraction(1715064, 2465)
    """
    hours = work_calendar().annual_norm_hours(year) if norm_hours is None else norm_hours
    paid = contributions([monthly] * MONTHS, year, category) if contribution_rate is None else None
    annual = paid.annual if paid else monthly * MONTHS * (contribution_rate or ZERO)
    cost = (monthly * MONTHS + annual) * (1 + overhead) / hours
    inputs = {"monthly_wage": monthly, "contributions": annual, "annual_norm_hours": hours, "overhead_rate": overhead}
    said = source or _own_source(year, category)
    formula = "(monthly_wage × 12 + contributions) × (1 + overhead_rate) ÷ annual_norm_hours"
    return Wage(
        hour_cost=cost,
        source=said,
        own=source is None,
        monthly=monthly,
        year=year,
        category=category,
        trace=(Figure("hour_cost", formula, inputs, said, cost),),
    )


def wage_from_hour(rate: Fraction) -> Wage:
    """Return an hour that costs exactly `rate` rubles, as the business says: nothing is added."""
    said = Text("Стоимость часа, которую вы указали", "The cost of an hour you gave")
    return Wage(rate, said, own=True, trace=(Figure("hour_cost", "hourly_rate", {"hourly_rate": rate}, said, rate),))


def mean_wage(year: int, category: str = "general") -> Wage:
    """Return the cost of an hour at the country's mean wage, for a business that has not given its own.

    The latest known mean of a whole year is taken, and the contributions of `year` or, where those are not known yet,
    of the latest known year before it; the sentence names both years.

    Raises:
        InputError: no contributions are known for `year` or earlier.
    """
    means = read_parameters("ru", "mean_wage")
    of = max([known for known in means if known <= year], default=min(means))
    rates_of = max([known for known in known_years() if known <= year], default=year)
    amount = Fraction(means[of]["value"])
    named = means[of]["source"]
    rubles = f"{int(amount):,}"
    spaced = rubles.replace(",", NO_BREAK)
    said = Text(
        f"{named['ru']}: {spaced}{NO_BREAK}₽ в месяц, и взносы {rates_of} года",
        f"{named['en']}: ₽{rubles} a month, with contributions of {rates_of}",
    )
    return wage_from_month(amount, rates_of, category, source=said)


def _month(
    wage: Fraction, paid: Fraction, cap: Fraction, tariff: Mapping[str, Any], threshold: Fraction | None
) -> Fraction:
    """Return the contributions of one month, `paid` being the payments since January."""
    room = max(ZERO, cap - paid)
    if threshold is None:
        below = min(wage, room)
        return below * Fraction(tariff["below_cap"]) + (wage - below) * Fraction(tariff["above_cap"])
    within = min(wage, threshold)
    below = min(within, room)
    return (
        below * Fraction(tariff["within_threshold"])
        + (within - below) * Fraction(tariff["within_threshold_above_cap"])
        + (wage - within) * Fraction(tariff["above_threshold"])
    )


def _tariff(parameters: Mapping[str, Any], year: int, category: str) -> Mapping[str, Any]:
    tariffs = parameters["tariffs"]
    if category not in tariffs:
        raise InputError([_unknown("category_unknown", "category", f"{category} ({year})", tariffs)])
    found: Mapping[str, Any] = tariffs[category]
    return found


def tariff_name(category: str) -> Text:
    """Return a category of payer in words; one without words keeps its code.

    >>> tariff_name("general").ru
    'общий тариф'
    """
    return TARIFFS.get(category, Text(f"тариф «{category}»", f"the tariff “{category}”"))


def _own_source(year: int, category: str) -> Text:
    tariff = tariff_name(category)
    return Text(
        f"ваша зарплата за месяц и взносы {year} года, {tariff.ru}",
        f"your monthly wage and the contributions of {year}, {tariff.en}",
    )


def _unknown(code: str, field: str, given: str, known: Any) -> Fault:
    names = ", ".join(known)
    return Fault(
        code,
        field,
        Text(f"Взносы для «{given}» не известны.", f"No contributions are known for “{given}”."),
        Text(f"Известны: {names}.", f"Known: {names}."),
    )
