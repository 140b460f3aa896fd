"""Long lists come in parts: each thing once, and a cursor only for the list it was given for."""

from __future__ import annotations

import base64

import pytest


def parts_of(browser, path: str, **params):
    """Yield the parts of a list until it ends."""
    cursor = ""
    while cursor is not None:
        answer = browser.get(path, params={**params, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        yield answer.json()["items"]
        cursor = answer.json()["next"]


def test_every_requirement_comes_once_in_order(visitor):
    parts = list(parts_of(visitor, "/api/v1/requirements", limit=100))
    ids = [one["id"] for part in parts for one in part]
    assert len(ids) == visitor.get("/api/v1/registry/edition").json()["requirements"]
    assert ids == sorted(set(ids))
    assert {len(part) for part in parts[:-1]} == {100}


def test_filters_hold_on_every_part(visitor):
    found = [one for part in parts_of(visitor, "/api/v1/requirements", limit=10, domain="fire") for one in part]
    assert len(found) > 10
    assert {one["domain"] for one in found} == {"fire"}
    by_words = visitor.get("/api/v1/requirements", params={"q": "эвакуация", "domain": "fire"}).json()
    assert 0 < by_words["total"] < len(found)


def test_codes_are_found_by_digits_and_by_words(visitor):
    by_digits = [one["code"] for part in parts_of(visitor, "/api/v1/okved", q="56.10", limit=2) for one in part]
    assert by_digits[0] == "56.10"
    assert all(code.replace(".", "").startswith("5610") for code in by_digits)
    assert visitor.get("/api/v1/okved", params={"q": "ресторан"}).json()["items"]


@pytest.mark.parametrize(
    "cursor",
    ["x", "=", "é", "A" * 299, base64.urlsafe_b64encode(b'["labour.contract_written"]').decode(), "bnVsbA", "W10"],
)
def test_a_cursor_that_is_not_ours_is_refused(visitor, cursor):
    answer = visitor.get("/api/v1/requirements", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "cursor"


def test_a_cursor_of_another_list_is_refused(visitor):
    cursor = visitor.get("/api/v1/requirements", params={"limit": 1, "domain": "fire"}).json()["next"]
    assert visitor.get("/api/v1/requirements", params={"cursor": cursor}).status_code == 400
    assert visitor.get("/api/v1/okved", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1.5", "", "１"])
def test_a_limit_out_of_bounds_is_refused_by_name(visitor, limit):
    answer = visitor.get("/api/v1/requirements", params={"limit": limit})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "limit"


def test_an_unknown_filter_value_names_the_nearest(visitor):
    answer = visitor.get("/api/v1/requirements", params={"domain": "fier"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "fire" in answer.json()["detail"]
