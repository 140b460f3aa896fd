"""Anybody takes keys and checkpoints, and checks receipts, from a page and from calls."""

from __future__ import annotations

import json

import pytest

from backend.audit import checkpoints
from backend.audit.keys import own_keys, read_keys
from backend.audit.receipts import leaf_receipt
from backend.audit.service import record
from backend.audit.signing import rotate
from backend.db.engine import open_session
from backend.jobs.work import Hands, plan_periodic, run_due
from tests.backend.audit.test_receipts import schema


@pytest.fixture
def nights(settings, engine, clock):
    """Two nights over a log, the key changed between them."""
    hands = Hands(settings, engine, clock)
    plan_periodic(hands)
    for number in range(2):
        with open_session(engine, write=True) as session:
            record(session, None, "edition.load", "edition", str(number), None, clock.now())
            session.commit()
        if number:
            rotate(settings, clock.now())
        clock.forward(days=1)
        run_due(hands)


def test_before_the_first_night_the_page_says_when_there_will_be_something(visitor):
    page = visitor.get("/integrity").text
    assert "Ключа ещё нет" in page
    assert "Точек ещё нет" in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_shows_keys_points_and_how_to_check(visitor, nights, settings, language):
    visitor.cookies.set("language", language, domain="127.0.0.1")
    page = visitor.get("/integrity").text
    for key in own_keys(settings):
        assert " ".join(key[start : start + 4] for start in range(0, 64, 4)) in page
    assert page.count("/integrity/checkpoints/") == 2
    assert "yasno receipt verify" in page
    assert ("What this proves" if language == "en" else "Что это доказывает") in page


def test_what_is_downloaded_is_what_the_commands_take(visitor, nights, settings, tmp_path):
    for name in ("checkpoints.jsonl", "keys.json"):
        answer = visitor.get(f"/integrity/{name}")
        assert "attachment" in answer.headers["content-disposition"]
        (tmp_path / name).write_bytes(answer.content)
    keys = read_keys(tmp_path / "keys.json")
    assert keys == own_keys(settings)
    kept = checkpoints.read(tmp_path / "checkpoints.jsonl", keys)
    assert (kept.signed, [line["seq"] for line in kept.lines]) == (True, [1, 2])
    assert checkpoints.first_that_does_not_go_on(kept) is None
    assert visitor.get("/integrity/checkpoints/nothing").status_code == 404


def test_programs_take_the_same_without_a_key(visitor, nights, settings):
    listed = visitor.get("/api/v1/integrity/keys").json()
    schema("checkpoint-keys").validate(listed)
    assert [one["key"] for one in listed["keys"]] == list(own_keys(settings))
    part = visitor.get("/api/v1/integrity/checkpoints?limit=1").json()
    assert (part["total"], [one["seq"] for one in part["items"]]) == (2, [2])
    rest = visitor.get(f"/api/v1/integrity/checkpoints?limit=1&cursor={part['next']}").json()
    assert ([one["seq"] for one in rest["items"]], rest["next"]) == ([1], None)
    one = visitor.get(f"/api/v1/integrity/checkpoints/{part['items'][0]['id']}").json()
    schema("checkpoint").validate(one)
    assert one["root"] == part["items"][0]["root"]


def test_a_receipt_is_checked_by_a_call_with_our_own_keys(visitor, nights, engine, clock):
    with open_session(engine) as session:
        document = leaf_receipt(session, 1, clock.now()).document
    answer = visitor.post("/api/v1/integrity/receipts/verify", json=document).json()
    assert (answer["valid"], answer["keys"]) == (True, "file")
    forged = json.loads(json.dumps(document).replace(document["leaf"], "0" * 64))
    assert visitor.post("/api/v1/integrity/receipts/verify", json=forged).json()["valid"] is False
    assert visitor.post("/api/v1/integrity/receipts/verify", json={"kind": "leaf"}).status_code == 422


def test_one_address_takes_receipts_of_both_kinds(visitor, nights, engine, clock):
    with open_session(engine) as session:
        document = leaf_receipt(session, 1, clock.now()).document
    either, of_rows = "/api/v1/receipts/verify", "/api/v1/integrity/receipts/verify"
    assert visitor.post(either, json=document).json() == visitor.post(of_rows, json=document).json()
    given = visitor.post("/api/v1/match", json={"facts": {"legal_form": "ip"}}).json()
    assert visitor.post(either, json=given).json() == {"valid": True}
    refused = visitor.post(either, json={"kind": "seal"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_code")
