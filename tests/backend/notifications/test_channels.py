"""A new channel is one file in the folder (and its test): nothing else is edited."""

from __future__ import annotations

import pytest

from backend.accounts.models import Person
from backend.jobs.work import Hands, run_due
from backend.notifications import channels as folder
from backend.notifications.service import notify

BOARD = """
from backend.notifications.channels import Channel


def pin(letter, settings):
    with (settings.data / "board").open("a", encoding="utf-8") as board:
        board.write(f"{letter.to.language} {letter.said.title} {letter.url}\\n")


CHANNEL = Channel(wanted=lambda recipient: recipient.language == "en", send=pin)
"""


@pytest.fixture
def board(tmp_path, monkeypatch):
    (tmp_path / "board.py").write_text(BOARD, encoding="utf-8")
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    folder.channels.cache_clear()
    yield
    folder.channels.cache_clear()


def test_a_file_in_the_folder_is_a_channel(board, session, engine, clock, settings):
    for name, language in (("anna", "ru"), ("john", "en")):
        session.add(Person(id=name, email=f"{name}@example.org", name=name, language=language, created_at=clock.now()))
    session.flush()
    notify(session, ["anna", "john"], "term.50", {"what": "Decision", "due": "Friday"}, "/disputes/d1", clock.now())
    session.commit()
    session.close()
    run_due(Hands(settings, engine, clock))
    assert (settings.data / "board").read_text(encoding="utf-8").splitlines() == [
        "en Decision: by Friday, half the term is over http://127.0.0.1:8000/disputes/d1"
    ]
    assert len(list((settings.data / "mail").glob("*.eml"))) == 2
