"""A release is told to programs once it is out, by its code and its permanent address."""

from __future__ import annotations

import json

import pytest

from backend.db.engine import open_session
from backend.statistics.clockwork import take_note
from backend.statistics.policy_file import write_policy
from backend.statistics.press import open_press, publish_window
from backend.statistics.publishing import announce_due
from tests.press import NOW, WINDOW, freeze_answers, press_in

pytestmark = pytest.mark.sqlite


def test_a_release_is_told_once_when_it_is_out(post, receiver, proven, settings, engine):
    write_policy(settings.release_policy, press_in(settings.data).policy)
    press = open_press(settings)
    freeze_answers(press)
    publish_window(press, WINDOW, NOW)
    for told in (0, 1, 1):
        with open_session(engine, write=True) as session:
            take_note(session, settings, NOW)
            session.commit()
        post.run()
        assert len(receiver.got) == told
        announce_due(press.store, press.journal, NOW)
    body = json.loads(receiver.got[0].body)
    address = f"http://127.0.0.1:8000/api/v1/statistics/releases/{WINDOW}"
    assert (body["type"], body["data"]) == ("release.published", {"id": WINDOW, "address": address})
