"""Readings by API: kept for the business alone, refused with words, seen as signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.backend.api.conftest import DATED, make_program

READING = {"requirement": DATED, "kind": "state", "value": True, "at": "2026-11-28T08:00:00+03:00", "source": "датчик"}


@pytest.fixture
def program(person, owner):
    """A program of the café."""
    return make_program(person, owner)


def test_a_reading_is_kept_and_becomes_a_sign(program):
    sent = program.post(program.at("readings"), json=READING)
    assert sent.status_code == 201, sent.text
    assert sent.json()["value"] == "yes"
    assert datetime.fromisoformat(sent.json()["at"]) == datetime(2026, 11, 28, 5, tzinfo=UTC)
    [kept] = program.get(program.at("readings")).json()["items"]
    assert kept["id"] == sent.json()["id"]
    found = program.get(program.at("seen"), params={"limit": 100}).json()["items"]
    mine = next((one for one in found if one["requirement"] == DATED), None)
    assert mine is None or mine["status"] in ("kept", "not_seen")


def test_the_same_call_again_keeps_one(program):
    for _ in range(2):
        program.post(program.at("readings"), json=READING, headers={"Idempotency-Key": "k1"})
    assert len(program.get(program.at("readings")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"requirement": "no.such"}, "requirement"),
        ({"kind": "guess"}, "kind"),
        ({"value": "maybe"}, "value"),
        ({"kind": "measure", "value": "warm"}, "value"),
        ({"at": "2026-11-28T08:00:00"}, "at"),
        ({"at": "2026-11-29T08:00:00+03:00"}, "at"),
        ({"at": 1764309600}, "at"),
        ({"note": "x"}, "note"),
        ({"source": "х" * 101}, "source"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(program, changes, field):
    answer = program.post(program.at("readings"), json={**READING, **changes})
    assert answer.status_code == 422, answer.text
    assert field in {one["field"] for one in answer.json()["errors"]}
    assert program.get(program.at("readings")).json()["items"] == []


def test_a_measured_number_keeps_its_digits(program):
    body = {**READING, "kind": "measure", "value": "4.50"}
    assert program.post(program.at("readings"), json=body).json()["value"] == "4.50"


def test_readings_of_another_do_not_exist(program, person, stranger):
    other = make_program(person, stranger)
    assert other.get(program.at("readings")).status_code == 404
    assert other.post(program.at("readings"), json=READING).status_code == 404
    assert other.get(program.at("seen")).status_code == 404
