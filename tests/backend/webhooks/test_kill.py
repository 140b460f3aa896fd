"""Kill -9 of the worker while receivers have the message and have not answered: nothing is lost, no id changes."""

from __future__ import annotations

import signal
import threading
import time
from collections import defaultdict

import pytest

from tests.backend.webhooks.kill_worker import start_worker

pytestmark = pytest.mark.slow

MESSAGES = 4
KILLS = 2
LANES = 2  # so many are under way at a time
LONGEST = 120.0


def wait_for(what, seen):
    """Wait until `seen` is true."""
    begun = time.monotonic()
    while not seen():
        assert time.monotonic() - begun < LONGEST, f"{what} never came"
        time.sleep(0.05)


@pytest.fixture
def silent():
    """An answer that never comes, until the test is over."""
    over = threading.Event()
    yield lambda handler, body: over.wait(LONGEST)
    over.set()


def test_a_killed_worker_loses_no_message_and_sends_it_again_under_its_own_id(
    settings, tmp_path, post, receiver, proven, silent
):
    ids = [one for number in range(MESSAGES) for one in post.announce(subject=str(number))]
    receiver.answers = [silent]
    for _ in range(KILLS):
        had = len(receiver.got)
        process = start_worker(settings, tmp_path, receiver.port, post.clock.now())
        wait_for("the first messages", lambda had=had: len(receiver.got) >= had + LANES)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    cut_off = [got.headers["webhook-id"] for got in receiver.got]
    assert {post.message(one).attempts for one in ids} == {0}  # no note of them was written
    receiver.answers = [204]
    process = start_worker(settings, tmp_path, receiver.port, post.clock.now())
    try:
        wait_for("every message", lambda: all(post.message(one).state == "delivered" for one in ids))
    finally:
        process.kill()
        process.join()
    bodies = defaultdict(list)
    for got in receiver.got:
        bodies[got.headers["webhook-id"]].append(got.body)
    assert sorted(bodies) == sorted(ids)
    assert len(cut_off) >= KILLS * LANES
    assert all(len(bodies[one]) == cut_off.count(one) + 1 for one in ids)
    assert all(len(set(found)) == 1 for found in bodies.values())
