"""The regulator's desk in the application: whose requirements, in which order, and what it never shows."""

from __future__ import annotations

import re

import pytest

from backend.config import Settings
from backend.law import current_law
from backend.permissions import Actor
from backend.statistics.asked import own_requirements
from calculators.release.shapes import Segment
from tests.backend.statistics.shelf import put, rows_of
from tests.people import Browser

BAD, GOOD, SILENT = "food.cleaning", "food.medbooks", "food.uniform"
FIRE = "fire.exits_free"
MICRO = Segment("micro", "trade")
VALUES = {
    (BAD, "clarity", None): 2.0,
    (BAD, "feasibility", None): 3.0,
    (BAD, "clarity", MICRO): 1.6,
    (GOOD, "clarity", None): 4.0,
    (FIRE, "clarity", None): 1.5,
}
ABOUT = [BAD, GOOD, SILENT, FIRE]
HATCH = '<span class="no-data">нет данных</span>'


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """One quarter."""
    put(settings, "2026Q3", rows_of(VALUES, {"fire": 2.0}, about=ABOUT))
    return settings


def titles(page: str) -> list[str]:
    """Return the codes of the list in its order."""
    return re.findall(r'<th scope="row"[^>]*><a href="/desk/statistics/([a-z_.0-9]+)\?', page)


def test_before_the_first_release_it_says_what_to_expect(regulator: Browser) -> None:
    page = regulator.get("/desk/statistics").text
    assert "Собираем" in page
    assert "от 1\u00a0000 отдельные требования" in page.replace("1 000", "1\u00a0000")


def test_a_release_without_a_topic_that_passes_is_still_collecting(regulator: Browser, settings: Settings) -> None:
    put(settings, "2026Q3", rows_of({}, {}, about=ABOUT), collecting=True)
    page = regulator.get("/desk/statistics").text
    assert "Собираем" in page
    assert "<table" not in page


def test_my_requirements_stand_worst_first_and_no_other_authority_s(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get("/desk/statistics").text
    assert titles(page) == [BAD, GOOD, SILENT]
    assert "Понятность ниже 3: 1\u00a0требование" in page
    assert "<b>2,0</b> (1,8–2,2)" in page


def test_the_ombudsman_follows_all_of_them(ombudsman: Browser, shelf: Settings) -> None:
    assert titles(ombudsman.get("/desk/statistics").text) == [FIRE, BAD, GOOD, SILENT]


def test_another_measure_gives_another_order(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get("/desk/statistics?measure=feasibility").text
    assert "Выполнимость ниже 3: 0\u00a0требований" in page
    assert titles(page)[0] == BAD


def test_budget_cap_noise_and_the_interval_stand_on_every_screen(regulator: Browser, shelf: Settings) -> None:
    for path in ("", "/grid?domain=food", "/compare", f"/{BAD}"):
        page = regulator.get(f"/desk/statistics{path}").text
        assert "ε 3,0 на бизнес" in page, path
        assert "не больше 10 его ответов" in page, path
        assert "10,0 в требовании" in page, path
        assert "интервал 95\u00a0%" in page, path


def test_withheld_and_empty_are_the_same_bytes(regulator: Browser, settings: Settings) -> None:
    # Whether nobody answered or too few did, the store holds one row; the page has one mark for it.
    put(settings, "2026Q3", rows_of(VALUES, {"fire": 2.0}, about=ABOUT))
    page = regulator.get("/desk/statistics").text
    row = re.search(rf'<tr>\s*<th[^>]*><a href="/desk/statistics/{SILENT}.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert row[0].count(HATCH) == 4
    assert not re.search(r"скрыт|мало голосов", row[0])


def test_the_grid_is_of_one_topic_and_names_what_has_no_group(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get("/desk/statistics/grid?domain=food").text
    assert page.count("heat__cell heat-none") == 11
    assert "<b>1,6</b> <small>±0,2</small>" in page
    assert "Нет данных ни по одной группе: 2\u00a0требования" in page
    assert titles(page) == [BAD]


@pytest.mark.parametrize("asked", ["", "?domain=nowhere"])
def test_where_no_topic_of_mine_is_named_the_one_that_shows_most_opens(
    regulator: Browser, shelf: Settings, asked: str
) -> None:
    mine = own_requirements(Actor(authority="rospotrebnadzor"))
    assert min(one.domain for one in mine.values()) != "food"
    page = regulator.get(f"/desk/statistics/grid{asked}").text
    assert '<option value="food" selected' in page
    assert titles(page) == [BAD]
    assert '<option value="food" selected' in regulator.get("/desk/statistics/compare").text


def test_the_desk_of_disputes_tells_how_many_are_unclear(regulator: Browser, shelf: Settings) -> None:
    said = regulator.get("/desk/statistics").text.split("Понятность ниже 3: ")[1]
    page = regulator.get("/desk").text
    figure = page.split('<a href="/desk/statistics"><span class="stats__value">')[1]
    assert figure.split("<")[0] == said.split()[0].split("\u00a0")[0]
    assert "с понятностью ниже 3" in figure


def test_a_release_that_does_not_exist_is_not_found(regulator: Browser, shelf: Settings) -> None:
    assert regulator.get("/desk/statistics?release=2031Q1").status_code == 404
    assert regulator.get("/desk/statistics?release=2026Q3&page=99999&measure=tax").status_code == 200


def test_nobody_else_sees_the_desk(admin: Browser, editor: Browser, inspector: Browser, owner: Browser) -> None:
    for browser in (admin, editor, inspector, owner):
        assert browser.get("/desk/statistics").status_code in {403, 404}
        assert browser.get(f"/desk/statistics/{BAD}").status_code in {403, 404}


def test_it_speaks_english(regulator: Browser, shelf: Settings) -> None:
    regulator.cookies.set("language", "en", domain="127.0.0.1")
    page = regulator.get("/desk/statistics").text
    assert "Clarity below 3: 1\u00a0requirement" in page
    assert current_law().edition.requirements[BAD].title.en in page


def test_long_lists_have_pages(ombudsman: Browser, settings: Settings) -> None:
    put(settings, "2026Q3", rows_of({}, {"food": 3.0}))
    first = ombudsman.get("/desk/statistics")
    assert len(titles(first.text)) == 60
    assert "page=2" in first.text
    assert len(set(titles(first.text)) & set(titles(ombudsman.get("/desk/statistics?page=2").text))) == 0


def test_a_yearly_release_is_no_screen_of_scores(regulator: Browser, shelf: Settings) -> None:
    put(shelf, "2025", rows_of({}, {}, about=[BAD]), kind="year")
    assert "2025" not in regulator.get("/desk/statistics").text.partition("</form>")[0].partition("<select")[2]
    assert regulator.get("/desk/statistics?release=2025").status_code == 404
