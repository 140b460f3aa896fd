"""One requirement over releases, and what is called a change."""

from __future__ import annotations

from datetime import date

import pytest

from backend.config import Settings
from backend.statistics.feed import feed_of
from backend.statistics.requirement_view import Moment, before_after, course_finding, course_of, distribution, finding
from rules.text import Text
from tests.backend.statistics.shelf import put, rows_of

CODE = "food.cleaning"
ANSWER = Moment(date(2026, 5, 20), Text("Ответ регулятора", "Answer"))


@pytest.fixture
def shelf(settings: Settings) -> Settings:
    """Three quarters: the last one of another version."""
    for name, value, version in (("2026Q1", 2.0, "old"), ("2026Q2", 2.1, "old"), ("2026Q3", 2.6, "new")):
        put(settings, name, rows_of({(CODE, "clarity", None): value}, {}, about=[CODE], version=version))
    return settings


def test_releases_stand_in_the_order_of_time(shelf: Settings) -> None:
    course = course_of(feed_of(shelf), CODE)
    assert [point.release for point in course.points("clarity")] == ["2026Q1", "2026Q2", "2026Q3"]
    assert [point.figure is None for point in course.points("feasibility")] == [True, True, True]


def test_a_new_version_is_a_moment_of_its_own(shelf: Settings) -> None:
    assert [one.day for one in course_of(feed_of(shelf), CODE).version_changes()] == [date(2026, 7, 1)]


def test_before_is_what_ended_before_and_after_is_what_began_after(shelf: Settings) -> None:
    (around,) = before_after(course_of(feed_of(shelf), CODE), "clarity", [ANSWER])
    assert around.before is not None
    assert around.after is not None
    # The quarter in which the answer was given tells of neither side.
    assert (around.before[0], around.after[0]) == ("2026Q1", "2026Q3")
    assert around.differs is True


def test_a_small_move_is_no_change(shelf: Settings) -> None:
    early = Moment(date(2026, 4, 1), ANSWER.what)
    (around,) = before_after(course_of(feed_of(shelf), CODE), "clarity", [early])
    assert (around.before[0], around.after[0], around.differs) == ("2026Q1", "2026Q2", False)  # type: ignore[index]


def test_what_has_no_other_side_waits(shelf: Settings) -> None:
    late = Moment(date(2026, 11, 1), ANSWER.what)
    (around,) = before_after(course_of(feed_of(shelf), CODE), "clarity", [late])
    assert around.after is None
    assert around.differs is None
    assert before_after(course_of(feed_of(shelf), CODE), "feasibility", [late]) == []


def test_the_title_is_the_finding(shelf: Settings) -> None:
    figure = course_of(feed_of(shelf), CODE).told("clarity")[0][2]
    assert finding(figure, "clarity").ru == "55 % не понимают, что делать: ставят 1 или 2"
    assert finding(None, "feasibility").ru == "Выполнимость: нет данных"
    assert [(bar["value"], bar["own"]) for bar in distribution(figure, "clarity", own=2)][:3] == [
        (30, False),
        (25, True),
        (20, False),
    ]
    assert {bar["value"] for bar in distribution(None, "clarity")} == {None}


def test_the_trend_says_whether_the_last_release_differs(settings: Settings) -> None:
    for name, value in (("2026Q1", 2.0), ("2026Q2", 2.1), ("2026Q3", 2.6)):
        put(settings, name, rows_of({(CODE, "clarity", None): value}, {}, about=[CODE]))
        course = course_of(feed_of(settings), CODE)
        said = course_finding(course, "clarity").ru
        assert (
            said
            == {
                "2026Q1": "Понятность",
                "2026Q2": "Понятность: разницы с 2026Q1 не видно",
                "2026Q3": "Понятность: лучше, чем в 2026Q2",
            }[name]
        )


def test_another_version_is_not_compared(shelf: Settings) -> None:
    assert course_finding(course_of(feed_of(shelf), CODE), "clarity").ru == "Понятность"
