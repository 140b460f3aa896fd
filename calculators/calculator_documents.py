"""The small calculators as documents: one JSON document in, the figures and their trace out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from calculators.calendar import work_calendar
from calculators.checks import Fields
from calculators.money import allocate, money_text
from calculators.rates import contributions, known_years
from calculators.reading import read_parameters
from calculators.results import listed_only_message
from calculators.trace import Figure
from rules.text import Text

CATEGORIES = ("general", "msp", "msp_manufacturing", "msp_priority", "msp_other", "it")
HOURS_A_WEEK = 168
MONTHS = 12


def contributions_document(document: object) -> dict[str, Any]:
    """Return the contributions of a worker with one wage for `months` months from January.

    Raises:
        InputError: every fault of the document; a year or category whose tariff is not known.

    >>> contributions_document({"year": 2026, "category": "general", "monthly_wage": "100000"})["annual"]
    '360000.00'
    """
    fields = Fields(document)
    fields.only(("year", "category", "monthly_wage", "months"))
    year = _year(fields, known_years())
    category = fields.choice("category", CATEGORIES) or ""
    wage = fields.needed("monthly_wage")
    months = fields.whole("months", MONTHS, least=1, most=MONTHS) or MONTHS
    fields.finish()
    paid = contributions([wage] * months, year, category)
    said = Text(paid.source, paid.source)
    inputs: dict[str, Fraction | str] = {"monthly_wage": wage, "months": Fraction(months)}
    parameters = read_parameters("ru", "contributions")[year]
    inputs["cap"] = Fraction(parameters["cap"]["value"])
    if paid.threshold is not None:
        inputs["threshold"] = paid.threshold
    trace = [
        Figure(f"months[{index}]", _formula(paid.threshold), inputs, said, amount)
        for index, amount in enumerate(paid.months)
    ]
    trace.append(Figure("annual", "Σ months", {}, said, paid.annual))
    warn = paid.listed_only and category == "msp"
    message = listed_only_message(year).as_dict()
    return {
        "year": year,
        "category": category,
        "threshold": money_text(paid.threshold),
        "months": [f"{amount:f}" for amount in allocate(paid.months)],
        "annual": money_text(paid.annual),
        "verified": paid.verified,
        "trace": [figure.as_dict() for figure in trace],
        "warnings": [{"code": "msp_listed_activities_only", "message": message}] if warn else [],
    }


def hours_document(document: object) -> dict[str, Any]:
    """Return the norm of working hours of a year for a week of so many hours, 40 if none is given.

    Raises:
        InputError: every fault of the document; a year whose calendar is not known.

    >>> hours_document({"year": 2026, "week_hours": "36"})["annual_norm_hours"]
    '1774.40'
    """
    fields = Fields(document)
    fields.only(("year", "week_hours"))
    calendar = work_calendar()
    year = _year(fields, calendar.years)
    week = _week(fields)
    fields.finish()
    norm = calendar.annual_norm_hours(year, week or Fraction(40))
    known = calendar.years[year]
    short = Fraction(len(known.short_days))
    said = Text(f"Производственный календарь: {known.source}", f"Production calendar: {known.source}")
    inputs = {
        "working_days": (norm + short) * 5 / (week or 40),
        "week_hours": week or Fraction(40),
        "short_days": short,
    }
    figure = Figure("annual_norm_hours", "working_days × week_hours ÷ 5 − short_days", inputs, said, norm)
    return {
        "year": year,
        "annual_norm_hours": money_text(norm),
        "calendar": {str(year): known.status},
        "trace": [figure.as_dict()],
    }


def _week(fields: Fields) -> Fraction | None:
    """Return the hours of a week: text, or a whole number, in which nothing can be lost."""
    if isinstance(fields.document.get("week_hours"), int):
        whole = fields.whole("week_hours", least=1, most=HOURS_A_WEEK)
        return None if whole is None else Fraction(whole)
    return fields.quantity("week_hours", above=Fraction(0), most=Fraction(HOURS_A_WEEK))


def _year(fields: Fields, known: Any) -> int:
    """Return the year; one that is not known is refused here with the years that are."""
    year = fields.whole("year")
    if year is None:
        if not fields.has("year"):
            fields.refuse("missing", "year", "поле не заполнено", "the field is missing")
    elif year not in known:
        years = ", ".join(map(str, sorted(known)))
        fields.refuse(
            "year_unknown",
            "year",
            f"чисел на {year} год нет; есть: {years}",
            f"nothing is known of {year}; known: {years}",
        )
    return year or 0


def _formula(threshold: Fraction | None) -> str:
    if threshold is None:
        return "below cap × below_cap share + the rest × above_cap share"
    return "up to threshold × full share (less over the cap) + above threshold × reduced share"
