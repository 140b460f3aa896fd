"""Marks of an event: once its act is delivered, one set of them, editable, none preset."""

from sqlmodel import select

from backend.control.models import EventRating
from backend.db.engine import open_session
from tests.backend.control.own_events import enter

MARKS = {"clarity": "4", "terms": "2", "courtesy": "5", "comment": "Ждали акта неделю."}


def test_nothing_is_chosen_beforehand_and_it_says_where_marks_go(owner):
    page = owner.get(f"{enter(owner)}/rating").text
    assert " checked" not in page
    assert "только через обезличенные сводки" in page


def test_marks_given_again_replace_the_former(owner, engine):
    room = enter(owner)
    assert owner.post_form(f"{room}/rating", MARKS).headers["location"] == room
    owner.post_form(f"{room}/rating", MARKS | {"terms": "3", "comment": ""})
    with open_session(engine) as session:
        (row,) = session.exec(select(EventRating)).all()
    assert (row.clarity, row.terms, row.courtesy, row.comment) == (4, 3, 5, "")
    assert "Сроки: 3 из 5" in owner.get(room).text


def test_before_the_act_there_is_nothing_to_mark(owner, engine):
    room = enter(owner, stage="record_visit", act_delivered_on="")
    assert "когда акт вручён" in owner.get(f"{room}/rating").text
    assert owner.post_form(f"{room}/rating", MARKS).status_code == 409
    with open_session(engine) as session:
        assert session.exec(select(EventRating)).first() is None


def test_no_mark_and_a_mark_of_six_are_refused(owner, engine):
    room = enter(owner)
    assert "Ни одной оценки" in owner.post_form(f"{room}/rating", {"comment": "Всё"}).text
    assert "от 1 до 5" in owner.post_form(f"{room}/rating", {"clarity": "6"}).text
    with open_session(engine) as session:
        assert session.exec(select(EventRating)).first() is None
