"""Links to the list through the API."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.web.models import FirstAnswer


def opened(visitor, made):
    """Open the address of a link in a browser."""
    return visitor.get(made["address"].removeprefix("http://127.0.0.1:8000"))


def test_a_program_makes_a_link_and_gets_its_address_once(program, visitor):
    answer = program.post(program.at("shares"), json={"days": 7, "label": "бухгалтер"})
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert (made["last_day"], made["answers_shown"], made["name_shown"]) == ("2026-12-05", False, False)
    assert opened(visitor, made).status_code == 200
    listed = program.get(program.at("shares")).json()["items"]
    assert listed == [{name: value for name, value in made.items() if name != "address"}]
    assert made["address"].rpartition("/")[2] not in program.get(program.at("shares")).text


def test_a_withdrawn_link_opens_nothing(program, visitor):
    made = program.post(program.at("shares"), json={"days": 7}).json()
    assert program.delete(program.at(f"shares/{made['id']}")).status_code == 204
    assert opened(visitor, made).status_code == 404
    assert program.get(program.at("shares")).json()["items"] == []
    assert program.delete(program.at(f"shares/{made['id']}")).status_code == 404


def test_the_link_of_another_business_cannot_be_withdrawn(program, foreign, visitor):
    made = program.post(program.at("shares"), json={"days": 7}).json()
    assert foreign.delete(program.at(f"shares/{made['id']}")).status_code == 404
    assert foreign.delete(foreign.at(f"shares/{made['id']}")).status_code == 404
    assert opened(visitor, made).status_code == 200


@pytest.mark.parametrize("days", [None, 0, 8, 365, "7", 7.5, True])
def test_no_link_without_one_of_the_ends(program, days, contents):
    before = contents()
    answer = program.post(program.at("shares"), json={"days": days})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "days"
    assert contents() == before


def test_the_end_is_compulsory(program, contents):
    before = contents()
    answer = program.post(program.at("shares"), json={"label": "бухгалтер"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "days")
    assert contents() == before


def test_the_address_is_not_kept_for_a_repeated_call(program, session):
    headers = {"Idempotency-Key": "4f1c8b5e"}
    made = program.post(program.at("shares"), json={"days": 7}, headers=headers)
    again = program.post(program.at("shares"), json={"days": 7}, headers=headers)
    assert made.json()["address"] != again.json()["address"]
    assert session.exec(select(FirstAnswer)).all() == []


def test_answers_and_name_are_shown_when_asked_for(program, visitor):
    made = program.post(program.at("shares"), json={"days": 90, "answers_shown": True, "name_shown": True}).json()
    text = opened(visitor, made).text
    assert "Кафе «Лён»" in text
    assert "Ответы, по которым собран список" in text
