"""Threads by keys: the same readers, the same refusals, the house's ways of calls."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.threads.models import ThreadMessage
from tests.backend.threads.talk import API, CASE, PDF, PROCEDURE


@pytest.fixture
def cafe(program_of, owner, case):
    return program_of(owner)


@pytest.fixture
def fire_service(program_of, inspector, case):
    return program_of(inspector)


def sent(program, text, **more):
    body = {"text": text, "readers_sha256": program.get(API).json()["readers_sha256"], **more}
    return program.post(f"{API}/messages", json=body)


def test_a_program_sees_who_would_read_and_writes_to_exactly_them(cafe, fire_service, engine):
    thread = cafe.get(API).json()
    assert [(one["name"]["ru"], one["people"]) for one in thread["readers"]] == [
        ("МЧС по Москве", 1),
        ("Кафе «Лён»", 1),
    ]
    assert (thread["me"], thread["owner"], thread["messages"]) == ("business", True, 0)
    assert thread["sentences"][1] == {"ru": "Документы приложены.", "en": "The papers are attached."}
    made = sent(cafe, "Журнал готов.")
    assert made.status_code == 201, made.text
    assert made.json()["readers"] == [one["name"] for one in thread["readers"]]
    got = fire_service.get(f"{API}/messages").json()["items"]
    assert [(one["text"], one["mine"]) for one in got] == [("Журнал готов.", False)]
    assert fire_service.get(API).json()["unread"] == 1


def test_changed_readers_are_refused_with_the_field_and_nothing_is_kept(cafe, case, joins, engine):
    before = cafe.get(API).json()["readers_sha256"]
    joins()
    refused = sent(cafe, "Слова.", readers_sha256=before)
    assert refused.status_code == 422
    assert [(one["code"], one["field"]) for one in refused.json()["errors"]] == [("readers_changed", "readers_sha256")]
    assert "Уполномоченный" in refused.json()["title"]
    with open_session(engine) as session:
        assert session.exec(select(ThreadMessage)).all() == []


def test_the_same_key_writes_once(cafe, engine):
    body = {"text": "Один раз.", "readers_sha256": cafe.get(API).json()["readers_sha256"]}
    first, second = (cafe.post(f"{API}/messages", json=body, headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    with open_session(engine) as session:
        assert len(session.exec(select(ThreadMessage)).all()) == 1
    other = cafe.post(f"{API}/messages", json={**body, "text": "Другое."}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 422


def test_a_list_comes_in_pages_and_with_a_tag(cafe):
    for n in range(3):
        sent(cafe, f"Слово {n}.")
    first = cafe.get(f"{API}/messages?limit=2")
    assert [one["n"] for one in first.json()["items"]] == [1, 2]
    rest = cafe.get(f"{API}/messages?limit=2&cursor={first.json()['next']}").json()
    assert ([one["n"] for one in rest["items"]], rest["next"]) == ([3], None)
    again = cafe.get(f"{API}/messages?limit=2", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_requests_and_answers(cafe, fire_service):
    asked = sent(fire_service, "Пришлите план.", kind="request").json()
    assert asked["open"]
    answered = sent(cafe, "Вот он.", kind="answer", answers=asked["id"])
    assert answered.json()["answers"] == 1
    assert not fire_service.get(f"{API}/messages").json()["items"][0]["open"]
    refused = sent(cafe, "Ещё.", kind="answer", answers=asked["id"])
    assert refused.json()["errors"][0]["code"] == "no_open_request"
    for wrong in ({"kind": "answer"}, {"kind": "message", "answers": asked["id"]}, {"kind": "shout"}):
        assert sent(cafe, "Слова.", **wrong).status_code == 422


def test_files_by_key_have_receipts_and_are_not_for_newcomers(cafe, fire_service, program_of, ombudsman, case, joins):
    form = {"text": "Прилагаю.", "readers_sha256": cafe.get(API).json()["readers_sha256"]}
    made = cafe.post(f"{API}/files", data=form, files={"file": ("акт.pdf", PDF)})
    assert made.status_code == 201, made.text
    file = made.json()["files"][0]
    assert len(file["receipt"]) == 14
    assert fire_service.get(f"{API}/files/{file['id']}").content == PDF
    joins()
    late = program_of(ombudsman)
    assert late.get(API).json()["messages"] == 0
    assert late.get(f"{API}/messages").json()["items"] == []
    assert late.get(f"{API}/files/{file['id']}").status_code == 404


def test_the_owner_shows_a_newcomer_what_they_name(cafe, fire_service, program_of, ombudsman, case, joins):
    ids = [sent(cafe, text).json()["id"] for text in ("Первое.", "Второе.")]
    joins()
    late = program_of(ombudsman)
    assert [one["hidden"] for one in cafe.get(API).json()["newcomers"]] == [2]
    asked = {"to": "ombudsman:1", "messages": ids[:1]}
    assert fire_service.post(f"{API}/earlier", json=asked).status_code == 404
    assert late.post(f"{API}/earlier", json=asked).status_code == 404
    assert cafe.post(f"{API}/earlier", json={**asked, "up_to": 2}).status_code == 422
    assert cafe.post(f"{API}/earlier", json=asked).json()["newcomers"][0]["hidden"] == 1
    assert [one["text"] for one in late.get(f"{API}/messages").json()["items"]] == ["Первое."]
    assert cafe.post(f"{API}/earlier", json={"to": "ombudsman:1", "up_to": 2}).json()["newcomers"] == []
    assert len(late.get(f"{API}/messages").json()["items"]) == 2


def test_marks_are_seen_by_the_writer(cafe, fire_service):
    sent(cafe, "Прочтите.")
    assert fire_service.post(f"{API}/read", json={"up_to": 1}).json()["unread"] == 0
    assert cafe.get(f"{API}/messages").json()["items"][0]["read"][0]["name"]["ru"] == "МЧС по Москве"
    assert fire_service.get(f"{API}/messages").json()["items"][0]["read"] == []


def test_to_a_strangers_key_there_is_no_thread(program_of, stranger, cafe, case):
    sent(cafe, "Наше.")
    foreign = program_of(stranger)
    for path in (API, f"{API}/messages", f"{API}/files/1", f"/api/v1/threads/{PROCEDURE}/none", "/api/v1/threads/x/y"):
        assert foreign.get(path).status_code == 404, path
    for path in ("messages", "read", "earlier"):
        assert foreign.post(f"{API}/{path}", json={}).status_code == 404, path
    assert foreign.post(f"{API}/files", files={"file": ("акт.pdf", PDF)}).status_code == 404
    assert CASE in API


def test_what_is_wrong_is_named_by_its_field(cafe):
    for body, field in (
        ({"text": "Слова."}, "readers_sha256"),
        ({"text": "до\x00после", "readers_sha256": "0"}, "text"),
        ({"text": "ы" * 4001, "readers_sha256": "0"}, "text"),
        ({"text": "Слова.", "readers_sha256": "0", "to": "всем"}, "to"),
        ({"text": ["Слова."], "readers_sha256": "0"}, "text"),
    ):
        refused = cafe.post(f"{API}/messages", json=body)
        assert refused.status_code == 422, body
        assert field in [one["field"] for one in refused.json()["errors"]], refused.text
