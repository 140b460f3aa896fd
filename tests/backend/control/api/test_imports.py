"""Imports of the register by the key of who looks after the installation: a file sent, a run, what it passed over."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.models import Business
from backend.accounts.office_keys import READ
from backend.control.erknm import uploading
from backend.control.erknm.importing import folder_of
from backend.db.engine import open_session
from tests.backend.control.erknm.snapshots import CAFE, SHOP, record, warning, xml

HOME, FILES = "/api/v1/erknm-imports", "/api/v1/erknm-files"
BINARY = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def root(program_of, admin) -> Any:
    """A program of the admin."""
    return program_of(admin)


@pytest.fixture
def cafe(owner, engine) -> Any:
    """A business whose ИНН is known here."""
    with open_session(engine, write=True) as session:
        row = session.get_one(Business, owner.business.id)
        row.inn, row.proven_by = CAFE, "papers"
        session.add(row)
        session.commit()
    return owner


def test_a_file_is_sent_imported_and_reported(root, cafe, program_of, work) -> None:
    inside = xml([record("77260041000100000001"), record("77260041000100000002", SHOP), warning("3", "Слова")])
    sent = root.put(f"{FILES}/data-20261101.xml", content=inside, headers=BINARY)
    assert sent.status_code == 200, sent.text
    assert (sent.json()["new"], sent.json()["size"]) == (True, len(inside))
    assert not root.put(f"{FILES}/data-20261101.xml", content=inside, headers=BINARY).json()["new"]
    assert root.get(HOME).json()["files"] == [{"name": "data-20261101.xml", "size": len(inside)}]
    key = {"Idempotency-Key": "one"}
    begun = root.post(HOME, json={"file": "data-20261101.xml"}, headers=key)
    assert begun.status_code == 201, begun.text
    assert root.post(HOME, json={"file": "data-20261101.xml"}, headers=key).json() == begun.json()
    run = f"{HOME}/{begun.json()['id']}"
    assert (root.get(run).json()["finished_at"], root.get(run).json()["read"]) == (None, 0)
    work()
    done = root.get(run)
    assert done.json()["finished_at"]
    assert (done.json()["read"], done.json()["kept"], done.json()["others"]) == (3, 1, 1)
    assert sum(done.json()["skipped"].values()) == 1
    assert root.get(run, headers={"If-None-Match": done.headers["ETag"]}).status_code == 304
    listed = root.get(HOME, params={"limit": 1}).json()
    assert [one["id"] for one in listed["items"]] == [begun.json()["id"]]
    events = program_of(cafe).get("/api/v1/control-events").json()["items"]
    assert [one["source"] for one in events] == ["import"]


def test_a_file_that_cannot_be_read_says_why(root, work) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert root.put(f"{FILES}/bomb.xml", content=bomb, headers=BINARY).status_code == 200
    begun = root.post(HOME, json={"file": "bomb.xml"}).json()
    work()
    fault = root.get(f"{HOME}/{begun['id']}").json()["fault"]
    assert fault["ru"]
    assert fault["en"]


def test_what_is_no_file_of_the_register_is_refused_and_leaves_nothing(root, settings, monkeypatch) -> None:
    def refusal(name: str, content: bytes = b"<a/>", media: str = "application/octet-stream") -> tuple[int, Any]:
        answer = root.put(f"{FILES}/{name}", content=content, headers={"Content-Type": media})
        return answer.status_code, answer.json()["errors"][0]["field"]

    assert refusal("data.exe") == (422, "file_name")
    assert refusal(".hidden.xml") == (422, "file_name")
    assert refusal("..%5Cup.xml") == (422, "file_name")
    assert refusal("empty.xml", b"") == (422, "file")
    assert refusal("data.xml", media="application/json") == (415, "Content-Type")
    monkeypatch.setattr(uploading, "MOST_BYTES", 3)
    assert refusal("large.xml")[0] == 413
    assert refusal("%2E%2E%2Fup.xml")[0] == 404
    assert list(folder_of(settings.data).iterdir()) == []
    assert root.post(HOME, json={"file": "none.xml"}).json()["errors"][0]["field"] == "file"


def test_another_file_of_the_same_name_does_not_take_its_place(root, settings) -> None:
    assert root.put(f"{FILES}/a.xml", content=b"<a/>", headers=BINARY).status_code == 200
    assert root.put(f"{FILES}/a.xml", content=b"<b/>", headers=BINARY).status_code == 409
    assert [one.read_bytes() for one in folder_of(settings.data).iterdir()] == [b"<a/>"]


def test_nobody_else_looks_at_imports(sides, root, program_of, admin, settings) -> None:
    for name, program in sides.items():
        assert program.get(HOME).status_code == 404, name
        assert program.post(HOME, json={"file": "a.xml"}).status_code == 404, name
        assert program.put(f"{FILES}/a.xml", content=b"<a/>", headers=BINARY).status_code == 404, name
    reader = program_of(admin, (READ,))
    assert reader.get(HOME).status_code == 200
    assert reader.put(f"{FILES}/a.xml", content=b"<a/>", headers=BINARY).status_code == 404
    assert not folder_of(settings.data).exists()
    assert root.get("/api/v1/control-events").status_code == 404
