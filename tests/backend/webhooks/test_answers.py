"""A regulator's public answer is told to programs, by its number and its page alone."""

from __future__ import annotations

import json

import pytest

from backend.db.engine import open_session
from tests.layout.objects import World
from tests.layout.objects_feedback import statement

REASON = "Срок назовём в новой редакции пункта 4."


@pytest.fixture
def number(engine, settings, clock, owner) -> str:
    """The number of a statement that waits for its office."""
    with open_session(engine, write=True) as session:
        made = statement(World(session, settings, clock, owner.business, owner.person))
        session.commit()
    return made


@pytest.mark.parametrize("action", ["accept", "accept_in_part", "reject"])
def test_an_answer_is_told_by_its_number_and_its_page(post, receiver, proven, regulator, visitor, number, action):
    assert regulator.post_form(f"/desk/statements/{number}/{action}", {"text": REASON}).status_code == 303
    post.run()
    (got,) = receiver.got
    told = json.loads(got.body)
    address = f"http://127.0.0.1:8000/statements/{number}"
    assert (told["type"], told["data"]) == ("answer.published", {"id": number, "address": address})
    assert REASON not in got.body.decode()
    assert REASON in visitor.get(address.removeprefix("http://127.0.0.1:8000")).text


def test_an_answer_that_was_refused_is_not_told(post, receiver, proven, regulator, number):
    assert regulator.post_form(f"/desk/statements/{number}/accept", {"text": " "}).status_code == 422
    post.run()
    assert receiver.got == []


def test_a_step_after_the_answer_is_no_answer(post, receiver, proven, regulator, number):
    here = f"/desk/statements/{number}"
    regulator.post_form(f"{here}/accept", {"text": REASON})
    assert regulator.post_form(f"{here}/plan_action", {"text": REASON, "due": "2027-03-01"}).status_code == 303
    post.run()
    assert len(receiver.got) == 1
