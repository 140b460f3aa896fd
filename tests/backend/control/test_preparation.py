"""«Вопросы для подготовки»: the scope as questions, answered from the self-assessment, read by the business alone."""

import pytest
from sqlmodel import select

from backend.control.models import ControlEvent, EventAnswers, EventItem
from backend.control.own.preparing import prepared
from backend.control.rooms.checklist import shown
from backend.db.engine import open_session
from rules.checklists import checklists
from tests.backend.control.own_events import enter


@pytest.fixture
def room(owner, engine):
    address = enter(owner)
    with open_session(engine, write=True) as session:
        rows = session.exec(select(EventItem).order_by(EventItem.position)).all()
        for row, id_ in zip(rows, ("fire.instruction", KNOWN), strict=True):
            row.requirement = id_
        session.commit()
    return address


KNOWN = "fire.briefings"


def questions(engine):
    with open_session(engine) as session:
        return prepared(session, session.exec(select(ControlEvent)).one())


def test_the_scope_is_asked_about_and_nothing_else(owner, room, engine):
    assert [one.question.requirements for one in questions(engine)] == [(KNOWN,), ("fire.instruction",)]
    page = owner.get(f"{room}/preparation").text
    assert "Инструкция о мерах пожарной безопасности: сделано?" in page
    assert 'href="/requirements/fire.instruction"' in page
    assert "Утверждённая инструкция с датой и подписью" in page
    assert "не проверочный лист органа" in page


def test_the_self_assessment_answers_first_and_partly_counts_as_no(owner, room, engine):
    owner.post_form("/check/fire.instruction", {"answer": "partly"})
    owner.post_form(f"/check/{KNOWN}", {"answer": "yes"})
    answers = {one.question.requirements[0]: (one.answer, bool(one.note)) for one in questions(engine)}
    assert answers == {"fire.instruction": ("no", True), KNOWN: ("yes", False)}
    assert "В самопроверке «частично»" in owner.get(f"{room}/preparation").text


def test_an_answer_given_here_stands_and_one_that_only_repeats_is_not_kept(owner, room, engine):
    owner.post_form(f"/check/{KNOWN}", {"answer": "yes"})
    keys = {one.question.requirements[0]: one.key for one in questions(engine)}
    given = {keys[KNOWN]: "yes", keys["fire.instruction"]: "not_applicable"}
    assert owner.post_form(f"{room}/preparation", given).status_code == 303
    with open_session(engine) as session:
        assert session.exec(select(EventAnswers)).one().preparation == {keys["fire.instruction"]: "not_applicable"}
    owner.post_form(f"/check/{KNOWN}", {"answer": "no"})
    assert {one.question.requirements[0]: one.answer for one in questions(engine)}[KNOWN] == "no"


def test_the_answers_of_the_check_stay_when_preparing(owner, room, engine):
    owner.post_form(f"{room}/check", {"originals_seized": "yes"})
    key = questions(engine)[0].key
    owner.post_form(f"{room}/preparation", {key: "no"})
    with open_session(engine) as session:
        row = session.exec(select(EventAnswers)).one()
    assert row.check["answers"] == {"originals_seized": True}
    assert row.preparation == {key: "no"}


def test_a_made_up_answer_is_refused_by_name(owner, room, engine):
    key = questions(engine)[0].key
    refused = owner.post_form(f"{room}/preparation", {key: "partly"})
    assert refused.status_code == 422
    assert "Такого ответа нет" in refused.text
    assert owner.post_form(f"{room}/preparation", {"x": "yes"}).status_code == 422


def test_without_points_the_questions_are_those_that_bind_the_place(owner, engine):
    owner.post_form("/start/trades", {"activity": "кафе", "trade": "56.10"})
    enter(owner, items="")
    asked = {id_ for one in questions(engine) for id_ in one.question.requirements}
    listed = {id_ for one in checklists()["fire.preparing"].questions for id_ in one.requirements}
    assert asked <= listed


def test_the_shared_part_shows_no_list_that_was_not_approved():
    assert shown(["fire.preparing"], checklists()) is None
    assert shown([], checklists()) is None
