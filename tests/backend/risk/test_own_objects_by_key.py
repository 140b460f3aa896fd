"""The objects and the risk of a business by its key: the same as its pages, for the business alone."""

from __future__ import annotations

import pytest

from tests.backend.risk.test_risk_pages import authority_row, keep

WRITTEN = {"control_type": "education", "kind": "школа"}


@pytest.fixture
def home(owner) -> str:
    """The address of the café's objects."""
    return f"/api/v1/businesses/{owner.business.id}/risk-objects"


@pytest.fixture
def made(sides, home) -> dict:
    """An object that the café wrote down."""
    answer = sides["owner"].post(home, json=WRITTEN, headers={"Idempotency-Key": "one"})
    assert answer.status_code == 201, answer.text
    assert sides["owner"].post(home, json=WRITTEN, headers={"Idempotency-Key": "one"}).json() == answer.json()
    return answer.json()


def test_an_object_is_written_answered_assessed_and_removed(sides, home, made) -> None:
    mine, one = sides["owner"], f"{home}/{made['id']}"
    assert (made["source"], made["category"], made["category_name"]["en"], made["facts"]) == (
        "business",
        None,
        "low risk",
        {},
    )
    asked = mine.get(f"{one}/risk").json()
    assert asked["basis"] == "unknown"
    assert "penalty_in_three_years" in asked["missing"]
    no = dict.fromkeys(asked["missing"], False)
    answered = mine.put(f"{one}/facts", json={"facts": no})
    assert answered.status_code == 200, answered.text
    assert answered.json()["facts"] == no
    settled = mine.get(f"{one}/risk").json()
    assert (settled["basis"], settled["category"], settled["missing"]) == ("computed", "LOW", [])
    tag = mine.get(one).headers["ETag"]
    assigned = WRITTEN | {"category": "MEDIUM", "assigned_on": "2026-03-02", "decision": "№ 4"}
    assert mine.put(one, json=assigned, headers={"If-Match": tag}).json()["category"] == "MEDIUM"
    assert mine.put(one, json=WRITTEN, headers={"If-Match": tag}).status_code == 412
    assert mine.get(f"{one}/risk").json()["basis"] == "assigned"
    assert mine.get(f"{one}/risk", params={"on": "x"}).status_code == 422
    assert mine.delete(one).status_code == 204
    assert mine.get(one).status_code == 404
    assert mine.get(home).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"control_type": "fire"}, "control_type"),
        ({"category": "EXTREME"}, "category"),
        ({"assigned_on": "2027-01-01", "category": "HIGH"}, "assigned_on"),
        ({"place_id": "nowhere"}, "place_id"),
        ({"facts": {}}, "facts"),
    ],
)
def test_a_wrong_object_is_refused_by_its_field(sides, home, made, change: dict, field: str) -> None:
    refused = sides["owner"].put(f"{home}/{made['id']}", json=WRITTEN | change)
    assert refused.status_code == 422, refused.text
    assert field in {one["field"] for one in refused.json()["errors"]}


@pytest.mark.parametrize("facts", [{"no_such": True}, {"penalty_in_three_years": "no"}, []])
def test_wrong_answers_keep_nothing(sides, home, made, facts) -> None:
    one = f"{home}/{made['id']}"
    assert sides["owner"].put(f"{one}/facts", json={"facts": facts}).status_code == 422
    assert sides["owner"].get(one).json()["facts"] == {}


def test_what_an_authority_holds_is_shown_without_its_facts_and_is_not_changed(sides, home, owner, engine) -> None:
    held = authority_row(owner.business, category="MEDIUM", facts={"penalty_in_three_years": True})
    one = f"{home}/{keep(engine, held)}"
    seen = sides["owner"].get(one).json()
    assert (seen["source"], seen["category"], seen["facts"]) == ("authority", "MEDIUM", {})
    assert "penalty" not in sides["owner"].get(home).text
    assert sides["owner"].put(one, json=WRITTEN).status_code == 404
    assert sides["owner"].put(f"{one}/facts", json={"facts": {}}).status_code == 404
    assert sides["owner"].delete(one).status_code == 404
    assert sides["owner"].get(f"{one}/risk").json()["category"] == "MEDIUM"


def test_nobody_else_reads_or_changes_them(sides, attorneys, home, made, stranger) -> None:
    one = f"{home}/{made['id']}"
    others = {name: program for name, program in sides.items() if name != "owner"}
    others["representative of another"] = attorneys["representative of another"]
    for name, program in others.items():
        for address in (home, one, f"{one}/risk"):
            assert program.get(address).status_code == 404, (name, address)
        assert program.put(one, json=WRITTEN).status_code == 404, name
        assert program.delete(one).status_code == 404, name
    theirs = f"/api/v1/businesses/{stranger.business.id}/risk-objects/{made['id']}"
    assert sides["stranger"].get(theirs).status_code == 404
    assert attorneys["representative"].get(one).status_code == 200
