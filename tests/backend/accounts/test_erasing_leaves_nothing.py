"""Erased is erased: no byte of it is left in any file of the data folder, nor in any row of any table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.db.engine import open_session
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.schema import metadata

files = pytest.mark.sqlite  # it reads the database's own files
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


@files
def test_an_erased_run_is_in_no_file_any_more(visitor, settings, hands):
    fill(visitor)
    assert {word for word, _ in left(settings.data)} == set(WORDS[:4])
    visitor.post_form("/erase")
    run_due(hands)
    assert left(settings.data) == set()
    assert '"table": "business"' in (settings.data / "erased.jsonl").read_text()


@files
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


@files
def test_letters_to_others_that_do_not_name_them_stay(owner, person, settings, hands):
    leaving = person("tayna@example.ru")
    for browser in (owner, leaving):
        data = {"name": "касса", "business_id": owner.business.id, "days": "30", "scopes": "read"}
        browser.post_form("/account/keys", data)
    run_due(hands)
    letters = len(list((settings.data / "mail").glob("*.eml")))
    leaving.post_form("/account/erase", {"sure": "1"})
    run_due(hands)
    assert len(list((settings.data / "mail").glob("*.eml"))) == letters == 1


NAME, EMAIL = "Zaynab Canaryson", "zaynab@canary.example"


def rows_with(engine, *words: str) -> set[tuple[str, str]]:
    """Every table and column that holds one of the words, also inside of JSON."""
    found = set()
    with open_session(engine) as session:
        for table in metadata().sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    text = json.dumps(value, ensure_ascii=False, default=str)
                    found |= {(table.name, name) for word in words if word.lower() in text.lower()}
    return found


@pytest.fixture
def known_to_others(owner, person, engine, hands):
    """Somebody who joined a café by a letter, invited another, made a key, left it, and was asked into a bakery."""
    plan_periodic(hands)
    browser = person(EMAIL, name=NAME, business="Canary own")
    cafe = f"/businesses/{owner.business.id}"
    browser.post_form(invite(owner, engine, cafe, EMAIL, "owner"))
    invite(browser, engine, cafe, "friend@example.ru", "member")
    key = {"name": "касса", "business_id": owner.business.id, "days": "30", "scopes": "read"}
    browser.post_form("/account/keys", key)
    run_due(hands)
    assert browser.post_form(f"{cafe}/leave").status_code == 303
    run_due(hands)
    baker = person("baker@example.ru", business="Пекарня")
    invite(baker, engine, f"/businesses/{baker.business.id}", EMAIL, "member")
    return browser


def invite(browser, engine, business, email, kind):
    form = {"email": email, "kind": kind, "scopes": ["answer"]}
    assert browser.post_form(f"{business}/invitations", form).status_code == 303
    with open_session(engine) as session:
        query = sa.text("SELECT payload FROM outbox WHERE kind = 'notifications.write' AND done_at IS NULL")
        told = [json.loads(one) if isinstance(one, str) else one for (one,) in session.execute(query)]
    return next(one["link"] for one in told if one["email"] == email)


def test_after_an_erasure_no_row_of_any_table_names_the_person(known_to_others, owner, engine, hands):
    held = rows_with(engine, NAME, EMAIL)
    assert {("person", "name"), ("notice", "params"), ("one_time_link", "email"), ("outbox", "payload")} <= held
    assert NAME in owner.get("/notices").text
    known_to_others.post_form("/account/erase", {"sure": "1"})
    assert rows_with(engine, NAME, EMAIL) - {("outbox", "payload")} == set()
    run_due(hands)
    assert rows_with(engine, NAME, EMAIL) == set()
    assert NAME not in owner.get("/notices").text


@files
def test_nor_does_any_file_letters_to_others_included(known_to_others, settings, hands):
    run_due(hands)
    words = (NAME.encode(), EMAIL.encode(), b"Canaryson")
    known_to_others.post_form("/account/erase", {"sure": "1"})
    run_due(hands)
    held = [path for path in settings.data.rglob("*") if path.is_file()]
    assert [path.name for path in held for word in words if word in path.read_bytes()] == []


def test_the_copy_of_one_s_data_holds_no_notices_of_others_about_oneself(known_to_others, engine, clock, settings):
    from backend.accounts.personal import rows_of

    with open_session(engine) as session:
        rows = rows_of(session, known_to_others.person, [])
    assert {row["person_id"] for row in rows["notice"]} == {known_to_others.person.id}
