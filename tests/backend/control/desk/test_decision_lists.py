"""Checklists of a decision: approved ones alone; questions for getting ready are in none of its bytes: 53(1)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import rules.checklists as lists
from backend.commands.checklist_import import bring_in
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from rules.reading import REGISTRY
from tests.backend.commands.test_checklist_command import LIST, file_of
from tests.backend.control.desk.test_papers import text_of

CODE = "fire.test_order_1"


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation whose registry holds one approved list of fire supervision, imported by the command."""
    place = tmp_path / "registry"
    shutil.copytree(REGISTRY, place)
    bring_in(file_of(tmp_path, LIST), place, "fire")
    monkeypatch.setattr(lists, "REGISTRY", place)
    lists.checklists.cache_clear()
    yield
    lists.checklists.cache_clear()


def decision(browser, event_id: str) -> str:
    return text_of(browser.get(f"/control-events/{event_id}/papers/decision").content)


def drafted(browser, event_id: str, **said):
    return browser.post_form(f"/desk/control/events/{event_id}/draft", {"checklists_needed": "yes", **said})


def test_an_imported_list_is_chosen_and_stands_in_the_decision_with_its_act(fire, inspector, imported) -> None:
    event_id = fire.begin(inspector)
    assert "Лист для теста" in inspector.get(f"/desk/control/events/{event_id}/draft").text
    assert drafted(inspector, event_id, checklists=[CODE]).status_code == 303
    assert fire.event(event_id).checklists == [CODE]
    assert "Лист для теста: Приказ для теста от 15.01.2026 № 1-т, приложение № 1" in decision(inspector, event_id)
    page = inspector.get(f"/control-events/{event_id}").text
    assert "Есть ли на объекте испытательный знак?" in page


def test_a_list_and_the_answer_no_contradict_each_other(fire, inspector, imported) -> None:
    event_id = fire.begin(inspector)
    answer = drafted(inspector, event_id, checklists_needed="no", checklists=[CODE])
    assert answer.status_code == 422
    assert 'href="#f-checklists"' in answer.text
    assert fire.event(event_id).checklists is None


@pytest.mark.parametrize("code", ["fire.preparing", "labour.preparing", "sanitary.preparing", "fire.nothing"])
def test_what_is_not_approved_is_refused_and_changes_nothing(fire, inspector, imported, code: str) -> None:
    event_id = fire.begin(inspector)
    assert drafted(inspector, event_id, checklists=[CODE, code]).status_code == 422
    assert fire.event(event_id).checklists is None


def test_without_an_imported_list_the_draft_asks_for_none(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    page = inspector.get(f"/desk/control/events/{event_id}/draft").text
    assert 'name="checklists"' not in page
    assert "Приказ МЧС России от 09.02.2022 №\u00a078" in page
    assert drafted(inspector, event_id, checklists=["fire.preparing"]).status_code == 422
    assert fire.event(event_id).checklists is None


def test_a_list_for_getting_ready_stands_in_no_byte_of_the_decision_even_if_the_row_names_it(
    fire, inspector, imported, engine
) -> None:
    event_id = fire.prepare(inspector, checklists_needed="yes", checklists=[CODE])
    made = [one for one in lists.checklists().values() if one.approved is None]
    with open_session(engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.checklists = [*(one.code for one in made), CODE]
        session.add(event)
        session.commit()
    said, page = decision(inspector, event_id), inspector.get(f"/desk/control/events/{event_id}/draft").text
    raw = inspector.get(f"/control-events/{event_id}/papers/decision").content
    assert "Лист для теста" in said
    for one in made:
        assert one.code.encode() not in raw
        for text in (said, page):
            assert f"{one.code}<" not in text
            assert not [row.text.ru for row in one.questions if row.text.ru in text]
