"""A business beside the others: its own exact marks, the others' only as released."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.marks import record_mark
from backend.assessments.schemas import MarkInput
from backend.config import Settings
from backend.law import current_law
from backend.profiles.register import Organisation, replace_extract
from backend.statistics.models import WindowPresence
from calculators.release.shapes import Level, Row, Segment
from tests.backend.statistics.shelf import put, rows_of, told
from tests.conftest import NOW
from tests.people import Browser

IN_GROUP, WHOLE, TOPIC, ALONE = "food.cleaning", "food.medbooks", "food.uniform", "fire.exits_free"
SEGMENT = Segment("micro", "services")
INN = "0000000018"


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """One quarter in which each of four requirements is told at another level."""
    values = {(IN_GROUP, "clarity", SEGMENT): 2.8, (IN_GROUP, "clarity", None): 3.5, (WHOLE, "clarity", None): 3.2}
    put(settings, "2026Q3", rows_of(values, {"food": 3.0}, about=[IN_GROUP, WHOLE, TOPIC, ALONE]))
    return settings


@pytest.fixture
def marked(owner: Browser, session: Session) -> Browser:
    """The café has marked all four; it stands in the register as micro, in services, and has proven it."""
    for code in (IN_GROUP, WHOLE, TOPIC, ALONE):
        entry = current_law().edition.requirements[code]
        record_mark(session, owner.business.id, entry, MarkInput(clarity=2, feasibility=None), NOW)
    business = session.get_one(Business, owner.business.id)
    business.inn, business.proven_by = INN, "papers"
    session.add(business)
    facts = {"legal_form": "ooo", "sme_category": "micro", "employees": 4, "okved": ["96.02"]}
    replace_extract(session, [Organisation(INN, "ООО «Лён»", facts)], date(2026, 11, 10), NOW)
    session.commit()
    return owner


def said(page: str) -> dict[str, str]:
    """Return what the list says of the clarity of each requirement."""
    found = re.findall(r'href="/my-voices/([a-z_.]+)">.*?data-label="Понятность">(.*?)</td>', page, re.DOTALL)
    return {code: text.strip() for code, text in found}


def test_the_nearest_released_figure_stands_beside_ones_own(marked: Browser, shelf: Settings) -> None:
    assert said(marked.get("/my-voices").text) == {
        IN_GROUP: "ваша оценка 2; у микробизнеса в услугах и прочем 2,6–3,0",
        WHOLE: "ваша оценка 2; у всех бизнесов 3,0–3,4",
        TOPIC: "ваша оценка 2; по теме «Еда и напитки» 2,9–3,1",
        ALONE: "ваша оценка 2, о других нет данных",
    }


def test_the_page_of_one_marks_its_own_bar(marked: Browser, shelf: Settings) -> None:
    page = marked.get(f"/my-voices/{IN_GROUP}").text
    assert re.search(r'2 · без юриста никак <b class="bars__mark">вы</b>', page)
    assert "у микробизнеса в услугах и прочем: ответов примерно 400" in page


def test_it_says_that_answers_enter_releases_and_in_which_they_could_be(
    marked: Browser, shelf: Settings, session: Session
) -> None:
    session.add(WindowPresence(business_id=marked.business.id, window="2026Q3", frozen_at=NOW))
    session.commit()
    page = marked.get("/my-voices").text
    assert "Ваши оценки входят в сводку" in page
    assert "2026Q3: не больше 10, по жребию; какие вошли, не храним" in page


def test_it_says_what_is_missing(marked: Browser, owner: Browser, session: Session) -> None:
    business = session.get_one(Business, owner.business.id)
    business.proven_by = None
    session.add(business)
    session.commit()
    page = marked.get("/my-voices").text
    assert "В сводку ваши оценки не входят" in page
    assert "ИНН не указан или не подтверждён." in page


def test_one_without_an_account_is_told_so(newcomer: Browser) -> None:
    page = newcomer.get("/my-voices").text
    assert "Без аккаунта оценки остаются у вас." in page
    assert "Вы пока ничего не оценили." in page


def test_before_a_release_own_marks_stand_alone(marked: Browser) -> None:
    assert set(said(marked.get("/my-voices").text).values()) == {"ваша оценка 2, о других нет данных"}
    assert "Выпусков ещё не было" in marked.get(f"/my-voices/{WHOLE}").text


def test_costs_stand_there_only_where_the_year_released_them(marked: Browser, shelf: Settings) -> None:
    version = current_law().edition.requirements[WHOLE].version
    row = Row(Level.REQUIREMENT, WHOLE, version, "food", None, "cost", False)
    other = Row(Level.REQUIREMENT, IN_GROUP, version, "food", None, "cost", False)
    put(shelf, "2025", [told(row, 3.0, shares=(0.2, 0.3, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)), other], kind="year")
    assert "Сколько стоит в год" in marked.get(f"/my-voices/{WHOLE}").text
    assert "Сколько стоит в год" not in marked.get(f"/my-voices/{IN_GROUP}").text


def test_the_table_holds_the_same(marked: Browser, shelf: Settings) -> None:
    text = marked.get("/my-voices.csv").text
    assert f"{WHOLE};" in text
    assert ";2;у всех бизнесов;3,00;3,40" in text


def test_the_page_of_the_requirement_leads_there_once_something_is_released(marked: Browser, shelf: Settings) -> None:
    assert f'href="/my-voices/{WHOLE}"' in marked.get(f"/requirements/{WHOLE}").text


def test_another_business_sees_its_own_marks_only(marked: Browser, stranger: Browser, shelf: Settings) -> None:
    assert "ваша оценка" not in stranger.get("/my-voices").text


def test_whoever_has_no_business_here_has_no_such_page(regulator: Browser, shelf: Settings) -> None:
    assert regulator.get("/my-voices").status_code in {403, 404}


@pytest.mark.parametrize("path", ["/my-voices", "/my-voices.csv", f"/my-voices/{WHOLE}"])
def test_one_without_answers_or_account_is_asked_to_sign_in(visitor: Browser, path: str) -> None:
    answer = visitor.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")
