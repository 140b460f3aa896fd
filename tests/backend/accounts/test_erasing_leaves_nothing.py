"""Erased is erased: no byte of it is left in any file of the data folder, except in other people's letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.jobs.work import Hands, run_due

pytestmark = pytest.mark.sqlite  # it reads the database's own files
WORDS = ("Тайная заметка", "Тайный адрес", "%PDF-1.4 тайный файл", "tayna.pdf", "tayna@example.ru")


@pytest.fixture
def hands(settings, engine, clock) -> Hands:
    return Hands(settings, engine, clock)


def fill(browser) -> None:
    browser.post_form("/start/trades", {"activity": "кафе", "trade": "56.10"})
    assert browser.post_form("/places", {"name": WORDS[1]}).status_code == 303
    paper = {"file": (WORDS[3], f"{WORDS[2]}\n%%EOF\n".encode(), "application/pdf")}
    answer = {"answer": "partly", "note": WORDS[0]}
    assert browser.post_form("/check/fire.report", answer, files=paper).status_code == 303


def left(folder: Path) -> set[tuple[str, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    held = [(path, path.read_bytes()) for path in files]
    return {(word, path.suffix) for path, content in held for word in WORDS if word.encode() in content}


def test_an_erased_run_is_in_no_file_any_more(visitor, settings, hands):
    fill(visitor)
    assert {word for word, _ in left(settings.data)} == set(WORDS[:4])
    visitor.post_form("/erase")
    run_due(hands)
    assert left(settings.data) == set()
    assert '"table": "business"' in (settings.data / "erased.jsonl").read_text()


def test_an_erased_person_is_in_no_file_any_more_nor_are_letters_to_them(person, settings, hands):
    browser = person("tayna@example.ru", business="Кафе")
    fill(browser)
    browser.post_form("/businesses", {"name": "Второе"})
    bid = str(browser.business.id)
    browser.post_form("/account/keys", {"name": "касса", "business_id": bid, "days": "30", "scopes": "read"})
    run_due(hands)
    assert (WORDS[4], ".eml") in left(settings.data)
    assert browser.post_form("/account/erase", {"sure": "1"}).status_code == 303
    run_due(hands)
    assert left(settings.data) == set()


def test_letters_to_others_stay(owner, person, settings, hands):
    leaving = person("tayna@example.ru")
    for browser in (owner, leaving):
        data = {"name": "касса", "business_id": owner.business.id, "days": "30", "scopes": "read"}
        browser.post_form("/account/keys", data)
    run_due(hands)
    letters = len(list((settings.data / "mail").glob("*.eml")))
    leaving.post_form("/account/erase", {"sure": "1"})
    run_due(hands)
    assert len(list((settings.data / "mail").glob("*.eml"))) == letters == 1
