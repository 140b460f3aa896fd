"""Who calls too often is asked to wait; who reads never writes."""

from __future__ import annotations

from backend.web.call_limits import ANONYMOUS_COMPUTING, BY_KEY

BODY = {"year": 2026}


def test_one_address_computes_so_often_a_minute_and_then_waits(visitor, clock, contents):
    before = contents()
    statuses = {visitor.post("/api/v1/hours", json=BODY).status_code for _ in range(ANONYMOUS_COMPUTING)}
    refused = visitor.post("/api/v1/hours", json=BODY)
    assert statuses == {200}
    assert refused.status_code == 429
    assert refused.json()["code"] == "too_many"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert visitor.get("/api/v1/registry/edition").status_code == 200
    clock.forward(seconds=int(refused.headers["Retry-After"]))
    assert visitor.post("/api/v1/hours", json=BODY).status_code == 200
    assert contents() == before


def test_a_key_has_a_limit_of_its_own(program, foreign, visitor):
    statuses = {program.get("/api/v1/registry/edition").status_code for _ in range(BY_KEY)}
    assert statuses == {200}
    assert program.get("/api/v1/registry/edition").status_code == 429
    assert foreign.get("/api/v1/registry/edition").status_code == 200
    assert visitor.get("/api/v1/registry/edition").status_code == 200


def scenario(items: int, segments: int) -> dict[str, object]:
    labour = [{"hours": "2", "hourly_rate": "500"}]
    item = {"requirement_type": "information", "timing": "recurring", "frequency": "4", "labour": labour}
    return {
        "method": "ru-personal",
        "currency": "RUB",
        "segments": [{"id": f"s{number}", "entities": 100} for number in range(segments)],
        "items": [{"id": f"i{number}", **item} for number in range(items)],
    }


def test_a_scenario_that_would_keep_others_waiting_is_refused_and_an_ordinary_one_counted(visitor):
    refused = visitor.post("/api/v1/cost", json=scenario(200, 200), headers={"Accept-Language": "en"})
    assert (refused.status_code, refused.json()["title"]) == (413, "The scenario is too large for the site.")
    assert visitor.post("/api/v1/cost", json=scenario(30, 20)).status_code == 200


def test_a_document_of_too_many_values_is_refused(visitor):
    refused = visitor.post("/api/v1/match", json={"facts": {f"f{number}": 1 for number in range(20_000)}})
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
