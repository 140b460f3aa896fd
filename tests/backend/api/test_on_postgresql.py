"""The same promises where writers do not queue: on PostgreSQL rows are locked, and keys of repetition waited for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import httpx
import pytest

from backend.app import create_app
from backend.db.engine import make_engine
from backend.schema import upgrade
from tests.backend.api.conftest import Program, lift_limits, make_program, serving
from tests.people import People

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture
def served(postgresql_url, settings, clock) -> Iterator[tuple[httpx.Client, Program]]:
    """A client of a real server on PostgreSQL, with the key of a café there."""
    engine = make_engine(postgresql_url)
    upgrade(engine)
    there = replace(settings, database_url=postgresql_url)
    app = create_app(there, clock=clock, engine=engine)
    lift_limits(app)
    with ExitStack() as stack:
        people = People(app, there, engine, clock, stack)
        program = make_program(people, people("owner@example.ru", business="Кафе «Лён»"))
        address = stack.enter_context(serving(app))
        headers = {"Authorization": f"Bearer {program.key}"}
        yield stack.enter_context(httpx.Client(base_url=address, headers=headers, timeout=30)), program
    engine.dispose()


def test_of_two_who_saw_the_same_one_writes(served):
    client, program = served
    path = program.at(f"places/{program.place}/facts")
    with ThreadPoolExecutor(2) as pool:
        for number in range(15):
            seen = client.get(path).headers["ETag"]
            bodies = [{"facts": {"employees": 100 + 2 * number + turn}} for turn in (0, 1)]
            sent = [pool.submit(client.put, path, json=body, headers={"If-Match": seen}) for body in bodies]
            assert sorted(one.result().status_code for one in sent) == [200, 412]


def test_of_ten_at_the_same_moment_one_makes_the_thing(served):
    client, program = served
    path, key = program.at("places"), {"Idempotency-Key": "one"}
    with ThreadPoolExecutor(10) as pool:
        sent = [pool.submit(client.post, path, json={"name": "Лесная, 5"}, headers=key) for _ in range(10)]
        answers = [one.result() for one in sent]
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert len(client.get(path).json()["items"]) == 2


def test_every_own_address_reads_there_too(served):
    client, program = served
    for path in ("list", "list/unclear", "assessment", "plan", "calendar", "costs", "dossier", "disputes"):
        assert client.get(program.at(path)).status_code == 200, path
    strange = client.get(program.at("evidence/%00"))
    assert strange.status_code == 404
