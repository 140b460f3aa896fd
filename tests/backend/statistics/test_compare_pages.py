"""Comparing: different only where the noise cannot be the reason."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from backend.config import Settings
from tests.backend.statistics.shelf import put, rows_of
from tests.people import Browser

ONE, OTHER, THIRD = "food.cleaning", "food.medbooks", "food.uniform"


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """Two quarters of three requirements."""
    for name, value in (("2026Q2", 2.0), ("2026Q3", 2.1)):
        values = {(ONE, "clarity", None): value, (OTHER, "clarity", None): 3.0}
        put(settings, name, rows_of(values, {"food": 2.5}, about=[ONE, OTHER, THIRD]))
    return settings


def test_two_requirements_far_apart_differ(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get(f"/desk/statistics/compare?left={ONE}&right={OTHER}").text
    assert "+0,90 ±0,29" in page
    assert "отличается" in page


def test_two_releases_close_together_do_not(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get(f"/desk/statistics/compare?left={ONE}&against=2026Q2").text
    assert "−0,10 ±0,29" in page
    assert "разницы не видно" in page


def test_what_has_no_data_is_not_compared(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get(f"/desk/statistics/compare?left={ONE}&right={THIRD}").text
    assert "нет данных" in page
    assert "±" not in page


@pytest.mark.parametrize("asked", ["", f"left={ONE}", "left=fire.exits_free&right=food.cleaning", "left=nothing"])
def test_with_one_side_only_it_asks_for_the_other(regulator: Browser, shelf: Settings, asked: str) -> None:
    assert "Выберите два требования или второй выпуск." in regulator.get(f"/desk/statistics/compare?{asked}").text


def test_a_second_release_that_does_not_exist_is_not_found(regulator: Browser, shelf: Settings) -> None:
    assert regulator.get(f"/desk/statistics/compare?left={ONE}&against=1999Q9").status_code == 404


def test_one_topic_is_offered_at_a_time_and_what_is_chosen_stays(ombudsman: Browser, shelf: Settings) -> None:
    page = ombudsman.get(f"/desk/statistics/compare?domain=fire&left={ONE}").text
    offered = set(re.findall(r'<option value="([a-z_]+)\.[a-z_0-9]+"', page))
    assert offered == {"fire", "food"}
    assert f'<option value="{ONE}" selected>' in page
    assert len(set(re.findall(r'<option value="([a-z_]+)\.', ombudsman.get("/desk/statistics/compare").text))) == 1


def test_what_else_changed_between_two_releases_is_said(regulator: Browser, settings: Settings) -> None:
    for name, version, policy in (("2026Q2", "former", "a" * 64), ("2026Q3", None, "b" * 64)):
        rows = rows_of({(ONE, "clarity", None): 2.0}, {"food": 2.5}, about=[ONE], version=version)
        put(settings, name, rows, policy=policy)
    page = regulator.get(f"/desk/statistics/compare?left={ONE}&against=2026Q2").text
    assert "сравниваются две его версии" in page
    assert "с разными параметрами защиты" in page
    assert "Выпуск 2026Q2: ответы с" in page
    assert "Выпуск 2026Q3: ответы с" in page


def test_of_two_versions_in_one_release_the_present_one_is_compared(regulator: Browser, settings: Settings) -> None:
    former = rows_of({(ONE, "clarity", None): 4.5}, {"food": 2.5}, about=[ONE], version="former")
    present = rows_of({(ONE, "clarity", None): 2.0}, {"food": 2.5}, about=[ONE])
    other = rows_of({(OTHER, "clarity", None): 3.0}, {}, about=[OTHER])
    put(settings, "2026Q3", [*former, *(row for row in (*present, *other) if row.requirement)])
    assert "+1,00 ±0,29" in regulator.get(f"/desk/statistics/compare?left={ONE}&right={OTHER}").text


def test_a_comparison_is_taken_away_with_both_releases_their_budgets_and_noise(
    regulator: Browser, shelf: Settings
) -> None:
    asked = f"left={ONE}&against=2026Q2"
    page = regulator.get(f"/desk/statistics/compare?{asked}").text
    links = re.findall(r'href="(/desk/statistics/compare/(?:csv|xlsx)[^"]*)"', page)
    assert len(links) == 2
    answer = regulator.get(links[0].replace("&amp;", "&"))
    assert 'yasno-2026Q3-2026Q2-compare.csv"' in answer.headers["content-disposition"]
    first = next(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    expected = {"Выпуск 1": "2026Q3", "Выпуск 2": "2026Q2", "Средняя 1": "2,1", "Средняя 2": "2,0"}
    assert {**expected, "Разница, 2 − 1": "-0,1"}.items() <= first.items()
    assert {first[f"{name} {side}"] for name in ("ε", "sd шума") for side in "12"} == {"3,0", "9,99"}
    assert (first["± 95 % разницы"], first["Итог"]) == ("0,28", "разницы не видно")
    book = load_workbook(BytesIO(regulator.get(links[1].replace("&amp;", "&")).content))
    assert book.sheetnames == ["Оценки", "О выпуске 2026Q3", "О выпуске 2026Q2"]
    heads, row = list(book["Оценки"].iter_rows(values_only=True))[:2]
    assert dict(zip(heads, row, strict=True))["Средняя 1"] == 2.1


def test_a_comparison_of_one_thing_cannot_be_taken_away(regulator: Browser, shelf: Settings) -> None:
    assert regulator.get(f"/desk/statistics/compare/csv?left={ONE}").status_code == 404
    assert regulator.get("/desk/statistics/compare/xlsx?left=fire.exits_free&right=fire.briefings").status_code == 404
