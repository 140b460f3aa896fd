"""The frozen calendars against the package they were made from and against published norms of hours."""

from __future__ import annotations

import importlib.util
import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import holidays
import pytest

from calculators.calendar import work_calendar
from rules.faults import InputError
from rules.reading_terms import read_calendars, read_regional_days_off

FOLDER = Path(__file__).parents[2] / "rules" / "calendars"
OFFICIAL = [year for year, calendar in read_calendars().items() if calendar.status == "official"]
HOURS = {2020: 1979, 2021: 1972, 2022: 1973, 2023: 1973, 2024: 1979, 2025: 1972, 2026: 1972, 2027: 1972}


def freezer():
    spec = importlib.util.spec_from_file_location("freeze_calendars", Path(__file__).parent / "freeze_calendars.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("year", read_calendars())
def test_a_frozen_calendar_is_what_the_script_makes(year):
    assert json.loads((FOLDER / f"{year}.json").read_text(encoding="utf-8")) == freezer().frozen(year)


@pytest.mark.parametrize("year", OFFICIAL)
def test_every_day_of_an_official_year_agrees_with_the_package(year):
    russia = holidays.country_holidays("RU", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert work_calendar().is_working(day) == russia.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(("year", "hours"), HOURS.items())
def test_the_norm_of_hours_is_the_published_one(year, hours):
    assert work_calendar().annual_norm_hours(year) == hours


def test_the_norm_of_a_shorter_week_keeps_the_short_days():
    assert work_calendar().annual_norm_hours(2024, Fraction(36)) == Fraction("1780.6")


def test_years_are_official_to_2027_and_provisional_to_2033():
    assert list(range(2020, 2028)) == OFFICIAL
    assert sorted(read_calendars()) == list(range(2020, 2034))


def test_a_holiday_on_a_weekend_moves_the_day_off_in_a_provisional_year():
    assert not work_calendar().is_working(date(2028, 11, 6))


def test_a_day_of_an_unknown_year_is_neither_worked_nor_off():
    with pytest.raises(InputError, match="2019 is not known"):
        work_calendar().is_working(date(2019, 12, 30))


def test_a_regional_day_off_names_its_act():
    assert all(row.act and len(row.region) >= 2 for row in read_regional_days_off())
    assert not work_calendar("16").is_working(date(2026, 11, 6))
    assert work_calendar("77").is_working(date(2026, 11, 6))


def test_the_days_off_that_regions_add_are_those_known():
    found = {(row.region, row.month, row.day) for row in read_regional_days_off()}
    assert found == {("16", 8, 30), ("16", 11, 6), ("02", 10, 11), ("21", 6, 24)}
