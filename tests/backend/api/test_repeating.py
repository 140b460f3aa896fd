"""A creating call that is sent again makes nothing new: the first answer comes again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from backend.profiles.models import Place
from backend.web.models import FirstAnswer

KEY = {"Idempotency-Key": "4f1c8b5e"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_the_same_call_gets_the_first_answer_again(program, session):
    first = program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    again = program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(session.exec(select(Place).where(Place.business_id == program.business.id)).all()) == 2


def test_without_a_key_each_call_counts(program, session):
    for _ in range(2):
        program.post(program.at("places"), json={"name": "Лесная, 5"})
    assert len(session.exec(select(Place).where(Place.business_id == program.business.id)).all()) == 3


def test_the_key_of_another_call_is_refused_and_nothing_changes(program, contents):
    program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    before = contents()
    other = program.post(program.at("places"), json={"name": "Лесная, 6"}, headers=KEY)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert contents() == before


def test_a_refused_call_may_be_mended_under_the_same_key(program):
    assert program.post(program.at("places"), json={"name": ""}, headers=KEY).status_code == 422
    assert program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY).status_code == 201


def test_the_same_key_of_another_program_is_its_own(program, foreign):
    program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    other = foreign.post(foreign.at("places"), json={"name": "Полевая, 1"}, headers=KEY)
    assert other.status_code == 201
    assert other.json()["name"] == "Полевая, 1"


def test_the_first_answer_is_kept_a_day_and_more_but_not_for_ever(program, clock, session):
    program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    clock.forward(hours=25)
    again = program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=KEY)
    assert again.headers["Idempotent-Replayed"] == "true"
    clock.forward(hours=24)
    program.post(program.at("places"), json={"name": "Полевая, 1"}, headers={"Idempotency-Key": "another"})
    kept = session.exec(select(FirstAnswer)).all()
    assert len(kept) == 1
    assert clock.now() - kept[0].created_at < timedelta(hours=1)


@pytest.mark.parametrize("key", ["", "k" * 256, "ключ"])
def test_a_key_nobody_could_keep_is_refused(program, key):
    headers = {"Idempotency-Key": key.encode()}
    answer = program.post(program.at("places"), json={"name": "Лесная, 5"}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_a_file_sent_twice_is_kept_once(program):
    address = program.at("requirements/labour.contract_written/evidence")
    first, again = (program.post(address, files={"file": ("акт.pdf", PDF)}, headers=KEY) for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert len(program.get(address).json()["items"]) == 1


@pytest.mark.slow
def test_of_ten_at_the_same_moment_one_makes_the_thing(program, address, session):
    headers = {"Authorization": f"Bearer {program.key}", **KEY}
    with httpx.Client(base_url=address, headers=headers, timeout=30) as client, ThreadPoolExecutor(10) as pool:
        sent = [pool.submit(client.post, program.at("places"), json={"name": "Лесная, 5"}) for _ in range(10)]
        answers = [one.result() for one in sent]
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert len(session.exec(select(Place).where(Place.business_id == program.business.id)).all()) == 2
