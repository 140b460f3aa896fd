"""The ledger of good faith by a key of its business: the same as its page, for the business alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.control.api.conftest import calling  # noqa: F401

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WRITTEN = {"kind": "insurance", "since": "2026-01-10", "note": "Полис 5 млн ₽"}
ONCE = {"Idempotency-Key": "one"}


@pytest.fixture
def home(owner) -> str:
    """The address of the café's ledger."""
    return f"/api/v1/businesses/{owner.business.id}/integrity-measures"


@pytest.fixture
def program(program_of, owner) -> Any:
    """A program of the café, without a server."""
    return program_of(owner)


def proof(content: bytes = PDF) -> dict[str, Any]:
    return {"file": ("полис.pdf", content)}


def test_a_measure_is_written_proven_and_removed(calling, owner, home) -> None:  # noqa: F811
    mine = calling(owner)
    made = mine.post(home, json=WRITTEN, headers=ONCE)
    assert made.status_code == 201, made.text
    assert (made.json()["counts"], made.json()["file"]) == (True, None)
    again = mine.post(home, json=WRITTEN, headers=ONCE)
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (made.json(), "true")
    one = f"{home}/{made.json()['id']}"
    assert mine.get(f"{one}/file").status_code == 404
    proven = mine.post(f"{one}/file", files=proof(), headers={"Idempotency-Key": "two"})
    assert proven.status_code == 201, proven.text
    assert (proven.json()["file"]["name"], proven.json()["file"]["size"]) == ("полис.pdf", len(PDF))
    assert mine.post(f"{one}/file", files=proof(), headers={"Idempotency-Key": "two"}).json() == proven.json()
    another = mine.post(f"{one}/file", files=proof())
    assert (another.status_code, another.json()["errors"][0]["remedy"]["en"]) == (
        409,
        "Remove the entry and write it anew.",
    )
    assert mine.get(f"{one}/file").content == PDF
    listed = mine.get(home)
    assert [row["id"] for row in listed.json()["items"]] == [made.json()["id"]]
    assert {"insurance", "no_breaches"} <= {kind["code"] for kind in listed.json()["kinds"]}
    assert mine.get(home, headers={"If-None-Match": listed.headers["ETag"]}).status_code == 304
    assert "Полис 5 млн" in owner.get("/risk/integrity").text
    assert mine.delete(one).status_code == 204
    assert mine.get(one).status_code == 404
    assert mine.get(home).json()["items"] == []


def test_a_measure_that_meets_a_criterion_moves_ones_own_category(program, owner, home) -> None:
    mine, objects = program, f"/api/v1/businesses/{owner.business.id}/risk-objects"
    one = f"{objects}/{mine.post(objects, json={'control_type': 'education'}).json()['id']}"
    asked = set(mine.get(f"{one}/risk").json()["missing"])
    named = {row["code"] for row in mine.get(home).json()["criteria"]}
    assert "education.monitoring_met" in named
    said = {"kind": "no_breaches", "since": "2026-01-10", "criterion": "education.monitoring_met"}
    assert mine.post(home, json=said).status_code == 201
    assert set(mine.get(f"{one}/risk").json()["missing"]) < asked


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "bribe"}, "kind"),
        ({"since": None}, "since"),
        ({"since": "2026-11-29"}, "since"),
        ({"since": 1764000000}, "since"),
        ({"until": "2026-01-09"}, "until"),
        ({"criterion": "education.nothing"}, "criterion"),
        ({"place_id": "elsewhere"}, "place_id"),
        ({"note": "х" * 2001}, "note"),
        ({"file": "полис.pdf"}, "file"),
    ],
)
def test_a_wrong_measure_is_refused_by_its_field(program, home, change: dict[str, Any], field: str) -> None:
    refused = program.post(home, json=WRITTEN | change)
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json()["errors"]] == [field]
    assert program.get(home).json()["items"] == []


def test_a_file_that_is_none_proves_nothing(program, home) -> None:
    one = f"{home}/{program.post(home, json=WRITTEN).json()['id']}"
    assert program.post(f"{one}/file", files=proof(b"MZ" + b"\x00" * 300)).status_code == 422
    assert program.post(f"{one}/file", json={}).status_code == 415
    assert program.get(one).json()["file"] is None


def test_nobody_else_reads_or_changes_them(sides, attorneys, program_of, owner, home, stranger) -> None:
    one = f"{home}/{sides['owner'].post(home, json=WRITTEN).json()['id']}"
    sides["owner"].post(f"{one}/file", files=proof())
    others = {name: program for name, program in sides.items() if name != "owner"}
    others["representative of another"] = attorneys["representative of another"]
    others["who may only read"] = program_of(owner, ("read",))
    for name, program in others.items():
        for address in (home, one, f"{one}/file"):
            assert program.get(address).status_code == 404, (name, address)
        assert program.post(home, json=WRITTEN).status_code == 404, name
        assert program.post(f"{one}/file", files=proof()).status_code == 404, name
        assert program.delete(one).status_code == 404, name
    theirs = one.replace(owner.business.id, stranger.business.id)
    assert sides["stranger"].get(theirs).status_code == 404
    assert attorneys["representative"].get(one).json()["file"]["size"] == len(PDF)
