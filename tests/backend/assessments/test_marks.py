"""Marks of clarity and feasibility: what is rated is said, one vote a version, bad scores change nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from backend.assessments.models import Mark, Rated
from backend.assessments.queries import marks_of
from backend.assessments.rated import rated_text, rates_law, sentences
from backend.assessments.schemas import ClarityTag, FeasibilityTag
from backend.assessments.words import CLARITY_TAGS, FEASIBILITY_TAGS
from backend.law import current_law

LAW = "tax.cash_register_use"
RETOLD = "retail.signboard"


def marks(session):
    session.rollback()
    return session.exec(select(Mark)).all()


def test_a_mark_is_kept_for_the_version_that_was_rated(cafe, session):
    sent = cafe.post_form(f"/score/{LAW}", {"clarity": "4", "feasibility": "5"})
    assert sent.status_code == 303
    [mark] = marks(session)
    assert (mark.clarity, mark.feasibility, mark.rated) == (4, 5, Rated.LAW)
    assert mark.requirement_version == current_law().edition.requirements[LAW].version
    assert marks_of(session, cafe.business.id)[LAW].id == mark.id


def test_a_second_mark_takes_the_place_of_the_first(cafe, session):
    cafe.post_form(f"/score/{LAW}", {"clarity": "1"})
    cafe.post_form(f"/score/{LAW}", {"clarity": "5"})
    assert [mark.clarity for mark in marks(session)] == [5]


def test_a_low_mark_asks_what_hinders_and_keeps_it(cafe, session):
    moved = cafe.post_form(f"/score/{LAW}", {"clarity": "2", "short": "1"})
    assert moved.headers["location"] == f"/score/{LAW}#why"
    asked = cafe.get(f"/score/{LAW}").text
    assert 'value="references"' in asked
    cafe.post_form(f"/score/{LAW}", {"clarity": "2", "clarity_tags": ["term", "long"], "fragments": ["0"]})
    [mark] = marks(session)
    assert (mark.clarity_tags, mark.fragments) == (["term", "long"], [0])


def test_tags_of_a_high_mark_are_dropped(cafe, session):
    cafe.post_form(f"/score/{LAW}", {"clarity": "5", "clarity_tags": ["term"]})
    assert marks(session)[0].clarity_tags == []


def test_the_short_form_keeps_what_was_said_before(cafe, session):
    cafe.post_form(f"/score/{LAW}", {"clarity": "1", "clarity_tags": ["term"], "comment": "слова"})
    cafe.post_form(f"/score/{LAW}", {"clarity": "2", "short": "1"})
    [mark] = marks(session)
    assert (mark.clarity, mark.clarity_tags, mark.comment) == (2, ["term"], "слова")


@pytest.mark.parametrize("score", ["6", "0", "²", "-1", "3.5", "٣", "1e0", "five", "true"])
def test_a_score_outside_one_to_five_is_refused_and_nothing_changes(cafe, session, score):
    sent = cafe.post_form(f"/score/{LAW}", {"clarity": score})
    assert sent.status_code == 422
    assert "Оценка бывает от 1 до 5" in sent.text
    assert marks(session) == []


def test_no_score_at_all_is_refused(cafe, session):
    sent = cafe.post_form(f"/score/{LAW}", {"comment": "слова без оценки"})
    assert sent.status_code == 422
    assert "слова без оценки" in sent.text
    assert marks(session) == []


@pytest.mark.parametrize("fragment", ["99", "-1", "x"])
def test_a_sentence_that_is_not_there_is_refused(cafe, session, fragment):
    assert cafe.post_form(f"/score/{LAW}", {"clarity": "1", "fragments": fragment}).status_code == 422
    assert marks(session) == []


def test_every_tag_that_is_taken_has_words():
    assert set(get_args(ClarityTag)) == set(CLARITY_TAGS)
    assert set(get_args(FeasibilityTag)) == set(FEASIBILITY_TAGS)


def test_an_unknown_tag_is_refused(cafe, session):
    assert cafe.post_form(f"/score/{LAW}", {"clarity": "1", "clarity_tags": "boring"}).status_code == 422
    assert marks(session) == []


def test_the_page_says_what_is_rated_and_chooses_nothing(cafe):
    law, retold = cafe.get(f"/score/{LAW}").text, cafe.get(f"/score/{RETOLD}").text
    assert "Оцениваем закон, не наш пересказ" in law
    assert "Пересказ помог?" in law
    assert "Оцениваем наш пересказ" in retold
    assert "Пересказ помог?" not in retold
    assert "Орган увидит только сводку" in law
    assert " checked" not in law


def test_a_quote_with_a_remark_is_rated_as_our_retelling():
    requirements = current_law().edition.requirements
    assert rates_law(requirements[LAW])
    for doubtful in ("fire.evacuation_plan", "education.refund", "food.medbooks", "tax.ndfl6", "ecology.waste_storage"):
        assert requirements[doubtful].official
        assert not rates_law(requirements[doubtful])
        assert rated_text(requirements[doubtful]) == requirements[doubtful].plain.ru


def test_every_requirement_has_a_sentence_to_rate():
    for requirement in current_law().edition.requirements.values():
        assert sentences(rated_text(requirement))


def test_a_mark_without_an_account_is_for_ones_own_papers_and_says_so(guest, session):
    assert "остаётся в ваших бумагах" in guest.get(f"/score/{LAW}").text
    assert guest.post_form(f"/score/{LAW}", {"clarity": "3"}).status_code == 303
    assert marks(session)[0].business_id == guest.business.id


def test_a_mark_can_be_taken_back(cafe, session):
    cafe.post_form(f"/score/{LAW}", {"clarity": "3"})
    cafe.post_form(f"/score/{LAW}", {"forget": "1"})
    assert marks(session) == []


def test_the_database_itself_refuses_a_score_of_six(cafe, alter):
    cafe.post_form(f"/score/{LAW}", {"clarity": "3"})
    with pytest.raises(IntegrityError):
        alter(Mark, clarity=6)


def test_an_unknown_requirement_cannot_be_rated(cafe):
    assert cafe.get("/score/no.such").status_code == 404
    assert cafe.post_form("/score/no.such", {"clarity": "3"}).status_code == 404


def test_a_mark_of_an_older_version_is_kept_and_does_not_count(cafe, session, alter):
    cafe.post_form(f"/score/{LAW}", {"clarity": "3"})
    alter(Mark, requirement_version="0" * 16)
    assert marks_of(session, cafe.business.id) == {}
    cafe.post_form(f"/score/{LAW}", {"clarity": "5"})
    assert sorted(mark.clarity for mark in marks(session)) == [3, 5]
