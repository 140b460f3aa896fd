"""What is not yours does not exist: every call about a business, with another's key, with a lesser one, with none."""

from __future__ import annotations

import re

from tests.backend.api.conftest import PDF, calls_of

OWNED = ("place_id", "dispute_id", "file_id", "evidence_id", "flag_id", "share_id", "risk_object_id", "measure_id")
# What stands in the rooms of control is open to whom the owner trusted with control, not to everybody who reads.
TRUSTED_WITH_CONTROL = ("/risk-objects", "/integrity-measures")
WRITING = ("post", "put", "patch", "delete")


def owned(described):
    """Return (method, path, call) of the calls about a business."""
    return [one for one in calls_of(described) if "{business_id}" in one[1]]


def at(path: str, things: dict[str, str]) -> str:
    """Return an address with these ids."""
    return re.sub(r"\{(\w+)\}", lambda hole: things[hole.group(1)], path)


def body_of(call) -> dict:
    """Return what a call is sent: its example, or a file."""
    content = call.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return {"files": {"file": ("акт.pdf", PDF)}}
    example = content.get("application/json", {}).get("example")
    return {} if example is None else {"json": example}


def test_every_call_about_a_business_reads_its_own(described, program, things):
    for method, path, call in owned(described):
        if method == "get":
            answer = program.get(at(path, things))
            assert answer.status_code == 200, (path, answer.text)
            assert answer.headers["Cache-Control"].startswith(("private", "no-store")), path
            assert str(200) in call["responses"]


def test_with_the_key_of_another_business_nothing_is_there(described, foreign, things, contents):
    nowhere = {**things, "business_id": "A" * 16}
    before = contents()
    for method, path, call in owned(described):
        answer = foreign.request(method, at(path, things), **body_of(call))
        unknown = foreign.request(method, at(path, nowhere), **body_of(call))
        assert answer.status_code == 404, (method, path, answer.text)
        assert answer.content == unknown.content, (method, path)
    assert contents() == before


def test_things_of_another_business_are_not_under_ones_own_address(described, foreign, things, contents):
    before = contents()
    mine = {**things, "business_id": foreign.business.id}
    tried = 0
    for method, path, call in owned(described):
        if any(f"{{{name}}}" in path for name in OWNED):
            answer = foreign.request(method, at(path, mine), **body_of(call))
            assert answer.status_code == 404, (method, path, answer.text)
            tried += 1
    assert tried >= 10
    assert contents() == before


def test_without_a_key_and_with_one_that_is_none_nobody_gets_in(described, visitor, things, contents):
    before = contents()
    for headers in ({}, {"Authorization": "Bearer yasno_none"}, {"Authorization": "Basic eDp5"}):
        for method, path, call in owned(described):
            answer = visitor.request(method, at(path, things), headers=headers, **body_of(call))
            assert answer.status_code == 401, (method, path, answer.text)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert contents() == before


def test_a_key_that_may_only_read_changes_nothing(described, program_of, owner, things, contents):
    reader = program_of(owner, ("read",))
    before = contents()
    for method, path, call in owned(described):
        answer = reader.request(method, at(path, things), **body_of(call))
        closed = method in WRITING or any(room in path for room in TRUSTED_WITH_CONTROL)
        assert answer.status_code == (404 if closed else 200), (method, path, answer.text)
    assert contents() == before


def test_a_key_ends_when_it_is_ended_or_runs_out(program, clock, engine, owner):
    assert program.get(program.at("")).status_code == 200
    clock.forward(days=91)
    assert program.get(program.at("")).status_code == 401


def test_a_cookie_is_no_key(owner, things):
    assert owner.get(at("/api/v1/businesses/{business_id}", things)).status_code == 401
