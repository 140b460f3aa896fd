"""Costs as rows for spreadsheets: the figures that the page rounds for reading."""

from __future__ import annotations

from collections.abc import Mapping

from backend.costs import words
from calculators.portfolio import Band, DutyCost, Portfolio
from rules.requirements import Requirement
from rules.text import Text

COLUMNS = (
    Text("Код", "Id"),
    Text("Требование", "Requirement"),
    Text("Рублей в год, от", "Rubles a year, from"),
    Text("Рублей в год, до", "Rubles a year, to"),
    Text("Часов в год", "Hours a year"),
    Text("Рублей разово, от", "Rubles once, from"),
    Text("Рублей разово, до", "Rubles once, to"),
    Text("Рублей за один случай, от", "Rubles for one case, from"),
    Text("Рублей за один случай, до", "Rubles for one case, to"),
    Text("Чьё число", "Whose number"),
)


def cost_rows(portfolio: Portfolio, requirements: Mapping[str, Requirement], language: str) -> list[list[str]]:
    """Return the list's costs as rows, the heads first; what is not known is an empty cell, never nought."""
    rows = [[column.in_(language) for column in COLUMNS]]
    for cost in portfolio.duties:
        rows.append([cost.requirement, requirements[cost.requirement].title.in_(language), *_figures(cost, language)])
    return rows


def _figures(cost: DutyCost, language: str) -> list[str]:
    hours = "" if cost.yearly_hours is None else f"{words.rounded(cost.yearly_hours, 1)}"
    once, case = (cost.one_off_rub, cost.per_case_rub) if cost.one_off_counts else (None, _case(cost))
    flag = words.flag_text(cost).in_(language)
    return [*_ends(cost.yearly_rub), hours, *_ends(once), *_ends(case), flag]


def _case(cost: DutyCost) -> Band | None:
    """What one case costs: an outlay that no case needs twice is one too, as on the page."""
    return cost.per_case_rub if cost.per_case_rub is not None else cost.one_off_rub


def _ends(band: Band | None) -> tuple[str, str]:
    return ("", "") if band is None else (f"{words.rounded(band.low)}", f"{words.rounded(band.high)}")
