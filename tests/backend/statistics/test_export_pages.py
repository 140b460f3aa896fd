"""Screens of the desk taken away: the same figures, each with its release, budget, cap and noise."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from backend.config import Settings
from calculators.release.shapes import Segment
from tests.backend.statistics.shelf import put, rows_of
from tests.people import Browser

CODE, SILENT = "food.cleaning", "food.uniform"
MICRO = Segment("micro", "trade")


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """One quarter, made up."""
    values = {(CODE, "clarity", None): 2.0, (CODE, "clarity", MICRO): 1.6}
    put(settings, "2026Q3", rows_of(values, {"food": 2.5}, about=[CODE, SILENT]), synthetic=True)
    return settings


def lines(text: str) -> list[dict[str, str]]:
    """Return the rows of a table as the spreadsheet sees them."""
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_every_line_says_release_budget_cap_noise_and_that_it_is_made_up(regulator: Browser, shelf: Settings) -> None:
    answer = regulator.get("/desk/statistics/list/csv")
    assert "synthetic" in answer.headers["content-disposition"]
    for line in lines(answer.text):
        assert (line["Выпуск"], line["Данные"], line["ε"], line["Не больше ответов от бизнеса"]) == (
            "2026Q3",
            "синтетические данные",
            "3,0",
            "10",
        )
    first = next(line for line in lines(answer.text) if line["Средняя"] == "2,0")
    assert (first["От"], first["До"], first["± 95 %"], first["sd шума"]) == ("1,8", "2,2", "0,2", "9,99")


def test_withheld_has_one_mark_and_nothing_else(regulator: Browser, shelf: Settings) -> None:
    silent = [line for line in lines(regulator.get("/desk/statistics/list/csv").text) if line["Код"] == SILENT]
    assert {line["Средняя"] for line in silent} == {"нет данных"}
    assert {line[name] for line in silent for name in ("От", "До", "Ответов, с шумом", "Доля «1»", "sd шума")} == {""}


def test_the_grid_of_a_topic_is_its_groups(regulator: Browser, shelf: Settings) -> None:
    found = lines(regulator.get("/desk/statistics/grid/csv?domain=food").text)
    assert len(found) == 2 * 12
    (told,) = [line for line in found if line["Средняя"] != "нет данных"]
    assert (told["Размер"], told["Отрасль"], told["Средняя"]) == ("Микро", "Торговля и питание", "1,6")


def test_the_workbook_has_numbers_and_says_what_they_are(regulator: Browser, shelf: Settings) -> None:
    book = load_workbook(BytesIO(regulator.get(f"/desk/statistics/{CODE}/take/xlsx").content))
    rows = list(book["Оценки"].iter_rows(values_only=True))
    means = [row[10] for row in rows[1:] if row[10] != "нет данных"]
    assert sorted(means) == [1.6, 2, 2.5, 2.5]
    about = dict(book["О выпуске"].iter_rows(values_only=True))
    assert about["Данные"] == "синтетические данные"
    assert about["ε за квартал на бизнес"] == "3,0"


def test_every_screen_can_be_taken_both_ways(regulator: Browser, shelf: Settings) -> None:
    for path in ("list", "grid", f"{CODE}/take"):
        for way in ("csv", "xlsx"):
            assert regulator.get(f"/desk/statistics/{path}/{way}").status_code == 200, (path, way)


def test_before_a_release_there_is_nothing_to_take(regulator: Browser) -> None:
    assert regulator.get("/desk/statistics/list/csv").status_code == 404
