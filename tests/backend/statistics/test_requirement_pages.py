"""One requirement on the desk: why it is bad, what was answered, what changed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from backend.config import Settings
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.law import current_law
from calculators.release.shapes import Level, Row, Segment
from tests.backend.statistics.shelf import put, rows_of, told
from tests.conftest import NOW
from tests.people import Browser

CODE, SILENT = "food.cleaning", "food.uniform"
MICRO = Segment("micro", "trade")


def quarter(settings: Settings, name: str, value: float, **more: object) -> None:
    """Release a quarter in which the requirement has this clarity."""
    values = {(CODE, "clarity", None): value, (CODE, "clarity", MICRO): value - 0.4}
    put(settings, name, rows_of(values, {"food": 3.1}, about=[CODE, SILENT]), **more)


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """Two quarters."""
    quarter(settings, "2026Q2", 2.0)
    quarter(settings, "2026Q3", 2.6)
    return settings


def test_the_page_says_how_many_do_not_understand(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get(f"/desk/statistics/{CODE}").text
    assert "55\u00a0% не понимают, что делать: ставят 1 или 2" in page
    assert "<b>2,6</b> (2,4–2,8)" in page
    assert "Микро, торговля и питание" in page
    assert '<polyline class="trend__line"' in page


def test_other_rules_of_noise_break_the_line(regulator: Browser, settings: Settings) -> None:
    quarter(settings, "2026Q2", 2.0, policy="e" * 64)
    quarter(settings, "2026Q3", 2.6)
    page = regulator.get(f"/desk/statistics/{CODE}").text
    assert "другие правила шума" in page
    assert '<polyline class="trend__line"' not in page


def test_without_a_figure_of_its_own_the_topic_s_is_shown_and_called_so(regulator: Browser, shelf: Settings) -> None:
    page = regulator.get(f"/desk/statistics/{SILENT}").text
    assert "По самому требованию данных мало. Числа ниже по всей теме «Еда и напитки»." in page
    assert "<b>3,1</b> (3,0–3,2)" in page


def test_a_named_older_release_is_shown_instead(regulator: Browser, shelf: Settings) -> None:
    assert "<b>2,0</b> (1,8–2,2)" in regulator.get(f"/desk/statistics/{CODE}?release=2026Q2").text


def test_what_the_year_told_stands_beside_it(regulator: Browser, shelf: Settings) -> None:
    assert "Выходят раз в год" in regulator.get(f"/desk/statistics/{CODE}").text
    version = current_law().edition.requirements[CODE].version
    cost = Row(Level.REQUIREMENT, CODE, version, "food", None, "cost", False)
    flags = Row(Level.REQUIREMENT, CODE, version, "food", None, "flag_duplicate", False)
    shares = (0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1, 0.0, 0.0)
    put(shelf, "2025", [told(cost, 3.0, shares=shares), flags], kind="year")
    page = regulator.get(f"/desk/statistics/{CODE}").text
    assert "1\u00a0000–3\u00a0000\u00a0₽" in page
    assert "Отметили повтор другого требования" in page
    assert "Выходят раз в год" not in page


def statement(**more: object) -> Feedback:
    """A statement that was sent to the regulator of Moscow."""
    own = {"kind": FeedbackKind.CLARITY, "requirement": CODE, "authority": "rospotrebnadzor", "region": "77"}
    sent = {"number": 7, "door": Door.NEUTRAL, "state": "WITH_REGULATOR", "sent_on": date(2026, 4, 6)}
    return Feedback(statement="Срок уборки не назван.", created_at=NOW, **own, **sent, **more)


def test_statements_lead_whoever_answers_to_their_desk(
    regulator: Browser, ombudsman: Browser, shelf: Settings, session: Session
) -> None:
    session.add(statement())
    session.commit()
    page = regulator.get(f"/desk/statistics/{CODE}").text
    assert 'href="/desk/statements/7"' in page
    assert "Срок уборки не назван." in page
    assert 'href="/statements/7"' in ombudsman.get(f"/desk/statistics/{CODE}").text


def test_scores_stand_before_and_after_an_answer(regulator: Browser, settings: Settings, session: Session) -> None:
    quarter(settings, "2026Q1", 2.0)
    quarter(settings, "2026Q3", 2.6)
    session.add(statement(answer="Срок назовём.", answered_on=date(2026, 5, 12)))
    session.commit()
    page = regulator.get(f"/desk/statistics/{CODE}").text
    assert "Ответ регулятора, 12\u00a0мая\u00a02026" in page
    assert '<span>2026Q1: <span class="mean"><b>2,0</b>' in page
    assert "изменилось" in page


def test_an_unknown_requirement_is_not_found(regulator: Browser, shelf: Settings) -> None:
    assert regulator.get("/desk/statistics/food.nothing").status_code == 404


def test_one_that_was_not_in_force_is_said_to_be_so(regulator: Browser, shelf: Settings) -> None:
    assert "тогда оно не действовало" in regulator.get("/desk/statistics/food.medbooks").text
